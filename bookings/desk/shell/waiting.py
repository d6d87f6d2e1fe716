"""What every page of the desk tells its scripts: whose it is, and the words for what waits on the phone."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


def waiting_frame(*, user_pk: int | None = None, host: str = "", hosts: list[str] | None = None) -> dict[str, Any]:
    """For templates/desk/offline/_bar.html. The page that opens without signal has no user: the phone knows.

    `host` is the page's, `hosts` are all at whose desk the user may be: by their names in addresses.
    """
    return {
        "user": user_pk or "",
        "host": host,
        "hosts": hosts or [],
        # The scripts put the host's name in the place of "0".
        "lists_url": reverse("desk:lists", args=["0"]),
        "taps_url": reverse("desk:taps", args=["0"]),
        "worker_url": reverse("desk:worker"),
        "scope": reverse("desk:home"),
        "sign_in_url": f"{reverse('account_login')}?next={reverse('desk:home')}",
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "words": {
            "waiting": _("waiting to be sent: {n}"),
            "check_in": _("Check in"),
            "undo_check_in": _("Take the check-in back"),
            "came": _("{came} of {booked} here"),
            "no_show": _("Did not come"),
            "undo_no_show": _("Expected after all"),
            "pay": _("Collect {amount}"),
            "pay_undo": _("Take the payment back"),
            "tapped": _("tapped at {time}"),
            "to_pay": _("Collect {amount}"),
            "to_return": _("To give back: {amount}"),
            "collected": _("Collected {amount}"),
            "by_transfer": _("{amount} by bank transfer"),
            "no_part": _("Write how much, like 250.000: no more than {amount}."),
            "here": _("Checked in"),
            "as_of": _("As it stood at {when}"),
            "opens": _("Check-in opens at {when}."),
            "gone": _("This desk is not yours any more, so this tap was not taken."),
        },
    }
