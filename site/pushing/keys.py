"""The site's own key, by which a push service knows who sends (VAPID, RFC 8292): in PUSH_KEY, 32 bytes as base64url."""

from email.utils import parseaddr

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode, b64urlencode


def available() -> bool:
    """Whether phones can be told at all."""
    return bool(settings.PUSH_KEY)


def public_key() -> str:
    """What browsers are given when they subscribe, as base64url. Raises ValueError where PUSH_KEY is no key."""
    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64urlencode(point)


def new_key() -> str:
    """A fresh PUSH_KEY."""
    vapid = Vapid02()
    vapid.generate_keys()
    return b64urlencode(vapid.private_key.private_numbers().private_value.to_bytes(32, "big"))


def signed(origin: str, *, until: int) -> dict[str, str]:
    """The header for the service at `origin`, good `until` then (Unix time): a day ahead at most (RFC 8292)."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return _vapid().sign({"aud": origin, "exp": until, "sub": f"mailto:{address}"})


def _vapid() -> Vapid02:
    key = settings.PUSH_KEY.encode()
    if len(b64urldecode(key)) != 32:
        raise ValueError("PUSH_KEY")
    return Vapid02.from_raw(key)
