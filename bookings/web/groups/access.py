"""Whoever holds a request's signed token sees its pages: nobody else, and no cache."""

import functools
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from bookings.domain.history import acting
from bookings.enums import ActBy
from bookings.links import BadToken, read_group_token, read_names_token
from bookings.models import GroupRequest

View = Callable[..., HttpResponse]


def with_group(view: View, *, read: Callable[[str], UUID] = read_group_token) -> View:
    """Give the view the token's request; a friendly 404 where there is none."""

    @functools.wraps(view)
    def run(request: HttpRequest, token: str, **arguments: int) -> HttpResponse:
        try:
            group = GroupRequest.objects.select_related("host", "experience").get(uuid=read(token))
        except (BadToken, GroupRequest.DoesNotExist):
            response = render(request, "bookings/bad_link.html", status=404)
        else:
            with acting(ActBy.GUEST):
                response = view(request, group, **arguments)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return run


with_names = functools.partial(with_group, read=read_names_token)
