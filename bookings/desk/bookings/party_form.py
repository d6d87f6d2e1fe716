"""Another party than was booked, as the host writes it down."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.party_change import needs_of
from bookings.domain.booking.party_choices import Choice, ships
from bookings.forms.contact import NAME_LENGTH, NOTE_LENGTH
from bookings.forms.needs import NeedsForm
from bookings.forms.party import QuantitiesForm
from bookings.models import Booking
from common.words.fields import LinesField, NameField
from experiences.models import Extra


class PartyForm(QuantitiesForm, NeedsForm):
    """How many of each of `choices`, by their keys; the name, the note and what the host should know."""

    name = NameField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name, so that you know whom to expect.")},
    )
    note = LinesField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, booking: Booking, choices: Sequence[Choice]) -> None:
        self.standing = needs_of(booking)
        words = {"name": booking.contact_name, "note": booking.note} | dataclasses.asdict(self.standing)
        said = words | {"dietary": list(self.standing.dietary)}
        super().__init__(data, choices=choices, discount=booking.discount_code, initial=said)
        self.languages = booking.slot.experience.languages
        sold = [choice.sold for choice in choices if isinstance(choice.sold, Extra)]
        brought = [extra.spoken_language for extra in sold if extra.spoken_language not in ("", *self.languages)]
        self.ask_for(
            languages=[*self.languages, *dict.fromkeys(brought)],
            ships=bool(booking.ship_to) or any(ships(choice) for choice in choices),
            standing=booking.spoken_language,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sold = [(choice.sold, cleaned.get(choice.key) or 0) for choice in self.choices]
        # Whoever chose the language before, without it, keeps what they said.
        if "spoken_language" in self.changed_data:
            extras = [(extra, number) for extra, number in sold if isinstance(extra, Extra)]
            self.require_interpreter(extras, languages=self.languages)
        return cleaned

    def told(self) -> dict[str, Any]:
        """What `change_party` is told."""
        return {
            "quantities": self.quantities(),
            "name": self.cleaned_data["name"],
            "note": self.cleaned_data["note"],
            "needs": self.needs(self.standing),
        }
