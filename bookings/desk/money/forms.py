"""One tap on money: how much, how, and the key that makes of two taps one."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.enums import BY_HAND, OnlineProvider, PaidBy
from common.cms.amounts import VndField, VndInput


class MoneyForm(forms.Form):
    """`due` is what the page said is left; with no amount written, all of it, but where a `part` was asked for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    due = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=VndField.MOST)
    amount = VndField(
        label=_("Amount, đồng"),
        required=False,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Mapping | None = None, *, due: int, part: bool = False):
        super().__init__(data, initial={"due": due})
        amount = cast(VndField, self.fields["amount"])
        amount.usual, amount.required = due, part
        amount.error_messages["required"] = _("Write how much.")

    def chosen(self) -> dict:
        """What the domain is told, the method apart."""
        cleaned = self.cleaned_data
        amount = cleaned["amount"]
        return {
            "key": cleaned["key"],
            "amount_vnd": cleaned["due"] if amount is None else amount,
            "note": cleaned["note"],
        }

    def clean_amount(self) -> int | None:
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(_("Write an amount above 0."))
        return amount


class PaidForm(MoneyForm):
    """Money that changes hands."""

    method = forms.ChoiceField(choices=[(one.value, one.label) for one in BY_HAND], widget=forms.HiddenInput)

    def chosen(self) -> dict:
        return super().chosen() | {"method": PaidBy(self.cleaned_data["method"])}


class PayForm(PaidForm):
    """Money that the guest gives: the domain asks whether what the page said is left is left still."""

    def chosen(self) -> dict:
        return super().chosen() | {"due_vnd": self.cleaned_data["due"]}


class RefundForm(PaidForm):
    """Money that goes back: by hand, or through the gateway that it came by."""

    method = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (*BY_HAND, *OnlineProvider)], widget=forms.HiddenInput
    )
