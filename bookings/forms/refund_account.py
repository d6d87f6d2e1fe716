"""Into which account money back is to come."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from bookings.domain.money.refund_account import AccountDetails
from bookings.forms.fields import offer
from bookings.models import RefundAccount
from common.words.fields import NameField
from common.words.text import single_line
from villages.texts import BANKS


class AccountField(forms.CharField):
    """As it stands on a card or in an app, in groups or not: cleans to letters and digits alone."""

    LONGEST = 19
    default_validators = [
        RegexValidator(
            rf"^[0-9A-Za-z]{{4,{LONGEST}}}\Z",
            _("An account number has 4 to 19 digits or letters, as your bank's app shows it."),
        )
    ]

    def to_python(self, value: Any) -> str:
        return "".join(char for char in single_line(super().to_python(value) or "") if char not in " .-")


class RefundAccountForm(forms.Form):
    """What stands, or nothing: whose account it is, is for the guest to say."""

    bank_bin = forms.ChoiceField(label=_("Bank"), error_messages={"required": _("Choose your bank.")})
    account = AccountField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the account number.")},
    )
    name = NameField(
        label=_("Account holder"),
        max_length=120,
        help_text=_("As the bank writes it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write whose account it is.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, standing: RefundAccount | None) -> None:
        names = ("bank_bin", "account", "name")
        super().__init__(data, initial={name: getattr(standing, name) for name in names} if standing else None)
        offer(self, "bank_bin", [("", _("Choose …")), *BANKS.items()])

    def details(self) -> AccountDetails:
        """For the domain."""
        data = self.cleaned_data
        return AccountDetails(data["bank_bin"], data["account"], data["name"])
