"""Whom to invite, and as what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.contact import LineField
from bookings.forms.fields import offer
from common.words.names import has_web_address
from villages.enums import MemberRole
from villages.texts import may_text


class InviteForm(forms.Form):
    """`key` makes of two taps of one page one invitation."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = LineField(
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

    def clean_name(self) -> str:
        """It stands in a mail of ours: no room for somebody's advertisement."""
        if has_web_address(self.cleaned_data["name"]):
            raise forms.ValidationError(_("Please write only the name here, without a web or mail address."))
        return self.cleaned_data["name"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=MemberRole.choices)


class KeyForm(forms.Form):
    key = forms.UUIDField()


def role_choices() -> list[tuple[str, str]]:
    """The least first: most who are invited are guides."""
    return [(role.value, f"{role.label.capitalize()}: {may_text(role)}") for role in reversed(MemberRole)]
