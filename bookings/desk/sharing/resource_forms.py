"""What a host shares, as they type it: a name, how many, who, and a row for each experience."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.sharing.resources import Draw, ResourceFacts
from bookings.enums import UsePer
from bookings.forms.fields import RowsField, offer_rows
from bookings.models import Resource, ResourceUse
from bookings.models.resource import LONGEST_AROUND
from common.words.text import single_line
from experiences.models import Experience
from villages.models import Artisan, Host

MOST = 999


def _number(label, *, most: int, help_text="") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ResourceForm(forms.Form):
    """The thing itself. Where the host has no artisans, nobody is asked about them."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("Such as: wheels, the big boat, guides."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as “Wheels”.")},
    )
    name_en = forms.CharField(
        label=_("Its name in English"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    capacity = _number(_("How many are there?"), most=MOST)
    artisans = RowsField(
        Artisan.objects.none(),
        label=_("Is it people's work? Who shares it?"),
        required=False,
        help_text=_("Tick them, and the rota shares the visits among them. Their number is then how many there are."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        artisans = Artisan.objects.for_host(host).active()
        offer_rows(self, "artisans", artisans)
        if not artisans:
            del self.fields["artisans"]
            self.fields["capacity"].required = True
            self.fields["capacity"].error_messages["required"] = _("Write how many there are, at least 1.")

    def clean_name(self) -> str:
        return single_line(self.cleaned_data["name"])

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if "capacity" in cleaned and not cleaned["capacity"] and not cleaned.get("artisans"):
            self.add_error("capacity", _("Write how many there are, at least 1."))
        return cleaned


class DrawForm(forms.Form):
    """What one experience takes; empty or 0: nothing."""

    quantity = _number(_("How many"), most=MOST)
    # Shorter than the enum's own words: on a phone the field stands beside another.
    per = forms.ChoiceField(
        label=_("Taken"),
        choices=[(UsePer.SEAT, _("per seat")), (UsePer.SLOT, _("per visit"))],
        initial=UsePer.SEAT,
        required=False,
    )
    setup_minutes = _number(_("Minutes to set up"), most=LONGEST_AROUND)
    clearing_minutes = _number(_("Minutes to clear"), most=LONGEST_AROUND)

    def __init__(self, data: Mapping | None, *, experience: Experience, initial: dict):
        super().__init__(data, prefix=f"e{experience.pk}", initial=initial)
        self.experience = experience

    def draw(self) -> Draw | None:
        said = self.cleaned_data
        if not said["quantity"]:
            return None
        return Draw(
            self.experience,
            said["per"] or UsePer.SEAT,
            said["quantity"],
            said["setup_minutes"] or 0,
            said["clearing_minutes"] or 0,
        )


class ResourceForms:
    """The whole page: `form` and a row in `draws` for each experience of the host."""

    def __init__(self, data: Mapping | None, *, host: Host, resource: Resource | None = None) -> None:
        self.form = ResourceForm(data, host=host, initial=_said(resource) if resource else {})
        uses = {use.experience_id: use for use in resource.uses.all()} if resource else {}
        self.draws = [
            DrawForm(data, experience=experience, initial=_taken(uses.get(experience.pk)))
            for experience in Experience.objects.for_host(host).order_by("-active", "pk")
        ]

    @property
    def all(self) -> list[forms.Form]:
        return [self.form, *self.draws]

    def is_valid(self) -> bool:
        # A list, so that every row says what is wrong with it.
        return not [form for form in self.all if not form.is_valid()]

    def has_changed(self) -> bool:
        return any(form.has_changed() for form in self.all)

    def wanted(self) -> ResourceFacts:
        said = self.form.cleaned_data
        return ResourceFacts(
            name=said["name"],
            name_en=single_line(said["name_en"]),
            capacity=said["capacity"],
            artisans=list(said.get("artisans", ())),
            draws=[draw for form in self.draws if (draw := form.draw())],
        )


def _said(resource: Resource) -> dict:
    return {
        "name": resource.name,
        "name_en": resource.name_en,
        "capacity": resource.capacity,
        "artisans": list(resource.artisans.values_list("pk", flat=True)),
    }


def _taken(use: ResourceUse | None) -> dict:
    if use is None:
        return {}
    return {
        "quantity": use.quantity,
        "per": use.per,
        "setup_minutes": use.setup_minutes or None,
        "clearing_minutes": use.clearing_minutes or None,
    }
