"""Who may open the desk: decided here for every address, and nowhere else.

A view finds everything through `request.desk_host`, so that the rows of another host are not there for it.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
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
            return redirect_to_login(_come_back_to(request))
        request.desk_hosts = list(Host.objects.for_member(request.user))
        request.desk_host = next((mine for mine in request.desk_hosts if mine.slug == host), None)
        if not request.desk_hosts or (host is not None and request.desk_host is None):
            raise Http404
        return view(request, *args, **kwargs)

    return enter


def _come_back_to(request: HttpRequest) -> str:
    """The page to open after signing in. A form is not sent a second time, so its sender starts from home."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("desk:home")
