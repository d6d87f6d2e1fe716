"""Devices that an account has signed in on: wrong passwords from elsewhere do not lock these out."""

import datetime as dt
import secrets

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE = "ve_device"
SALT = "accounts.device"
GOOD_FOR = dt.timedelta(days=365)


def remember_device(response: HttpResponse, user: User) -> None:
    """Mark the browser that gets `response`. A new password makes it a stranger again."""
    told = {"user": user.pk, "mark": _mark(user), "device": secrets.token_hex(8)}
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=SALT),
        max_age=GOOD_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_device(request: HttpRequest, *, email: str, phone: str) -> str:
    """The name of this browser where whoever signs in by one of the two has signed in on it before; else empty."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return ""
    same = Q(phone=phone) if phone else Q(email=email)
    user = User.objects.filter(same, pk=told["user"]).first()
    return told["device"] if user is not None and told["mark"] == _mark(user) else ""


def _mark(user: User) -> str:
    return user.get_session_auth_hash()[:16]
