"""Zalo ZNS: a message to whoever has the number on Zalo, by a template that Zalo has approved.

POST …/message/template with the header `access_token`; the tokens come from POST …/oa/access_token (OAuth v4).
"""

import datetime as dt
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from common.data.box import box
from common.http.connector import NotNow, Rejected, post
from texting.models import ZaloKeys

# Longer than asking may take; then whoever held the row is taken for dead.
LEASE = dt.timedelta(seconds=60)
# A token that ends on the way is as good as none.
SPARE = dt.timedelta(seconds=60)
VIETNAM = "+84"
# What Zalo answers where an access token is of no use any more: of its messages, and of its accounts.
DEAD = {-124, -216}


class DeadToken(Rejected):
    """The token was taken back or replaced before its end."""


def takes(kind: str, to: str) -> bool:
    """Whether Zalo is set up for texts of this kind, and for the number `to` (E.164)."""
    return bool(settings.ZALO_APP_ID and settings.ZALO_TEMPLATES.get(kind)) and to.startswith(VIETNAM)


def send(*, to: str, kind: str, data: Mapping[str, str], reference: str) -> None:
    """Send the template of `kind` filled with `data`. Raises NotNow or Rejected.

    A token that died before its end is renewed once. Which other errors of Zalo's pass by themselves is not known to
    us: each is a no.
    """
    asked = {
        "phone": to.removeprefix("+"),
        "template_id": settings.ZALO_TEMPLATES[kind],
        "template_data": dict(data),
        "tracking_id": reference,
    }
    body = json.dumps(asked, ensure_ascii=False).encode()
    token = _access_token()
    try:
        _send(body, token)
    except DeadToken:
        _bury(token)
        _send(body, _access_token())


def _send(body: bytes, token: str) -> None:
    headers = {"Content-Type": "application/json", "access_token": token}
    _told(post(settings.ZALO_SEND_URL, body, headers=headers, timeout=settings.TEXT_TIMEOUT))


def _bury(token: str) -> None:
    """Let nobody use `token` any more, where no other has taken its place meanwhile."""
    keys = ZaloKeys.objects.get(pk=1)
    if _open(keys.access) == token:
        ZaloKeys.objects.filter(pk=1, access=keys.access).update(good_until=None)


def _access_token() -> str:
    """One that is good for a while yet. Raises NotNow where somebody else is asking for it, Rejected."""
    now, seed = timezone.now(), sha256(settings.ZALO_REFRESH_TOKEN.encode()).hexdigest()
    keys, _made = ZaloKeys.objects.get_or_create(pk=1)
    if keys.seed == seed and keys.good_until and keys.good_until > now + SPARE:
        return _open(keys.access)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    # No lock is held while Zalo is asked: on SQLite the whole site would wait for it.
    if not ZaloKeys.objects.filter(free, pk=1, refresh=keys.refresh).update(leased_until=now + LEASE):
        raise NotNow("the token is being renewed")
    # Another seed is another token that the operator wrote, because the one here was of no use any more.
    refresh = _open(keys.refresh) if keys.seed == seed else settings.ZALO_REFRESH_TOKEN
    try:
        return _renewed(refresh, seed=seed, now=now)
    except (NotNow, Rejected):
        ZaloKeys.objects.filter(pk=1).update(leased_until=None)
        raise


def _renewed(refresh: str, *, seed: str, now: dt.datetime) -> str:
    """Both new tokens kept in one write, before the first is used."""
    asked = {"refresh_token": refresh, "app_id": settings.ZALO_APP_ID, "grant_type": "refresh_token"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "secret_key": settings.ZALO_SECRET_KEY}
    body = urlencode(asked).encode()
    told = _told(post(settings.ZALO_TOKEN_URL, body, headers=headers, timeout=settings.TEXT_TIMEOUT))
    try:
        access, following = str(told["access_token"]), str(told["refresh_token"])
        good_for = dt.timedelta(seconds=int(told["expires_in"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Rejected("Zalo gave no token") from None
    kept = {"access": _boxed(access), "refresh": _boxed(following), "good_until": now + good_for}
    ZaloKeys.objects.filter(pk=1).update(**kept, seed=seed, leased_until=None)
    return access


def _told(answer: bytes) -> dict[str, Any]:
    """What Zalo said, where that is no error. Its words stay out of the log: they may name the number."""
    try:
        told = json.loads(answer)
        error = int(told.get("error") or 0)
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise Rejected("Zalo answered what is no answer") from None
    if error:
        raise (DeadToken if error in DEAD else Rejected)(f"Zalo answered error {error}")
    return told


def _boxed(secret: str) -> str:
    return box("texting.zalo").encrypt(secret.encode()).decode()


def _open(boxed: str) -> str:
    try:
        return box("texting.zalo").decrypt(boxed.encode()).decode()
    except InvalidToken:
        raise Rejected("the kept token cannot be read with this secret key") from None
