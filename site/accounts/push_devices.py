"""Phones that are told by push: each asks for itself, by its own browser, and is told until it signs out."""

import datetime as dt
from importlib import import_module

from allauth.core.internal.sessionkit import get_session_user
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import PushDevice, User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from pushing.sending import readable_keys
from pushing.services import is_push_service

# Of one account. The oldest makes room.
MOST = 10


class NoPushService(Refused):
    message = _("This browser named a service that we do not know, so this phone cannot be told. Try it with Chrome.")


def this_sign_in(request: HttpRequest) -> UserSession:
    """The row of the browser that asks."""
    rows = UserSession.objects.filter(session_key=request.session.session_key)
    if not rows.exists():
        UserSession.objects.create_from_request(request)
    return rows.get()


@atomic_with_retry
def add_device(
    *, sign_in: UserSession, endpoint: str, p256dh: str, auth: str, language: str, now: dt.datetime
) -> PushDevice:
    """Tell the browser of `sign_in` from now on, at the address and with the keys that it gave. A second call changes
    nothing. Raises NoPushService.
    """
    if not is_push_service(endpoint) or not readable_keys(p256dh, auth):
        raise NoPushService
    told = {"user": sign_in.user, "session": sign_in, "p256dh": p256dh, "auth": auth, "language": language}
    device, _made = PushDevice.objects.update_or_create(
        endpoint=endpoint, defaults=told, create_defaults=told | {"made_at": now}
    )
    # Its browser gave this sign-in another address before.
    PushDevice.objects.filter(session=sign_in).exclude(pk=device.pk).delete()
    kept = PushDevice.objects.filter(user=sign_in.user).order_by("-pk").values("pk")[:MOST]
    PushDevice.objects.filter(user=sign_in.user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return device


def remove_device(*, user: User, pk: int) -> None:
    """Tell it no more. One that is none of theirs, or gone already, changes nothing."""
    PushDevice.objects.filter(user=user, pk=pk).delete()


def is_signed_in(device: PushDevice) -> bool:
    """Whether its browser is still signed in as its user: neither signed out there or from elsewhere, nor run out, nor
    ended by another password."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(device.session.session_key)
    return get_session_user(store) == device.user
