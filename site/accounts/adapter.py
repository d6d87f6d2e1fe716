"""allauth's way in, bent to this house: accounts are given by a host or an office, not taken."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up: members and editors are invited by the office. Tourists need no account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
