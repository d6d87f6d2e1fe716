"""Another party than was booked, as the host writes it down."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.party_choices import Choice
from bookings.forms.contact import NAME_LENGTH, NOTE_LENGTH, LineField, LinesField
from bookings.forms.party import QuantitiesForm
from bookings.models import Booking


class PartyForm(QuantitiesForm):
    """How many of each of `choices`, by their keys; the name and the note."""

    name = LineField(
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
        super().__init__(data, choices=choices, initial={"name": booking.contact_name, "note": booking.note})

    def told(self) -> dict[str, Any]:
        """What `change_party` is told."""
        return {
            "quantities": self.quantities(),
            "name": self.cleaned_data["name"],
            "note": self.cleaned_data["note"],
        }
