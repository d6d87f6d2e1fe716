"""Gives a page that was kept to every reader who is nobody in particular; its holes are filled as it goes out.

Published pages say themselves that they may be kept (`FoldedPage.serve`). A reader with a session is served anew.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.views import serve as serve_anew

from common import fragments, kept
from common.sites import site_name
from experiences.models.page import PANEL

# Whoever has one of these may be shown what others are not: their name, what the last step said.
OWN = (settings.SESSION_COOKIE_NAME, "messages")


@dataclass(frozen=True)
class KeptPage:
    """A page as rendered on `day`, its holes open; with `any_query`, nothing but holes reads the address's query.

    It is good for that day: a page says which feast comes next and whether a certificate is in force.
    """

    day: dt.date
    text: str
    headers: dict[str, str]
    any_query: bool


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Stands where Wagtail's own view would."""
    response = _serve(request, path)
    # Whichever it was: a cache in front must not give one reader's to the other.
    patch_vary_headers(response, ["Cookie"])
    return response


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD") or any(name in request.COOKIES for name in OWN):
        return serve_anew(request, path)
    name = _name(request)
    version, page = kept.look(name)
    asks = bool(request.META.get("QUERY_STRING"))
    today = timezone.localdate()
    if isinstance(page, KeptPage) and page.day == today and (page.any_query or not asks):
        return HttpResponse(page.text, headers=page.headers)
    response = serve_anew(request, path)
    any_query = getattr(response, "keep_any_query", None)
    if any_query is not None and (any_query or not asks):
        response.render()
        page = KeptPage(today, response.content.decode(), dict(response.headers), any_query)
        kept.put(name, page, version=version)
    return response


def _name(request: HttpRequest) -> str:
    part = PANEL if fragments.wants(request, PANEL) else ""
    return f"page:{site_name(request)}:{part}:{hashlib.sha256(request.path.encode()).hexdigest()}"
