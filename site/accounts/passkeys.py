"""allauth's forms for passkeys, which break on what no browser sends."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

# What fido2 raises at a credential that is none, by where it stumbles.
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error)
NAME = _("What you call this device")


class CredentialField(forms.JSONField):
    """What an authenticator answered, as far as it can be read as that."""

    widget = forms.HiddenInput

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read

    def clean(self, value: Any) -> Any:
        credential = super().clean(value)
        try:
            self.read(credential)
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return credential


class EnterByPasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse.from_dict)


class EnterAgainByPasskeyForm(ReauthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse.from_dict)


class SignInByPasskeyForm(LoginWebAuthnForm):
    credential = CredentialField(AuthenticationResponse.from_dict)


class PasskeyForm(AddWebAuthnForm):
    """A passkey opens the door alone, unless somebody says otherwise."""

    credential = CredentialField(RegistrationResponse.from_dict)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        help_text=_("The device then asks for your fingerprint, your face or its own PIN."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME


class NameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=NAME, max_length=60)
