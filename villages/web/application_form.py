"""What a house says of itself when it asks to receive guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.words.fields import LineField, LinesField, NameField
from common.words.phone import parse_phone
from villages.domain.applications import Asked
from villages.enums import HostKind
from villages.models import Village


class ApplicationForm(forms.Form):
    name = NameField(
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
    place = LineField(
        label=_("Address"),
        required=False,
        max_length=250,
        help_text=_("Hamlet and commune; needed where your village is not in the list."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    offer = LinesField(
        label=_("What would guests do at your place?"),
        max_length=600,
        help_text=_("In your own words; the office asks about the rest."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a sentence or two what guests would do.")},
    )
    contact_name = NameField(
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
