"""Gives a page that was kept to every reader who is nobody in particular, and fills its holes as it goes out.

Published pages say themselves that they may be kept (`FoldedPage.serve`). A reader with a session is served anew.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.views import serve

from common.http import fragments
from page_cache import holes, store
from page_cache.sites import site_name

# Whoever has one of these may be shown what others are not: their name, what the last step said.
OWN = (settings.SESSION_COOKIE_NAME, "messages")

# Ids of elements that a page gives to htmx alone; each is kept beside the whole page.
_parts: set[str] = set()


def keep_part(part: str) -> None:
    """Called where an app gets ready, so that no name is made of a target that somebody makes up."""
    _parts.add(part)


@dataclass(frozen=True)
class KeptPage:
    """A page as rendered on `day`, its holes open; with `any_query`, nothing but holes reads the address's query.

    It is good for that day: a page says which feast comes next and whether a certificate is in force.
    """

    day: dt.date
    text: str
    headers: dict[str, str]
    any_query: bool


class FillHoles:
    """Whatever page goes out, previews too, goes out whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            text = response.content.decode(response.charset)
            whole = holes.fill(request, text)
            if whole is not text:
                response.content = whole
        return response


class KeepPages:
    """The innermost: answers for Wagtail's view where the page is kept, and keeps what that view made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.func is serve:
            if hasattr(request, "kept_as"):
                _keep(request, response)
            # Whichever it was: a cache in front must not give one reader's to the other.
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        if view is not serve or request.method not in ("GET", "HEAD") or any(name in request.COOKIES for name in OWN):
            return None
        name = _name(request)
        version, page = store.look(name)
        if isinstance(page, KeptPage) and page.day == timezone.localdate() and (page.any_query or not _asks(request)):
            return HttpResponse(page.text, headers=page.headers)
        # The version that stood before the page was read from the database.
        request.kept_as = name, version, timezone.localdate()  # type: ignore[attr-defined]
        return None


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    any_query = getattr(response, "keep_any_query", None)
    if any_query is None or (_asks(request) and not any_query):
        return
    name, version, day = request.kept_as  # type: ignore[attr-defined]
    page = KeptPage(day, response.content.decode(), dict(response.headers), any_query)
    store.put(name, page, version=version)


def _asks(request: HttpRequest) -> bool:
    return bool(request.META.get("QUERY_STRING"))


def _name(request: HttpRequest) -> str:
    part = next((part for part in sorted(_parts) if fragments.wants(request, part)), "")
    return f"page:{site_name(request)}:{part}:{hashlib.sha256(request.path.encode()).hexdigest()}"
