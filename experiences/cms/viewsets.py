"""What hosts offer, as editors see it. bookings.cms puts it in their menu: a change reaches slots at once."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactViewSet
from common.cms.pages import PHOTO_HELP
from common.cms.slugs import HELP, NamePanel, SlugFollowsName
from common.cms.widgets import ArtChoice, CheckRow
from experiences.cms.cancel_steps import CancelStepsField
from experiences.domain.selling import FEWEST_UNITS
from experiences.enums import SpokenLanguage
from experiences.models import Experience


class ExperienceForm(SlugFollowsName, WagtailAdminModelForm):
    """Languages as check boxes over the JSON list, steps of cancelling a line each."""

    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages spoken")), choices=SpokenLanguage, widget=CheckRow, initial=[SpokenLanguage.VI]
    )

    cancel_steps = CancelStepsField()

    def clean(self):
        cleaned = super().clean()
        host, village, place = (cleaned.get(name) for name in ("host", "village", "place"))
        if host and village and host.village_id != village.pk:
            where = host.village or host.commune
            self.add_error("village", _("This host is in another village: %(village)s.") % {"village": where})
        if place and village and place.village_id != village.pk:
            self.add_error("place", _("This place is in another village: %(village)s.") % {"village": place.village})
        return cleaned


UNITS = InlinePanel(
    "units",
    heading=_("Guests and prices"),
    label=_("kind of guest"),
    min_num=FEWEST_UNITS,
    panels=[
        FieldRowPanel([FieldPanel("type"), FieldPanel("price_vnd")]),
        FieldRowPanel([FieldPanel("min_age"), FieldPanel("max_age"), FieldPanel("seats")]),
        FieldPanel("needs_adult"),
    ],
)
EXTRAS = InlinePanel(
    "extras",
    heading=_("Extras"),
    label=_("extra"),
    panels=[
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("price_vnd"), FieldPanel("per"), FieldPanel("max_quantity")]),
        FieldRowPanel([FieldPanel("per_slot"), FieldPanel("spoken_language")]),
        FieldPanel("is_shipped"),
        FieldPanel("photo", help_text=PHOTO_HELP),
        FieldPanel("photo_alt", help_text=_("For those who do not see it, in Vietnamese.")),
    ],
)
SEASONS = InlinePanel(
    "seasons",
    heading=_("Prices by season"),
    label=_("season"),
    panels=[
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("calendar"), FieldPanel("percent")]),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("first_month")]),
        FieldRowPanel([FieldPanel("last_day"), FieldPanel("last_month")]),
    ],
)
TIERS = InlinePanel(
    "tiers",
    heading=_("Prices by number of guests"),
    label=_("price by number"),
    panels=[FieldRowPanel([FieldPanel("from_people"), FieldPanel("percent")])],
)
PANELS = [
    FieldRowPanel([NamePanel(), FieldPanel("name_en")]),
    FieldPanel("slug", help_text=HELP),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("host"), FieldPanel("village")]),
            FieldRowPanel([FieldPanel("place"), FieldPanel("ocop_product")]),
        ],
        heading=_("Who and where"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("duration_minutes"), FieldPanel("capacity"), FieldPanel("max_party")]),
            FieldPanel("languages"),
            FieldPanel("min_age"),
            FieldRowPanel([FieldPanel("ready_min_days"), FieldPanel("ready_max_days")]),
        ],
        heading=_("The visit"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("cutoff_minutes"), FieldPanel("free_cancel_hours")]),
            FieldPanel("cancel_steps"),
            FieldRowPanel([FieldPanel("payment_terms"), FieldPanel("pay_within_hours")]),
            FieldRowPanel([FieldPanel("deposit_percent"), FieldPanel("deposit_vnd")]),
            FieldRowPanel([FieldPanel("min_to_run"), FieldPanel("decide_hours")]),
        ],
        heading=_("Booking and cancelling"),
        help_text=_("Seats, duration and closing follow at once. Nobody who has booked loses a seat by it."),
    ),
    UNITS,
    SEASONS,
    TIERS,
    EXTRAS,
    MultiFieldPanel(
        [
            FieldPanel("active", heading=_("Offered"), help_text=_("Untick it to take no new bookings.")),
            FieldPanel("featured"),
            FieldPanel("is_example"),
        ],
        heading=_("Shown"),
    ),
    FieldPanel("art", widget=ArtChoice("exp")),
]


class ExperienceViewSet(FactViewSet):
    model = Experience
    icon = "pick"
    related = ("host", "village")
    list_filter = ["village", "active", "featured", "is_example"]
    search_fields = ["name", "name_en", "slug", "host__name", "village__name"]
    edit_handler = ObjectList(PANELS, base_form_class=ExperienceForm)


experience_chooser = FactChooserViewSet(
    "experience_chooser",
    url_prefix="experience-chooser",
    model=Experience,
    icon="pick",
    search_fields=("name", "name_en", "host__name", "village__name"),
    choose_one_text=_("Choose an experience"),
    choose_another_text=_("Choose another experience"),
    edit_item_text=_("Edit this experience"),
)
