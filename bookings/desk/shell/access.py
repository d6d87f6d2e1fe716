"""Who may open the desk: decided here for every address, and nowhere else.

A view finds everything through `request.desk_host`, so that the rows of another host are not there for it. Pages ask
`request.desk_may`, the template's `desk_may`, what their reader may do, so that no button leads to a closed door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from bookings.desk.shell import taps
from bookings.domain.history import acting
from bookings.enums import ActBy
from villages.enums import MemberRole
from villages.models import Host

View = Callable[..., HttpResponseBase]
Needed = MemberRole | tuple[MemberRole, ...]
OWNER, MANAGER, ADVISER, GUIDE = MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ADVISER, MemberRole.GUIDE
ANYBODY = (GUIDE, ADVISER)


@dataclass(frozen=True)
class May:
    """`receive`: see who comes; `prepare`: work on dossiers; `manage`: both, and the daily work with its money; `own`:
    who works here, and where the house is reached and paid."""

    receive: bool = False
    prepare: bool = False
    manage: bool = False
    own: bool = False


class DeskRequest(HttpRequest):
    """What a desk view is given. `desk_host` is None where the address names no host, at home and for a code.

    What a person may do is said of one host: at another they may be somebody else. `desk_hosts` are all of theirs;
    where the address names none, those at which they may what it asks for.
    """

    user: User  # type: ignore[assignment]  # strangers were sent to sign in
    desk_host: Host
    desk_hosts: list[Host]
    desk_may: May


def desk_path(route: str, view: View, *, name: str, role: Needed = MANAGER) -> URLPattern:
    """`path()` for members who have `role`, or one of several, or more at the host: a stranger signs in first, anyone
    else gets 404, no cache keeps the page.

    A `host` in the route is taken out of the arguments and becomes `request.desk_host`.
    """
    return path(route, never_cache(_members_only(view, role)), name=name)


def stand_at(request: DeskRequest, slug: str | None) -> None:
    """Put the request at the host of this name: at none where its person does not work there."""
    request.desk_host = next((mine for mine in request.desk_hosts if mine.slug == slug), None)  # type: ignore[assignment]
    host = request.desk_host
    request.desk_may = May(
        receive=may_at(host, GUIDE),
        prepare=may_at(host, ADVISER),
        manage=may_at(host, MANAGER),
        own=may_at(host, OWNER),
    )


def may_at(host: Host | None, needed: Needed) -> bool:
    """Whether the person for whom `host` was found has that role or more there. A role that this release does not know
    opens nothing."""
    role = host.role if host else ""  # type: ignore[attr-defined]  # for_member adds it
    asked = needed if isinstance(needed, tuple) else (needed,)
    return role in MemberRole.values and any(MemberRole(role).covers(one) for one in asked)


def first_page(host: Host) -> str:
    """Where a person's work at `host` begins: the day, for an adviser the dossiers."""
    return reverse("desk:today" if may_at(host, GUIDE) else "desk:dossiers", args=[host.slug])


def _members_only(view: View, needed: Needed) -> View:
    @wraps(view)
    def enter(request, *args, host: str | None = None, **kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        request.desk_hosts = list(Host.objects.for_member(request.user))
        stand_at(request, host)
        if host is None:
            request.desk_hosts = [mine for mine in request.desk_hosts if may_at(mine, needed)]
        if not request.desk_hosts or (host is not None and not may_at(request.desk_host, needed)):
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
