"""Artisans: who works for which host."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactViewSet
from common.cms.slugs import HELP, NamePanel, SlugFollowsName
from villages.models import Artisan


class ArtisanForm(SlugFollowsName, WagtailAdminModelForm):
    pass


class ArtisanViewSet(FactViewSet):
    model = Artisan
    icon = "user"
    related = ("host",)
    list_display = ["name", "work", "host", "people", BooleanColumn("active", label=_("Works here now"))]
    list_filter = ["host__village", "active"]
    search_fields = ["name", "name_en", "work", "work_en", "host__name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([NamePanel(), FieldPanel("name_en")]),
            FieldPanel("slug", help_text=HELP),
            FieldRowPanel(
                [
                    FieldPanel("host"),
                    FieldPanel("people", help_text=_("2 for a pair of singers who always work together.")),
                ]
            ),
            FieldRowPanel([FieldPanel("work"), FieldPanel("work_en")]),
            FieldPanel("active", help_text=_("Untick whoever has left: past turns stay, new ones go to others.")),
            FieldPanel("is_example"),
        ],
        base_form_class=ArtisanForm,
    )


artisan_chooser = FactChooserViewSet(
    "artisan_chooser",
    url_prefix="artisan-chooser",
    model=Artisan,
    icon="user",
    search_fields=("name", "name_en", "work", "host__name"),
    choose_one_text=_("Choose an artisan"),
    choose_another_text=_("Choose another artisan"),
    edit_item_text=_("Edit this artisan"),
)
