"""Province, communes, villages with their places, festivals."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactViewSet
from common.cms.slugs import HELP, NamePanel, SlugFollowsName
from common.cms.widgets import ArtChoice
from villages.cms.in_place import CommuneInPlace, VillageInPlace
from villages.cms.new_craft import NEW, NamesCraft
from villages.cms.position import CreateView, EditView, position_panels
from villages.models import Commune, Craft, Festival, FormerCommune, Place, Province, Village

NAMES = FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")])
POSITION = MultiFieldPanel(
    position_panels(),
    heading=_("On the map"),
    help_text=_("Degrees (WGS 84), such as 21.1497 and 106.2405."),
)


class ProvinceViewSet(FactViewSet):
    model = Province
    icon = "globe"
    list_display = ["name", "name_en", "code"]
    search_fields = ["name", "name_en", "code"]
    panels = [NAMES, FieldPanel("code")]


class CommuneViewSet(FactViewSet):
    model = Commune
    icon = "site"
    related = ("province",)
    list_display = ["name", "kind", "code", "province"]
    list_filter = ["province", "kind"]
    search_fields = ["name", "name_en", "code"]
    panels = [NAMES, FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("province")]


class FormerCommuneViewSet(FactViewSet):
    model = FormerCommune
    icon = "history"
    related = ("commune",)
    list_display = ["name", "kind", "district", "province", "commune"]
    list_filter = ["kind", "commune"]
    search_fields = ["name", "district", "province", "code"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("district"), FieldPanel("province")]),
        FieldPanel("commune"),
    ]


commune_chooser = FactChooserViewSet(
    "commune_chooser",
    url_prefix="commune-chooser",
    model=Commune,
    icon="site",
    search_fields=("name", "name_en", "code"),
    choose_one_text=_("Choose a commune"),
    choose_another_text=_("Choose another commune"),
    edit_item_text=_("Edit this commune"),
    creation_form_class=CommuneInPlace,
    creates=(Commune, Province),
)
former_commune_chooser = FactChooserViewSet(
    "former_commune_chooser",
    url_prefix="former-commune-chooser",
    model=FormerCommune,
    icon="history",
    search_fields=("name", "district", "province", "code"),
    choose_one_text=_("Choose a commune before July 2025"),
    choose_another_text=_("Choose another commune before July 2025"),
    edit_item_text=_("Edit this commune before July 2025"),
)
village_chooser = FactChooserViewSet(
    "village_chooser",
    url_prefix="village-chooser",
    model=Village,
    icon="home",
    search_fields=("name", "name_en", "address"),
    choose_one_text=_("Choose a village"),
    choose_another_text=_("Choose another village"),
    edit_item_text=_("Edit this village"),
    creation_form_class=VillageInPlace,
    creates=(Village, Craft, Commune, Province),
)


class VillageForm(NamesCraft, SlugFollowsName, WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Village:
        self.take_craft()
        return super().save(commit)


class VillageViewSet(FactViewSet):
    model = Village
    add_view_class = CreateView
    edit_view_class = EditView
    icon = "home"
    related = ("commune", "craft")
    lists = ("places",)
    list_display = [
        "name",
        "craft",
        "commune",
        Column("places", label=_("Places"), accessor=lambda village: len(village.places.all())),
        BooleanColumn("approximate", label=_("Approximate position")),
    ]
    list_filter = ["craft", "commune"]
    search_fields = ["name", "name_en", "craft__name", "craft__name_en", "address", "former_address"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([NamePanel(), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("slug", help_text=HELP), FieldPanel("craft")]),
            FieldRowPanel([FieldPanel(name) for name in NEW]),
            FieldPanel("is_example"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("commune"),
                            FieldPanel("former_commune"),
                        ]
                    ),
                    FieldPanel("address"),
                    FieldPanel("former_address"),
                    FieldPanel("km_from_hanoi"),
                ],
                heading=_("Address"),
            ),
            POSITION,
            FieldPanel("art", widget=ArtChoice("village")),
            InlinePanel(
                "places",
                heading=_("Places on the map"),
                label=_("place"),
                panels=[
                    NAMES,
                    FieldPanel("kind"),
                    FieldRowPanel([FieldPanel("note"), FieldPanel("note_en")]),
                    *position_panels(),
                    FieldPanel("is_example"),
                ],
            ),
        ],
        base_form_class=VillageForm,
    )


class FestivalViewSet(FactViewSet):
    model = Festival
    icon = "calendar-alt"
    related = ("village",)
    list_display = ["name", "village", "lunar_day", "lunar_month", "days"]
    list_filter = ["village", "lunar_month"]
    search_fields = ["name", "name_en", "village__name"]
    panels = [
        NAMES,
        FieldPanel("village", help_text=_("Empty for a festival of the whole region.")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("lunar_day"), FieldPanel("lunar_month"), FieldPanel("days")])],
            heading=_("Lunar date"),
            help_text=_("The first day by the lunar calendar, and how many days the festival lasts."),
        ),
    ]


place_chooser = FactChooserViewSet(
    "place_chooser",
    url_prefix="place-chooser",
    model=Place,
    icon="site",
    search_fields=("name", "name_en", "village__name"),
    choose_one_text=_("Choose a place"),
    choose_another_text=_("Choose another place"),
)
