"""allauth's way in, bent to this house: accounts are given by a host or an office, not taken."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from django.http import HttpRequest, HttpResponse

from accounts.devices import known_device, remember_device
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up: members and editors are invited by the office. Tourists need no account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts wrong passwords by account alone: anybody could lock an owner out of a Saturday.

        Here they are counted by account and network, and on a device that the account knows by that device.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        device = known_device(request, credentials.get("email", ""))
        return f"{account}:{device or truncate_ip(self.get_client_ip(request))}"

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        response = super().post_login(request, user, **told)
        remember_device(response, user)
        return response
