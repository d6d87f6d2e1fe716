"""How many of each kind came, and whether the others are charged."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import BookingUnit


class CameForm(forms.Form):
    """`u<id>` of each of a party's `units`, filled in with who came, or with all.

    Without `charges` it says nothing of who is charged.
    """

    charge_all = forms.BooleanField(label=_("Charge those who did not come too"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, units: list[BookingUnit], charges: bool) -> None:
        super().__init__(data)
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
