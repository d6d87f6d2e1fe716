"""Smaller pages for readers who are nobody in particular: a village's signal is poor."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Arguments of addresses that open something to whoever has them.
SECRETS = {"token", "key", "uidb36", "uidb64"}


class CompressPublicPages(GZipMiddleware):
    """Never together with a secret: how far a page shrinks would tell of it (BREACH, CVE-2013-3587).

    Whoever has a session, a guest's own pages, which no cache may keep, and whatever has a secret in its address get
    theirs as they are. What remains holds two secrets, both another in each answer: Django's mark against forged
    forms, and the form's key.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kept_by_none = {"no-store", "private"} & set(response.get("Cache-Control", "").replace(" ", "").split(","))
        page = response.get("Content-Type", "").startswith("text/html")
        signed_in = settings.SESSION_COOKIE_NAME in (*request.COOKIES, *response.cookies)
        match = request.resolver_match
        secret_address = match is not None and not SECRETS.isdisjoint(match.kwargs)
        if not page or kept_by_none or signed_in or secret_address:
            return response
        return super().process_response(request, response)
