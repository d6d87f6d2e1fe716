"""Signing in by a code that is sent to an address or a number, where the account has one."""

import time
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.views import RequestLoginCodeView
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.numbers import read_number
from accounts.sign_in import login_field
from texting.providers import available

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Seconds for which whoever came in by a code may choose a password without the one that they forgot.
FRESH = 15 * 60


class CodeRequestForm(forms.Form):
    """Where a code is sent to. Says the same whether an account has that address or number, or none has."""

    login = login_field()
    # allauth's words for it, which its catalogues translate.
    remember = forms.BooleanField(label=LoginForm.base_fields["remember"].label, required=False)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        typed = cleaned.get("login", "").strip()
        if not typed:
            return cleaned
        phone, email = read_number(typed), ""
        if not phone:
            email = self._address(typed)
        elif not available("code", phone):
            self.add_error("login", _("This site sends no text messages. Use your email address or your password."))
        if self.errors:
            return cleaned
        if not get_adapter().may_ask_for_code(context.request, email=email, phone=phone):
            self.add_error(None, _("Many codes were asked for already. Please wait an hour, or use your password."))
            return cleaned
        self._user = _active(email=email, phone=phone)
        return cleaned | {"email": email, "phone": phone}

    def _address(self, typed: str) -> str:
        try:
            validate_email(typed)
        except forms.ValidationError:
            self.add_error(
                "login", _("We can read neither an email address nor a phone number there. Please look again.")
            )
        return typed.lower()


class CodeForm(ConfirmLoginCodeForm):
    """The six figures."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()


def code_field(label: "str | StrPromise | None" = None) -> forms.CharField:
    """For figures that somebody reads off a phone; its keyboard offers those of a text that just came."""
    told = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "code-input"}
    return forms.CharField(label=label or _("The code"), widget=forms.TextInput(attrs=told), max_length=20)


class CodeRequestView(RequestLoginCodeView):
    """allauth's, which would remember everybody for ninety days without asking."""

    def form_valid(self, form: CodeRequestForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if form.cleaned_data["remember"] else 0)
        return response


def came_by_code_lately(request: HttpRequest, user: User) -> bool:
    """Whether `user` signed in by a code in this browser, moments ago."""
    records = get_authentication_records(request, user)
    return any(record["method"] == "code" and time.time() - record["at"] < FRESH for record in records)


def _active(*, email: str, phone: str) -> User | None:
    """Whose the address or the number is; nobody where the account is closed."""
    if phone:
        return User.objects.filter(phone=phone, is_active=True).first()
    return next(iter(filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)), None)
