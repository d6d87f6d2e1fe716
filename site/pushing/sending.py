"""One push, encrypted for one phone and signed by us, to the service that its browser named."""

import datetime as dt
import email.utils
import json
import re
import secrets
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid.utils import b64urldecode

from pushing import keys
from pushing.services import is_push_service

# Seconds. A service that hangs must not keep mails waiting.
TIMEOUT = 5
# For so many seconds after it could not be reached a service is not asked by this process.
REST = 30
SIGNED_FOR = dt.timedelta(hours=12)
# What a service may answer today and not tomorrow.
PASSING = {408, 425, 429}


@dataclass(frozen=True)
class Push:
    """`p256dh` and `auth` are the phone's keys, as base64url. `topic` (32 base64url signs at most): a later push of it
    takes the place of one that the phone has not got yet. `keep_for`: how long the service keeps it for a phone that
    is off.
    """

    endpoint: str
    p256dh: str
    auth: str
    told: dict[str, str]
    topic: str
    keep_for: dt.timedelta
    urgent: bool = False


class Gone(Exception):
    """The phone has taken its subscription back, or its address is none of a push service: never ask again."""


class NotNow(Exception):
    """The service could not be asked, or does not take it now; `after` is for how long it wants to be left alone."""

    def __init__(self, why: str, after: dt.timedelta = dt.timedelta(0)) -> None:
        super().__init__(why)
        self.after = after


class Rejected(Exception):
    """The service does not take it: a fault of ours, such as another PUSH_KEY than the phone was given."""


class _NoRedirects(HTTPRedirectHandler):
    """A known service could lead to an address that nobody looked at."""

    def redirect_request(self, *_asked: object) -> None:
        return None


_opener = build_opener(_NoRedirects)
_resting: dict[str, float] = {}


def readable_keys(p256dh: str, auth: str) -> bool:
    """Whether these are keys that a push can be encrypted for, written as browsers write them."""
    # 65 and 16 bytes. What else stands between the letters, the decoder would leave out.
    if not re.fullmatch(r"[A-Za-z0-9_-]{87}", p256dh) or not re.fullmatch(r"[A-Za-z0-9_-]{22}", auth):
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64urldecode(p256dh.encode()))
    except ValueError:
        return False
    return True


def hand_over(push: Push, *, now: dt.datetime) -> None:
    """Give `push` to its service. Raises Gone, NotNow or Rejected."""
    if not is_push_service(push.endpoint):
        raise Gone("no push service")
    request = Request(push.endpoint, data=_encrypted(push), headers=_headers(push, now=now), method="POST")  # noqa: S310, known services alone
    service = urlsplit(push.endpoint).netloc
    if time.monotonic() < _resting.get(service, 0):
        raise NotNow(f"{service} could not be reached a moment ago")
    try:
        answer: HTTPResponse
        with _opener.open(request, timeout=TIMEOUT) as answer:
            answer.read(1)
    except HTTPError as error:
        error.close()
        raise _refusal(error, now=now) from None
    except (OSError, HTTPException) as error:
        _resting[service] = time.monotonic() + REST
        raise NotNow(type(error).__name__) from error


def _refusal(error: HTTPError, *, now: dt.datetime) -> Exception:
    if error.code in (404, 410):
        return Gone(f"answered {error.code}")
    if error.code in PASSING or error.code >= 500:
        return NotNow(f"answered {error.code}", _retry_after(error.headers.get("Retry-After", ""), now=now))
    return Rejected(f"answered {error.code}")


def _retry_after(text: str, *, now: dt.datetime) -> dt.timedelta:
    """Seconds, or a moment as HTTP writes it (RFC 9110, 10.2.3); nothing where it is neither."""
    try:
        if text.strip().isdecimal():
            return dt.timedelta(seconds=min(int(text), 86_400))
        return max(email.utils.parsedate_to_datetime(text) - now, dt.timedelta(0))
    except (ValueError, TypeError):
        return dt.timedelta(0)


def _headers(push: Push, *, now: dt.datetime) -> dict[str, str]:
    address = urlsplit(push.endpoint)
    until = int((now + SIGNED_FOR).timestamp())
    return keys.signed(f"{address.scheme}://{address.netloc}", until=until) | {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(push.keep_for.total_seconds())),
        "Topic": push.topic,
        "Urgency": "high" if push.urgent else "normal",
    }


def _encrypted(push: Push) -> bytes:
    return http_ece.encrypt(
        json.dumps(push.told, ensure_ascii=False).encode(),
        salt=secrets.token_bytes(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=b64urldecode(push.p256dh.encode()),
        auth_secret=b64urldecode(push.auth.encode()),
        version="aes128gcm",
    )
