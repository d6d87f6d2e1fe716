"""Who may open the desk: decided here for every address, and nowhere else.

A view finds everything through `request.desk_host`, so that the rows of another host are not there for it. Pages ask
`request.desk_may`, the template's `desk_may`, what their reader may do, so that no button leads to a closed door.
"""

from collections.abc import Callable
from dataclasses import dataclass
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
from villages.enums import MemberRole
from villages.models import Host

View = Callable[..., HttpResponse]
OWNER, MANAGER, GUIDE = MemberRole.OWNER, MemberRole.MANAGER, MemberRole.GUIDE


@dataclass(frozen=True)
class May:
    """`manage`: the daily work, with its money; `own`: who works here, and where the house is reached and paid."""

    manage: bool = False
    own: bool = False


class DeskRequest(HttpRequest):
    """What a desk view is given. `desk_host` is None where the address names no host, at home and for a code.

    What a person may do is said of one host: at another they may be somebody else.
    """

    user: User  # type: ignore[assignment]  # strangers were sent to sign in
    desk_host: Host
    desk_hosts: list[Host]
    desk_may: May


def desk_path(route: str, view: View, *, name: str, role: MemberRole = MANAGER) -> URLPattern:
    """`path()` for members who have `role` or more at the host: a stranger signs in first, anyone else gets 404, no
    cache keeps the page.

    A `host` in the route is taken out of the arguments and becomes `request.desk_host`.
    """
    return path(route, never_cache(_members_only(view, role)), name=name)


def stand_at(request: DeskRequest, slug: str | None) -> None:
    """Put the request at the host of this name: at none where its person does not work there."""
    request.desk_host = next((mine for mine in request.desk_hosts if mine.slug == slug), None)  # type: ignore[assignment]
    role = _role_at(request.desk_host)
    request.desk_may = May(manage=_covers(role, MANAGER), own=_covers(role, OWNER))


def _role_at(host: Host | None) -> str:
    return host.role if host else ""  # type: ignore[attr-defined]  # for_member adds it


def _covers(role: str, needed: MemberRole) -> bool:
    """A role that this release does not know opens nothing."""
    return role in MemberRole.values and MemberRole(role).covers(needed)


def _members_only(view: View, needed: MemberRole) -> View:
    @wraps(view)
    def enter(request, *args, host: str | None = None, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        request.desk_hosts = list(Host.objects.for_member(request.user))
        stand_at(request, host)
        if not request.desk_hosts or (host is not None and not _covers(_role_at(request.desk_host), needed)):
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
