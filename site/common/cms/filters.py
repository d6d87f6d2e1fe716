"""Narrowing a list by what it belongs to: of a thousand villages one is chosen in a window, as in the forms."""

import django_filters
from django_filters.utils import get_model_field
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import registry


class FactFilterSet(WagtailFilterSet):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Here and not where the class is made: windows are registered after that.
        for item in self.filters.values():
            field = get_model_field(self._meta.model, item.field_name)
            if isinstance(item, django_filters.ModelChoiceFilter) and (chooser := registry.get(field)):
                item.extra["widget"] = chooser["widget"]
