"""What a house says of itself when it asks to receive guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.words.names import has_web_address
from common.words.phone import parse_phone
from common.words.text import nfc, single_line
from villages.domain.applications import Asked
from villages.enums import HostKind
from villages.models import Village


class _LineField(forms.CharField):
    """One line in NFC, measured as it is kept."""

    def to_python(self, value: Any) -> str:
        return single_line(super().to_python(value) or "")


class _TextField(forms.CharField):
    """Several lines in NFC, measured as they are kept."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").replace("\r\n", "\n").replace("\x00", "").strip()


class ApplicationForm(forms.Form):
    name = _LineField(
        label=_("Name of your house"),
        max_length=120,
        help_text=_("As guests should know it: a cooperative, a workshop, a club."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of your house.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of house are you?"),
        choices=[("", _("Choose")), *HostKind.choices],
        error_messages={"required": _("Choose what you are; the nearest will do.")},
    )
    village = forms.ModelChoiceField(
        Village.objects.order_by("name"),
        label=_("Village"),
        required=False,
        empty_label=_("Another village"),
    )
    place = _LineField(
        label=_("Address"),
        required=False,
        max_length=250,
        help_text=_("Hamlet and commune; needed where your village is not in the list."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    offer = _TextField(
        label=_("What would guests do at your place?"),
        max_length=600,
        help_text=_("In your own words; the office asks about the rest."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a sentence or two what guests would do.")},
    )
    contact_name = _LineField(
        label=_("Your full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("The office calls you on it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Write a phone number, so that the office can call you.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This e-mail address looks incomplete. It should be like ten@example.com.")},
    )
    consent = forms.BooleanField(
        label=_("I agree that the office keeps what I wrote, to talk with me about it and for nothing else."),
        error_messages={"required": _("Please tick that you agree, or the office may not keep your number.")},
    )

    def clean_name(self) -> str:
        return self._without_address("name")

    def clean_contact_name(self) -> str:
        return self._without_address("contact_name")

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        known = cleaned.get("village") or cleaned.get("place")
        if not known and not self.has_error("village") and not self.has_error("place"):
            self.add_error("place", _("Write where your house is: hamlet and commune."))
        return cleaned

    def asked(self) -> Asked:
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "consent"})

    def _without_address(self, field: str) -> str:
        name = self.cleaned_data[field]
        if not any(char.isalpha() for char in name):
            raise forms.ValidationError(_("Please write the name in letters."))
        if has_web_address(name):
            raise forms.ValidationError(_("Please write only the name here, without a web or mail address."))
        return name
