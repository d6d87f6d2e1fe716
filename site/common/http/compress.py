"""Smaller pages for readers who are nobody in particular: a village's signal is poor."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressPublicPages(GZipMiddleware):
    """Never together with a secret: how far a page shrinks would tell of it (BREACH, CVE-2013-3587).

    Whoever has a session, and a guest's own pages, which no cache may keep, get theirs as they are. What remains holds
    two secrets, both another in each answer: Django's mark against forged forms, and the form's key.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kept_by_none = {"no-store", "private"} & set(response.get("Cache-Control", "").replace(" ", "").split(","))
        page = response.get("Content-Type", "").startswith("text/html")
        signed_in = settings.SESSION_COOKIE_NAME in (*request.COOKIES, *response.cookies)
        if not page or kept_by_none or signed_in:
            return response
        return super().process_response(request, response)
