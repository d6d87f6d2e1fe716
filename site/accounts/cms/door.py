"""The way into the CMS: allauth's sign-in for strangers, a plain word for those who have nothing to do there."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin.utils import get_valid_next_url_from_request


def cms_door(request: HttpRequest) -> HttpResponse:
    """Stands at Wagtail's login address, to which Wagtail sends everyone whom it does not let in.

    To send on someone who has signed in would come back here for ever.
    """
    wanted = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
    if request.user.is_anonymous:
        return redirect_to_login(wanted, login_url=reverse("account_login"))
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(wanted)
    return render(request, "cms/no_access.html", status=403)
