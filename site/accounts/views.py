"""Where people go once they have signed in or out, and the pages of their account that are ours."""

from typing import Any, cast

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import signed_in
from accounts.models import User


class SignOut(LogoutView):
    """allauth's; and what the desk kept on the phone goes, whichever page somebody signs out on.

    Cookies stay, so that the device is known again (accounts.devices).
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Members of a host to their desk, of an office to its pages, editors and staff to the CMS, anyone else home."""
    user = request.user
    if user.is_authenticated and user.memberships.exists():
        return redirect("desk:home")
    if user.is_authenticated and user.office_memberships.exists():
        return redirect("office:home")
    if user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return front(request)


def front(request: HttpRequest) -> HttpResponse:
    """The front page in the language of the address; signing out leads here."""
    return redirect("/en/" if get_language() == "en" else "/")


@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """By what one signs in, and the way to change it."""
    user = _me(request)
    # Apart, so that a narrow screen breaks it there and nowhere else.
    mailbox, _at, domain = (user.email or "").partition("@")
    return render(request, "account/overview.html", {"ways": _ways(user), "mailbox": mailbox, "domain": domain})


def _ways(user: User) -> list[dict[str, str]]:
    """What one can change, as cards: url, icon (Lucide's), title, text."""
    if user.has_usable_password():
        password = {"url": reverse("account_change_password"), "title": _("New password")}
    else:
        password = {"url": reverse("account_set_password"), "title": _("Choose a password")}
    return [
        password | {"icon": "lock", "text": _("Ten signs or more, easy for you alone.")},
        {
            "url": reverse("mfa_index"),
            "icon": "key-round",
            "title": _("A second key"),
            "text": _("A passkey or an app's codes, so that a password alone opens nothing."),
        },
        {
            "url": reverse("usersessions_list"),
            "icon": "smartphone",
            "title": _("Signed-in devices"),
            "text": _("See where your account is open, and sign out there."),
        },
        {
            "url": reverse("bookings:letters"),
            "icon": "mail",
            "title": _("Letters to guests"),
            "text": _("Reminders and thanks, if you book visits: with them, or without."),
        },
    ]


@login_required
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in."""
    return render(request, "account/devices.html", {"devices": signed_in.devices(request, _me(request))})


@login_required
@require_POST
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out on one other browser."""
    _say(request, ended=signed_in.end(request, _me(request), pk), text=_("That device is signed out."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = signed_in.end_others(request, _me(request))
    _say(request, ended=ended, text=_("All other devices are signed out. You are still signed in on this one."))
    return redirect("usersessions_list")


def _say(request: HttpRequest, *, ended: bool, text: str) -> None:
    if ended:
        messages.success(request, text)
    else:
        messages.info(request, _("It was so already: nothing has changed."))


def _me(request: HttpRequest) -> User:
    """Whoever asks, behind `login_required`."""
    return cast(User, request.user)
