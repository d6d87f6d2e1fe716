"""A new discount code, as a host says it: TET2027, 10% or 50.000."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.domain.booking.discount import LONGEST, as_code
from bookings.domain.money.discount_codes import Terms
from bookings.forms.fields import DayField, offer
from common.words.fields import LineField
from common.words.money import parse_vnd
from experiences.models import Experience
from villages.models import Host

SHORTEST = 4
MOST_VND = 100_000_000


class DiscountForm(forms.Form):
    """`terms()` gives what was written, once it is valid."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Letters and digits, such as TET2027."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Write the code that guests will type.")},
    )
    off = forms.CharField(
        label=gettext_lazy("How much less"),
        max_length=20,
        help_text=gettext_lazy("10% of the price, or 50.000 for a sum in đồng."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write how much less: 10%, or a sum like 50.000.")},
    )
    least = forms.CharField(
        label=gettext_lazy("Only for visits from, đồng"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    most_uses = forms.IntegerField(
        label=gettext_lazy("How many bookings can have it"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("Leave it empty where there is no end."),
    )
    last_day = DayField(label=gettext_lazy("Last day to book with it"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("For what"),
        initial="host",
        error_messages={"invalid_choice": gettext_lazy("This is not there any more. Please choose again.")},
    )
    purpose = LineField(
        label=gettext_lazy("What it is for, for yourselves"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, host: Host) -> None:
        super().__init__(data)
        self.experiences = {f"e{row.pk}": row for row in Experience.objects.for_host(host)}
        things = [(key, row.label) for key, row in self.experiences.items()]
        offer(self, "what", [("host", _("All our experiences")), *things])

    def clean_code(self) -> str:
        code = as_code(self.cleaned_data["code"])
        if len(code) < SHORTEST:
            said = _("A code has %(least)s to %(most)s letters and digits, such as TET2027.")
            raise forms.ValidationError(said % {"least": SHORTEST, "most": LONGEST})
        return code

    def clean_off(self) -> dict[str, int | None]:
        text = self.cleaned_data["off"].strip()
        if text.endswith("%"):
            digits = text[:-1].strip()
            percent = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else 0
            if not 1 <= percent <= 100:
                raise forms.ValidationError(_("A percent is between 1% and 100%, without a comma."))
            return {"percent": percent, "amount_vnd": None}
        amount = parse_vnd(text)
        if amount is None or not 1000 <= amount <= MOST_VND:
            raise forms.ValidationError(_("Write a percent like 10%, or a sum in đồng like 50.000."))
        return {"percent": None, "amount_vnd": amount}

    def clean_least(self) -> int:
        text = self.cleaned_data["least"].strip()
        amount = parse_vnd(text) if text else 0
        if amount is None or amount > MOST_VND:
            raise forms.ValidationError(_("Write a sum in đồng like 500.000, or leave it empty."))
        return amount

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over already. Write one to come, or leave it empty."))
        return day

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            code=data["code"],
            purpose=data["purpose"],
            from_vnd=data["least"],
            most_uses=data["most_uses"],
            last_day=data["last_day"],
            experience=self.experiences.get(data["what"]),
            **data["off"],
        )
