"""Who answers for the party, and what the host should know of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.interpreter import Interpreter
from bookings.domain.seats.contact import Contact
from bookings.enums import Dietary
from bookings.forms.contact import ContactForm
from bookings.forms.fields import offer
from common.words.fields import LinesField
from common.words.money import format_vnd
from experiences.enums import SpokenLanguage

SHIP_LENGTH = 300


class DetailsForm(ContactForm):
    """`languages` are those that the experience is told in, `ships` whether something goes to the guest by post.

    `interpreters` are the extras that bring another language; `codes` whether the house has any, `code` the one in use.
    """

    spoken_language = forms.ChoiceField(
        label=_("Language of the visit"),
        required=False,
        help_text=_("If the host has somebody who speaks it that day."),
    )
    dietary = forms.MultipleChoiceField(
        label=_("What somebody of you does not eat"),
        choices=Dietary,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ship_to = LinesField(
        label=_("Where to send it"),
        max_length=SHIP_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
        help_text=_("House number, street, commune, province; abroad with postcode and country."),
        error_messages={
            "required": _("Please write where to send it: something of this booking goes to you by post."),
            "max_length": _("This address is too long: %(limit_value)s characters at most."),
        },
    )

    discount_code = forms.CharField(
        label=_("Discount code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"max_length": _("This is longer than any code. Check it, or leave the field empty.")},
    )

    def __init__(
        self,
        *args: Any,
        languages: list[str],
        ships: bool,
        interpreters: Sequence[Interpreter] = (),
        code: str = "",
        codes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("discount_code", code)
        if not codes:
            del self.fields["discount_code"]
        spoken = [(code, SpokenLanguage(code).label) for code in languages] + _interpreted(interpreters)
        if len(spoken) > 1:
            chosen = next((one.extra.spoken_language for one in interpreters if one.chosen), "")
            self.initial.setdefault("spoken_language", chosen)
            offer(self, "spoken_language", [("", _("no wish")), *spoken])
        else:
            del self.fields["spoken_language"]
        if not ships:
            del self.fields["ship_to"]

    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            note=data["note"],
            dietary=tuple(data["dietary"]),
            spoken_language=data.get("spoken_language", ""),
            ship_to=data.get("ship_to", ""),
        )


def _interpreted(interpreters: Sequence[Interpreter]) -> list[tuple[str, str]]:
    """`tiếng Nhật, có người phiên dịch (+300.000 ₫)`, once a language; without the price where the party has it."""
    found: dict[str, str] = {}
    for one in sorted(interpreters, key=lambda one: not one.chosen):
        extra = one.extra
        words = {"language": SpokenLanguage(extra.spoken_language).label, "price": format_vnd(extra.price_vnd)}
        if one.chosen:
            text = gettext("%(language)s, with your interpreter")
        else:
            text = gettext("%(language)s, with an interpreter (+%(price)s)")
        found.setdefault(extra.spoken_language, text % words)
    return list(found.items())
