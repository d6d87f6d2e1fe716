"""Who comes, as the host writes it down: a name and how many; all else if it is known."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.enter import Came
from bookings.domain.seats.contact import Contact
from bookings.enums import BY_HAND, GuestSource, PaidBy
from bookings.forms.contact import NAME_LENGTH, NOTE_LENGTH
from bookings.forms.needs import NeedsForm, all_sent
from common.words.fields import LineField, LinesField, NameField
from common.words.phone import parse_phone
from experiences.models import Extra, Unit

MOST = 500
OFF = {"autocomplete": "off"}
PAID_BY = [("", _("not yet")), *[(one.value, one.label) for one in BY_HAND]]


class GuestsForm(NeedsForm):
    """`u<id>` and `x<id>` are how many of each of `units` and `extras`.

    Where the visit has begun or is `about_now`, as for scans, whoever is entered stands at the gate and pays; a party
    that `may_be_here` earlier may come sooner than its time, and is taken for a call until the host says otherwise.
    `languages` are those that the experience is told in.
    """

    name = NameField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": _("Write a name, so that you know whom to expect.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"} | OFF),
    )
    is_here = forms.BooleanField(label=_("They are here"), required=False)
    paid_by = forms.ChoiceField(label=_("Paid already"), required=False, choices=PAID_BY, widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label=_("How they booked"),
        choices=[
            (source.value, source.label) for source in GuestSource if source not in (GuestSource.WEB, GuestSource.GROUP)
        ],
        widget=forms.RadioSelect,
    )
    agent = LineField(
        label=_("Agency: name and province"), required=False, max_length=120, widget=forms.TextInput(attrs=OFF)
    )
    origin = LineField(
        label=_("Where they come from"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        help_text=_("Province or country; reports ask for it."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Their ticket goes there."),
        widget=forms.EmailInput(attrs=OFF),
    )
    language = forms.ChoiceField(label=_("Language of their mails"), choices=settings.LANGUAGES)
    note = LinesField(
        label=_("Note"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2} | OFF)
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: list[Unit],
        extras: list[Extra],
        languages: list[str],
        may_be_here: bool,
        about_now: bool,
    ) -> None:
        source = GuestSource.WALK_IN if about_now else GuestSource.PHONE
        paid_by = PaidBy.CASH if about_now else ""
        initial = {"source": source, "language": "vi", "is_here": about_now, "paid_by": paid_by}
        super().__init__(data, initial=initial)
        self.units, self.extras, self.languages = units, extras, languages
        brought = [extra.spoken_language for extra in extras if extra.spoken_language not in ("", *languages)]
        self.ask_for(languages=[*languages, *dict.fromkeys(brought)], ships=any(extra.is_shipped for extra in extras))
        for name in self.quantity_names:
            self.fields[name] = forms.IntegerField(required=False, min_value=0, max_value=MOST)
        if not may_be_here:
            del self.fields["is_here"]

    @property
    def quantity_names(self) -> list[str]:
        return [*(f"u{unit.pk}" for unit in self.units), *(f"x{extra.pk}" for extra in self.extras)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wanted = [(extra, cleaned.get(f"x{extra.pk}") or 0) for extra in self.extras]
        self.require_interpreter(wanted, languages=self.languages)
        return cleaned

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return parse_phone(phone) if phone else ""

    def stepped(self, step: str) -> dict[str, Any]:
        """What was sent, with one more or fewer of a kind: the stepper's buttons without a script."""
        data = all_sent(self.data, several=["dietary"])
        name, _sep, by = step.partition(":")
        if name in self.quantity_names and by in ("1", "-1"):
            data[name] = min(max(self.number(name) + int(by), 0), MOST)
        return data

    def number(self, name: str) -> int:
        """What stands in the field now, 0 for what is no number."""
        text = str(self.data.get(name, "") if self.is_bound else "").strip()
        return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

    def quantities(self, kind: str) -> dict[int, int]:
        """By id, of units (`u`) or extras (`x`)."""
        cleaned = self.cleaned_data
        return {int(name[1:]): cleaned[name] for name in self.quantity_names if name[0] == kind and cleaned[name]}

    def asked(self) -> dict[str, Any]:
        """What `walk_in.receive` is told, the slot apart."""
        cleaned, needs = self.cleaned_data, self.needs()
        agent = cleaned["agent"] if cleaned["source"] == GuestSource.AGENT else ""
        return {
            "unit_quantities": self.quantities("u"),
            "extra_quantities": self.quantities("x"),
            "contact": Contact(
                name=cleaned["name"],
                phone=cleaned["phone"],
                email=cleaned["email"],
                note=cleaned["note"],
                dietary=needs.dietary,
                spoken_language=needs.spoken_language,
                ship_to=needs.ship_to,
            ),
            "came": Came(GuestSource(cleaned["source"]), agent=agent, origin=cleaned["origin"]),
            "language": cleaned["language"],
            "is_here": cleaned.get("is_here", False),
            "paid_by": PaidBy(cleaned["paid_by"]) if cleaned["paid_by"] else None,
        }
