"""A host lets SePay or payOS tell of their account: off until the owner says so, with a secret that is read again by
us alone.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.bank import services
from bookings.domain.money.bank.keeping import keep
from bookings.enums import BankProof, BankProvider
from bookings.models import BankConnection, BankNotice
from common.data.box import box
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Host

BOX = "bookings.bank"
# With fewer letters anybody could try them all.
SHORTEST_SECRET = 16
SERVICES = (BankProvider.SEPAY, BankProvider.PAYOS)


class NoSecret(Refused):
    message = _("Copy the secret from the service's own page: at least 16 letters and figures.")


class Unknown(Refused):
    message = _("Nothing is connected here.")


class NotProven(Refused):
    message = _("The signature is not right.")


@atomic_with_retry
def connect(
    *,
    host: Host,
    provider: BankProvider,
    secret: str,
    proof: BankProof,
    account: str,
    by: User,
    now: dt.datetime,
) -> BankConnection:
    """Let it tell, or change how it proves itself; without a `secret` the one that stands stays. Raises NoSecret."""
    standing = BankConnection.objects.filter(host=host, provider=provider).first()
    secret = secret.strip()
    if (not secret and standing is None) or (secret and len(secret) < SHORTEST_SECRET):
        raise NoSecret
    told = {"proof": proof, "account": account}
    if standing and not secret and all(getattr(standing, name) == value for name, value in told.items()):
        return standing
    changes = told | {"made_at": now, "made_by_name": str(by)[:120]}
    if secret:
        changes["secret"] = box(BOX).encrypt(secret.encode()).decode()
    return BankConnection.objects.update_or_create(host=host, provider=provider, defaults=changes)[0]


@atomic_with_retry
def disconnect(*, host: Host, provider: BankProvider) -> None:
    """It tells nothing any more; its address and secret go. What it told stays. A second call changes nothing."""
    BankConnection.objects.filter(host=host, provider=provider).delete()


def connections_of(host: Host) -> dict[str, BankConnection]:
    return {one.provider: one for one in BankConnection.objects.filter(host=host)}


def hear(
    *, provider: BankProvider, address: uuids.UUID, headers: Mapping[str, str], body: bytes, now: dt.datetime
) -> tuple[BankNotice, bool]:
    """Keep what came at `address`, and whether it is new. Raises Unknown, NotProven."""
    ways = BankConnection.objects.filter(address=address, provider=provider).select_related("host")
    way = ways.first()
    if way is None:
        raise Unknown
    secret = _opened(way)
    if not secret or not services.is_proven(provider, BankProof(way.proof), secret, headers, body, now):
        raise NotProven
    raw = services.parse(body)
    kept = keep(host=way.host, provider=provider, told=services.read(provider, raw, now=now), raw=raw, now=now)
    ways.update(heard_at=now)
    return kept


def _opened(way: BankConnection) -> str:
    """Empty where the site's key is another one by now: the owner copies the secret anew."""
    try:
        return box(BOX).decrypt(way.secret.encode()).decode()
    except InvalidToken:
        return ""
