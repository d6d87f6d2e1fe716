"""Addresses with a name that an experience had before lead to where it is now, forms included."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from bookings.domain.calendar.addresses import slug_now

View = Callable[..., HttpResponse]
# Unlike 301, it keeps what was posted.
PERMANENT = 308


def follows_slug(view: View) -> View:
    """The view takes an experience's `slug` and answers 404 where there is none."""

    @functools.wraps(view)
    def run(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, **arguments)
        except Http404:
            now = slug_now(slug)
            match = request.resolver_match
            if not now or match is None:
                raise
        query = request.META.get("QUERY_STRING", "")
        address = reverse(match.view_name, args=[now]) + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address, status=PERMANENT)

    return run
