"""The form of a quote: visits with their guests and prices, what goes with them, and until when it stands.

A visit is named by its key: `s12` a slot, `n3-202612120800` a time of experience 3 that is to be made. No script: a
button adds or takes away a visit, and everything that was typed comes back.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.quote import Besides, Guests, NewTime, Offer
from bookings.enums import GroupKind
from bookings.forms.fields import DayField, TimeField
from bookings.models import GroupRequest, Slot
from bookings.models.quote import LONGEST_LETTER
from common.cms.amounts import VndField, VndInput
from common.words.dates import local, short_day_text, time_text
from common.words.fields import LineField, LinesField
from experiences.enums import UnitType
from experiences.models import Experience, Unit

ROWS = 4
MOST_VISITS = 6
MOST_GUESTS = 500
# Quotes end, and numbers settle, at the end of a working day.
EVENING = dt.time(18)
BAND_AGES = {"adults": 30, "leaders": 35, "little": 4, "children": 8, "teens": 14}


@dataclass(frozen=True)
class Visit:
    """One visit of the form: an existing slot, or a time to be made."""

    key: str
    experience: Experience
    starts_at: dt.datetime
    slot: Slot | None
    units: tuple[Unit, ...]

    @property
    def title(self) -> str:
        day = short_day_text(local(self.starts_at).date())
        return f"{day} {time_text(self.starts_at)} · {self.experience.label}"


def _vnd(label: Any, **kwargs: Any) -> VndField:
    return VndField(
        label=label,
        required=False,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **kwargs,
    )


def _whole(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_GUESTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class QuoteForm(forms.Form):
    discount_text = LineField(label=_("What for"), required=False, max_length=120)
    discount_vnd = _vnd(_("Taken off, đồng"))
    deposit_vnd = _vnd(_("Deposit, đồng"))
    valid_until = DayField(label=_("The quote stands until 18:00 of"))
    freeze_at = DayField(label=_("Numbers can change until 18:00 of"))
    keeps_seats = forms.BooleanField(label=_("Keep the places until then: nobody else can book them"), required=False)
    words = LinesField(
        label=_("Words to the guest"),
        required=False,
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1000)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, visits: list[Visit], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.visits = visits
        for visit in visits:
            for unit in visit.units:
                self.fields[f"{visit.key}-q{unit.pk}"] = _whole(unit.get_type_display())
                self.fields[f"{visit.key}-p{unit.pk}"] = _vnd(_("each, đồng"), usual=unit.price_vnd)
        for row in range(ROWS):
            self.fields[f"row{row}-text"] = LineField(label=_("What"), required=False, max_length=120)
            self.fields[f"row{row}-quantity"] = _whole(_("How many"))
            self.fields[f"row{row}-price"] = _vnd(_("each, đồng"))

    def blocks(self) -> list[dict[str, Any]]:
        """The visits with their fields, for the template."""
        return [
            {
                "visit": visit,
                "lines": [
                    {
                        "label": unit.get_type_display(),
                        "quantity": self[f"{visit.key}-q{unit.pk}"],
                        "price": self[f"{visit.key}-p{unit.pk}"],
                    }
                    for unit in visit.units
                ],
            }
            for visit in self.visits
        ]

    def rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"row{row}-{name}"] for name in ("text", "quantity", "price")} for row in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in range(ROWS):
            text, price = cleaned.get(f"row{row}-text"), cleaned.get(f"row{row}-price")
            if price and not text:
                self.add_error(f"row{row}-text", _("Write what this is."))
            if text and price is None and not self.has_error(f"row{row}-price"):
                self.add_error(f"row{row}-price", _("Write what it costs; 0 where it costs nothing."))
        if cleaned.get("discount_vnd") and not cleaned.get("discount_text"):
            cleaned["discount_text"] = str(_("Discount"))
        return cleaned

    def offer(self) -> Offer:
        """For the domain."""
        data = self.cleaned_data
        besides = [
            Besides(data[f"row{row}-text"], data[f"row{row}-quantity"] or 1, data[f"row{row}-price"])
            for row in range(ROWS)
            if data[f"row{row}-text"]
        ]
        if data["discount_vnd"]:
            besides.append(Besides(data["discount_text"], 1, data["discount_vnd"], discount=True))
        return Offer(
            guests=[guests for visit in self.visits for guests in self._guests(visit)],
            besides=besides,
            valid_until=_evening(data["valid_until"]),
            freeze_at=_evening(data["freeze_at"]),
            keeps_seats=data["keeps_seats"],
            deposit_vnd=data["deposit_vnd"] or 0,
            words=data["words"],
            seen=data["seen"],
        )

    def _guests(self, visit: Visit) -> list[Guests]:
        data = self.cleaned_data
        numbers = {unit: data[f"{visit.key}-q{unit.pk}"] or 0 for unit in visit.units}
        seats = sum(unit.seats * number for unit, number in numbers.items())
        time = visit.slot.pk if visit.slot else NewTime(visit.experience, visit.starts_at, max(seats, 1))
        prices = {unit: data[f"{visit.key}-p{unit.pk}"] for unit in visit.units}
        return [
            Guests(time, unit, number, unit.price_vnd if prices[unit] is None else prices[unit])
            for unit, number in numbers.items()
            if number
        ]


class NewTimeForm(forms.Form):
    """A time that is made for the group; its names stand apart from the quote's own."""

    prefix = "new"
    experience = forms.ModelChoiceField(queryset=Experience.objects.none(), label=_("Experience"), required=False)
    day = DayField(label=_("Day"), required=False)
    time = TimeField(label=_("Time"), required=False, help_text=_("Like 08:30."))

    def __init__(self, *args: Any, experiences: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experience"].queryset = experiences  # type: ignore[attr-defined]  # a ModelChoiceField's

    def key(self) -> str:
        """Of the visit, "" where something is missing."""
        data = self.cleaned_data
        if not (data.get("experience") and data.get("day") and data.get("time")):
            return ""
        return f"n{data['experience'].pk}-{data['day']:%Y%m%d}{data['time']:%H%M}"


def suggest(group: GroupRequest, visit: Visit) -> dict[str, int]:
    """How many of each kind the group would be, by the fields of the form."""
    found: dict[str, int] = {}
    for band, age in BAND_AGES.items():
        number, unit = getattr(group, band), _unit_for(visit.units, age, group.kind)
        if number and unit is not None:
            name = f"{visit.key}-q{unit.pk}"
            found[name] = found.get(name, 0) + number
    return found


def _unit_for(units: tuple[Unit, ...], age: int, kind: str) -> Unit | None:
    """The kind of guest of this age; pupils where a school asks and the house has such a price."""
    by_type = {unit.type: unit for unit in units}
    if kind == GroupKind.SCHOOL and age < 18 and UnitType.STUDENT in by_type:
        return by_type[UnitType.STUDENT]
    fitting = [u for u in units if (u.min_age or 0) <= age and (u.max_age is None or age <= u.max_age)]
    plain = [unit for unit in fitting if unit.type not in (UnitType.STUDENT, UnitType.SENIOR)]
    return next(iter(plain or fitting), by_type.get(UnitType.ADULT))


def _evening(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, EVENING))
