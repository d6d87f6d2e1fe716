"""To whom a VAT invoice is made out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.money.invoice import Details
from bookings.enums import Buyer
from bookings.models import Booking, InvoiceRequest
from common.words.fields import LineField
from common.words.tax_code import read_tax_code


class InvoiceForm(forms.Form):
    """What stands, or for the first time the guest's own name and e-mail."""

    buyer = forms.ChoiceField(
        label=_("Who is the buyer?"),
        choices=Buyer,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who the invoice is for.")},
    )
    name = LineField(
        label=_("Buyer's name"),
        max_length=200,
        help_text=_("As it is registered: the company's full name, or first and last name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write who the invoice is made out to.")},
    )
    tax_code = forms.CharField(
        label=_("Tax code"),
        required=False,
        max_length=30,
        help_text=_("Ten digits, or ten and three more for a branch. A person needs none here."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = LineField(
        label=_("Buyer's address"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Write the buyer's address: it stands on the invoice.")},
    )
    email = forms.EmailField(
        label=_("E-mail for the invoice"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This e-mail address looks incomplete. It should be like ten@example.com.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, booking: Booking, standing: InvoiceRequest | None
    ) -> None:
        initial = {"name": booking.contact_name, "email": booking.contact_email}
        if standing is not None:
            initial = {name: getattr(standing, name) for name in self.base_fields}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("tax_code", "").strip()
        code = read_tax_code(typed) if typed else ""
        if cleaned.get("buyer") == Buyer.PERSON:
            code = ""
        elif code is None:
            self.add_error("tax_code", _("A tax code has ten digits, or ten and three more, like 0123456789-001."))
        elif not code and cleaned.get("buyer") == Buyer.COMPANY:
            self.add_error("tax_code", _("Write the company's tax code."))
        cleaned["tax_code"] = code or ""
        return cleaned

    def details(self) -> Details:
        """For the domain."""
        data = self.cleaned_data
        return Details(Buyer(data["buyer"]), data["name"], data["address"], data["tax_code"], data["email"])
