"""The mark of what is made up, in lists of the CMS."""

from django.db.models import Model
from wagtail.admin.ui.tables import Column

from common.data.made_up import MaybeMadeUp
from common.words.example import example_text


class ExampleColumn(Column):
    cell_template_name = "cms/example_cell.html"


def marks_of(model: type[Model]) -> list[Column]:
    """One more column where rows of `model` may be made up, so that no list shows an example without its mark."""
    return [ExampleColumn("is_made_up", label=example_text())] if issubclass(model, MaybeMadeUp) else []
