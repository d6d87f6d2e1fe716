"""Where people go once they have signed in or out."""

from typing import Any

from allauth.account.views import LogoutView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language


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
    """Members of a host to their desk, editors and staff to the CMS, anyone else home."""
    user = request.user
    if user.is_authenticated and user.memberships.exists():
        return redirect("desk:home")
    if user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return front(request)


def front(request: HttpRequest) -> HttpResponse:
    """The front page in the language of the address; signing out leads here."""
    return redirect("/en/" if get_language() == "en" else "/")
