"""Smaller pages for readers who are nobody in particular: a village's signal is poor."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Arguments of addresses that open something to whoever has them.
SECRETS = {"token", "key", "uidb36", "uidb64"}
View = Callable[..., HttpResponse]


def repeats_nothing(*read: str) -> Callable[[View], View]:
    """Marks a view whose pages may be compressed for who is signed in too: they repeat nothing that the request chose.

    BREACH guesses by what a page repeats beside a secret. A day or a row's number in the address is no guess; the links
    of a page repeat its query, so that there is none but for the arguments `read`: the view answers without them, or
    with what is `common.http.veiled`.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            asked = request.method in ("GET", "HEAD") and set(request.GET) <= set(read)
            response.repeats_nothing = asked  # type: ignore[attr-defined]  # ours
            return response

        return marked

    return mark


class CompressPublicPages(GZipMiddleware):
    """Never together with a secret: how far a page shrinks would tell of it (BREACH, CVE-2013-3587).

    Whoever has a session, a guest's own pages, which no cache may keep, and whatever has a secret in its address get
    theirs as they are, but for the views that `repeats_nothing` marks. What remains holds two secrets, both another in
    each answer: Django's mark against forged forms, and the form's key.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kept_by_none = {"no-store", "private"} & set(response.get("Cache-Control", "").replace(" ", "").split(","))
        page = response.get("Content-Type", "").startswith("text/html")
        signed_in = settings.SESSION_COOKIE_NAME in (*request.COOKIES, *response.cookies)
        match = request.resolver_match
        secret_address = match is not None and not SECRETS.isdisjoint(match.kwargs)
        if page and getattr(response, "repeats_nothing", False):
            # With some bytes by lot, as Django does it.
            return super().process_response(request, response)
        if not page or kept_by_none or signed_in or secret_address:
            return response
        return super().process_response(request, response)
