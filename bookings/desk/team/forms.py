"""Whom to invite, and as what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from bookings.forms.fields import offer
from common.words.fields import NameField
from common.words.phone import parse_phone
from texting.providers import available
from villages.enums import MemberRole
from villages.texts import may_text


class LinkForm(forms.Form):
    """A link, and where texts can be sent the number that it goes to. `key` makes of two taps of one page one link."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        help_text=_("The link goes there as a text. The number is not kept."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"max_length": _("This is longer than any phone number. Write it as 0912 345 678.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        if not available("invitation"):
            del self.fields["phone"]

    def clean_phone(self) -> PhoneNumber | None:
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return None
        phone = PhoneNumber.from_string(parse_phone(typed))
        if not available("invitation", phone.as_e164):
            raise forms.ValidationError(_("This site texts to numbers of Việt Nam only. Send the link yourself."))
        return phone


class InviteForm(LinkForm):
    """Whom to invite, and as what."""

    field_order = ["key", "name", "role", "email", "phone"]

    name = NameField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write whom you invite: they read it, and so do you.")},
    )
    role = forms.ChoiceField(label=_("What may they do?"), widget=forms.RadioSelect, initial=MemberRole.GUIDE)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("The link goes there too. Without one, show the code or send the link yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        offer(self, "role", role_choices())


class RoleForm(forms.Form):
    """`opened` is the role that the page showed; sent without, the new one is taken as it is."""

    role = forms.ChoiceField(choices=MemberRole.choices)
    opened = forms.TypedChoiceField(choices=MemberRole.choices, coerce=MemberRole, required=False, empty_value=None)


def role_choices() -> list[tuple[str, str]]:
    """The least first: most who are invited are guides."""
    return [(role.value, f"{role.label.capitalize()}: {may_text(role)}") for role in reversed(MemberRole)]
