"""Who may open the desk: decided here for every address, and nowhere else.

A view finds everything through `request.desk_host`, so that the rows of another host are not there for it.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from bookings.desk.shell import taps
from bookings.domain.history import acting
from bookings.enums import ActBy
from villages.models import Host

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """What a desk view is given. `desk_host` is None where the address names no host, at home and for a code."""

    user: User  # type: ignore[assignment]  # strangers were sent to sign in
    desk_host: Host
    desk_hosts: list[Host]


def desk_path(route: str, view: View, *, name: str) -> URLPattern:
    """`path()` for members only: a stranger signs in first, anyone else gets 404, no cache keeps the page.

    A `host` in the route is taken out of the arguments and becomes `request.desk_host`.
    """
    return path(route, never_cache(_members_only(view)), name=name)


def _members_only(view: View) -> View:
    @wraps(view)
    def enter(request, *args, host: str | None = None, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        request.desk_hosts = list(Host.objects.for_member(request.user))
        request.desk_host = next((mine for mine in request.desk_hosts if mine.slug == host), None)
        if not request.desk_hosts or (host is not None and request.desk_host is None):
            raise Http404
        with acting(ActBy.HOST, request.user):
            return view(request, *args, **kwargs)

    return enter


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in, then to the page that was asked; a form is kept, and offered again from there.

    htmx would show the sign-in in the middle of the desk, so it is told to leave.
    """
    if request.method in ("GET", "HEAD"):
        answer = redirect_to_login(request.get_full_path())
    else:
        answer = redirect_to_login(reverse("desk:again" if taps.keep(request, sure=True) else "desk:home"))
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", None) else answer
