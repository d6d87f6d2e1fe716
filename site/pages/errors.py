"""Error pages: friendly, in the reader's language, never a stack."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import server_error as plain_server_error
from django_htmx.http import HttpResponseClientRedirect

from bookings.desk.shell import taps
from bookings.links import BadToken, read_entry_token, read_proof_token, read_token
from common.data.db import cannot_write
from common.words.site import site_name
from villages.models import Host

# Who reads a token, and what of a host's it then names. Each kind is signed by itself, so that one alone reads it.
TOKENS: tuple[tuple[Callable[[str], object], str], ...] = (
    (read_token, "bookings__uuid"),
    (read_proof_token, "bookings__uuid"),
    (read_entry_token, "waiting_entries__uuid"),
)
# More numbers than a reader looks through help nobody.
MOST = 12


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies that are off.

    Of the desk's, where the form is plainly this site's own, it is kept and offered again with a fresh mark, after the
    sign-in where that has ended too.
    """
    match = request.resolver_match
    own = request.headers.get("origin") == f"{request.scheme}://{request.get_host()}"
    of_desk = own and match is not None and match.namespace == "desk"
    if of_desk and taps.keep(request, sure=False):
        url = reverse("desk:again")
        if not request.user.is_authenticated:
            url = redirect_to_login(url).url
        return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else HttpResponseRedirect(url)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. Where nothing more can be written, a 503 with the numbers to call instead of booking here."""
    if not cannot_write(sys.exc_info()[1]):
        return plain_server_error(request)
    context = {"hosts": _to_call(request), "site_phone": settings.SITE_PHONE, "name": _name()}
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": "600"})


def _name() -> str:
    try:
        return site_name()
    except DatabaseError:
        return settings.SITE_NAME


def _to_call(request: HttpRequest) -> list[Host]:
    """The host that the address is about, else all where they are few; none where the database does not answer."""
    try:
        found = _about(request) or Host.objects.verified().order_by("name")
        hosts = list(found[: MOST + 1])
    except DatabaseError:
        return []
    return hosts if len(hosts) <= MOST else []


def _about(request: HttpRequest) -> QuerySet[Host] | None:
    match = request.resolver_match
    if match is None:
        return None
    if "slug" in match.kwargs and match.app_name == "bookings":
        return Host.objects.filter(experiences__slug=match.kwargs["slug"])
    token = match.kwargs.get("token", "")
    for read, way in TOKENS:
        try:
            return Host.objects.filter(**{f"experiences__slots__{way}": read(token)})
        except BadToken:
            continue
    return None
