"""Keeps allauth's list of addresses in step with the account's own."""

from allauth.account.models import EmailAddress

from accounts.models import User


def forget_other_addresses(*, user: User) -> None:
    """Drop every address but the account's present one, so that a former one opens nothing. May run twice."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email or "").delete()
