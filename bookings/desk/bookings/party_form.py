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
        super().__init__(data, choices=choices, initial=words | {"dietary": list(self.standing.dietary)})
        self.ask_for(
            languages=booking.slot.experience.languages,
            ships=bool(booking.ship_to) or any(ships(choice) for choice in choices),
            standing=booking.spoken_language,
        )

    def told(self) -> dict[str, Any]:
        """What `change_party` is told."""
        return {
            "quantities": self.quantities(),
            "name": self.cleaned_data["name"],
            "note": self.cleaned_data["note"],
            "needs": self.needs(self.standing),
        }
