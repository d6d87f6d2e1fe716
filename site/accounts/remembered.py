"""A remembered sign-in is renewed by use, once a day: a write at every request would be one too many."""

import logging
from collections.abc import Callable
from time import time

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

RENEWED = "renewed_at"
# Seconds.
A_DAY = 86_400


class RenewSignIn:
    """Puts the end of a sign-in off again, and notes when and from where it was last used.

    Looks only at sessions that the page looked at itself, so that it makes no page one of a reader's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session and request.user.is_authenticated:
            _renew(request, now=time())
        return response


def _renew(request: HttpRequest, *, now: float) -> None:
    # A clock that was ahead once does not put renewing off for ever.
    if 0 <= now - request.session.get(RENEWED, 0) < A_DAY:
        return
    # Changed, so it is saved, and its cookie goes out anew.
    request.session[RENEWED] = now
    try:
        UserSession.objects.create_from_request(request)
    except (PermissionDenied, ImproperlyConfigured):
        # allauth could not tell from where: no reason to keep somebody from their page.
        logger.warning("a sign-in was renewed without a note of it", exc_info=True)
