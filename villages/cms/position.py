"""A map to point at, beside the two numbers of a position."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel

from common.cms.facts import FactCreateView, FactEditView
from common.http import tiles
from villages.models import Place, Village

TILES = tiles.configured()
# The map's pictures come from where the public map's do.
with_tiles = method_decorator(csp_update({"img-src": TILES.origins if TILES else []}), name="dispatch")


class MapPanel(Panel):
    """Shows the known villages and places; pressing writes the numbers. Without a script there are only these."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/villages/point.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"points": _points() if isinstance(self.instance, Village) else [], "tiles": TILES}


def _points() -> list[dict]:
    """What is on the map already, by name."""
    names = ("name", "latitude", "longitude")
    rows = [*Village.objects.values(*names), *Place.objects.values(*names)]
    return [{"name": row["name"], "at": [row["latitude"], row["longitude"]]} for row in rows]


def position_panels() -> list[Panel]:
    """The map, the numbers, and whether they are sure."""
    numbers = FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])
    return [MapPanel(), numbers, FieldPanel("approximate")]


@with_tiles
class CreateView(FactCreateView):
    pass


@with_tiles
class EditView(FactEditView):
    pass
