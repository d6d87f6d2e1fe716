"""Another party than was booked, as the host writes it down."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.party_change import Choice
from bookings.forms.contact import NAME_LENGTH, NOTE_LENGTH, LineField, LinesField
from bookings.models import Booking

MOST = 500


class PartyForm(forms.Form):
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
        initial = {"name": booking.contact_name, "note": booking.note}
        super().__init__(data, initial=initial | {choice.key: choice.quantity for choice in choices})
        self.choices = choices
        for choice in choices:
            self.fields[choice.key] = forms.IntegerField(
                label=str(choice.sold),
                required=False,
                min_value=0,
                max_value=MOST if choice.most is None else choice.most,
            )

    def stepped(self, step: str) -> dict[str, Any]:
        """What was sent, with one more or fewer of a kind: the stepper's buttons without a script."""
        data = {name: self.data.get(name) for name in self.data}
        key, _sep, by = step.partition(":")
        if any(choice.key == key for choice in self.choices) and by in ("1", "-1"):
            data[key] = min(max(self.number(key) + int(by), 0), MOST)
        return data

    def number(self, key: str) -> int:
        """What stands in the field now, 0 for what is no number."""
        text = str(self[key].value() or "").strip()
        return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

    def told(self) -> dict[str, Any]:
        """What `change_party` is told."""
        cleaned = self.cleaned_data
        quantities = {choice.key: cleaned[choice.key] or 0 for choice in self.choices}
        return {"quantities": quantities, "name": cleaned["name"], "note": cleaned["note"]}
