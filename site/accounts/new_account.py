"""A new account, made by whoever is let in to make one: a name, one way to sign in, a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.words.fields import OwnNameField
from common.words.phone import parse_phone
from common.words.text import single_line


class NewAccountForm(forms.Form):
    """`account()` is what was filled in, not saved yet. Whether its address is free is the database's to say."""

    full_name = OwnNameField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    login = forms.CharField(
        label=_("Email address or phone number"),
        max_length=254,
        help_text=_("You sign in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("At least ten signs; a few words that only you put together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_login(self) -> str:
        """An e-mail address in lower case, or a number as E.164."""
        login = single_line(self.cleaned_data["login"])
        if "@" not in login:
            return parse_phone(login)
        validate_email(login)
        return login.lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned and "login" in cleaned:
            try:
                validate_password(cleaned["password"], self._bare())
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned

    def account(self) -> User:
        account = self._bare()
        account.set_password(self.cleaned_data["password"])
        return account

    def _bare(self) -> User:
        login, name = self.cleaned_data["login"], self.cleaned_data.get("full_name", "")
        by_mail = "@" in login
        return User(email=login if by_mail else None, phone=None if by_mail else login, full_name=name)
