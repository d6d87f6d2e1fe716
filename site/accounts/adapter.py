"""allauth's way in, bent to this house: accounts are given by a host or an office, not taken."""

import datetime as dt
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, truncate_ip
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from accounts.devices import known_device, remember_device
from accounts.models import User
from accounts.numbers import read_number
from accounts.texts import code_text
from common.words.site import sender
from texting.tasks import send_soon

MISMATCH = _("The email address, the phone number or the password is not right. Please look again.")


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up: editors and hosts get theirs from the office, others by a host's invitation, whose page makes it.

    Tourists need no account.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        f"{method}_password_mismatch": MISMATCH for method in ("email", "phone", "username")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        return sender(get_language() or "vi")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Strangers are counted by their address too; a device that the account knows is counted by itself alone.

        Else whoever shares its address, in a market's or a phone company's network, could keep it out. Raises
        ValidationError where there were too many attempts.
        """
        if not _known(request, credentials):
            if not self._counted(request, "sign_in"):
                raise self.validation_error("too_many_login_attempts")
            super().pre_authenticate(request, **credentials)
            return
        key = self._get_login_attempts_cache_key(request, **credentials)
        # allauth takes it back after the right password.
        self._login_failed_rl_usage = self._counted(request, "known_device", key)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _counted(self, request: HttpRequest, action: str, key: str | None = None) -> RateLimitUsage | None:
        """The attempt, counted; None where ACCOUNT_RATE_LIMITS allow no more."""
        return ratelimit.consume(request, app="allauth.account", action=action, key=key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts wrong passwords by account alone: anybody could lock an owner out of a Saturday.

        Here they are counted by account and network, and on a device that the account knows by that device.
        """
        device = _known(request, credentials)
        if phone := read_number(credentials.get("phone", "")):
            credentials = credentials | {"username": phone}
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{device or truncate_ip(self.get_client_ip(request))}"

    def phone_form_field(self, **options: Any) -> forms.Field:
        return PhoneNumberField(**options)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whoever signs in by `phone`, as typed."""
        return User.objects.filter(phone=number).first() if (number := read_number(phone)) else None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The number and that it is verified: the office typed it."""
        return (str(user.phone), True) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Nothing to note: the office typed the number."""

    def may_ask_for_code(self, request: HttpRequest, *, email: str, phone: str) -> bool:
        """Count one more code for the address or number; False where there were too many.

        A device that the account knows is counted by itself, so that nobody keeps its owner out by asking too often.
        """
        if device := known_device(request, email=email, phone=phone):
            return bool(self._counted(request, "code_known_device", f"{phone or email}:{device}"))
        return bool(self._counted(request, "request_login_code", phone or email))

    def send_verification_code_sms(self, user: User, phone: str, code: str, **_more: Any) -> None:
        text, told = code_text(code, good_for=_code_good_for()), {"otp": code}
        send_soon(to=phone, text=text, good_for=_code_good_for(), now=timezone.now(), kind="code", data=told)

    def send_unknown_account_sms(self, phone: str, **_more: Any) -> None:
        """Nothing is sent, and that takes as long."""
        send_soon(to=phone, text="", good_for=_code_good_for(), now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        response = super().post_login(request, user, **told)
        remember_device(response, user)
        return response


def _known(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """The name of the device where the account knows it; else empty."""
    phone = read_number(credentials.get("phone", ""))
    return known_device(request, email=credentials.get("email", ""), phone=phone)


def _code_good_for() -> dt.timedelta:
    return dt.timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
