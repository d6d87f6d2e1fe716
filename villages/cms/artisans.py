"""Artisans: who works for which host."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn

from common.cms.facts import FactViewSet
from villages.models import Artisan


class ArtisanViewSet(FactViewSet):
    model = Artisan
    icon = "user"
    related = ("host",)
    list_display = ["name", "work", "host", "people", BooleanColumn("active", label=_("Works here now"))]
    list_filter = ["host", "active"]
    search_fields = ["name", "name_en", "work", "work_en", "host__name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("slug", help_text=_("Short name without marks, for addresses.")),
        FieldRowPanel(
            [FieldPanel("host"), FieldPanel("people", help_text=_("2 for a pair of singers who always work together."))]
        ),
        FieldRowPanel([FieldPanel("work"), FieldPanel("work_en")]),
        FieldPanel("active", help_text=_("Untick whoever has left: past turns stay, new ones go to others.")),
        FieldPanel("is_example"),
    ]
