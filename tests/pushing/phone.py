"""A phone's own part of Web Push: keys that it makes, and what it reads of a push with them."""

import itertools
import json
import secrets
from dataclasses import dataclass

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid.utils import b64urlencode

ORIGIN = "https://fcm.googleapis.com"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Phone:
    endpoint: str
    key: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def p256dh(self) -> str:
        return b64urlencode(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return b64urlencode(self.secret)

    @property
    def sent(self) -> dict[str, str]:
        """What its browser sends with the form."""
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}

    def read(self, body: bytes) -> dict[str, str]:
        """What the site told it."""
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret))


def make_phone(*, origin: str = ORIGIN) -> Phone:
    endpoint = f"{origin}/fcm/send/phone-{next(_numbers)}"
    return Phone(endpoint, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))
