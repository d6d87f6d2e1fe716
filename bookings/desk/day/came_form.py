"""How many of each kind came, and whether the others are charged."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import BookingUnit

# Of `came`: more kinds of guests than any experience has.
LONGEST = 400


class CameForm(forms.Form):
    """`u<id>` of each of a party's `units`, filled in with who came, or with all; or all of them in `came`, as a button
    sends them: `<id>:<number>` with commas between.

    Without `charges` it says nothing of who is charged.
    """

    charge_all = forms.BooleanField(label=_("Charge those who did not come too"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, units: list[BookingUnit], charges: bool) -> None:
        super().__init__(data if data is None else _read(data))
        if not charges:
            del self.fields["charge_all"]
        for unit in units:
            self.fields[f"u{unit.pk}"] = forms.IntegerField(
                label=unit.get_type_display(),
                min_value=0,
                max_value=unit.quantity,
                initial=unit.quantity if unit.came is None else unit.came,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        self.order_fields([*(f"u{unit.pk}" for unit in units), "charge_all"])

    def told(self) -> dict[str, Any]:
        """What the domain is told."""
        cleaned = self.cleaned_data
        came = {int(name[1:]): number for name, number in cleaned.items() if name != "charge_all"}
        return {"came": came, "charge_all": cleaned.get("charge_all")}


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    """One value of each field; what a button says goes before what stands in the fields beside it."""
    sent = {name: data[name] for name in data}
    for part in str(sent.pop("came", ""))[:LONGEST].split(","):
        unit, _colon, number = part.partition(":")
        if unit:
            sent[f"u{unit}"] = number
    return sent
