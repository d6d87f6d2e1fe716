"""A host's contract with a gateway: off until the owner says so, with a secret that is read again by us alone."""

import datetime as dt
import re
from collections.abc import Mapping

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.online import momo, vnpay, zalopay
from bookings.domain.money.online.gateway import Gateway, Keys
from bookings.enums import OnlineProvider
from bookings.models import OnlineMerchant
from common.data.box import box
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Host

BOX = "bookings.online"
# With fewer letters anybody could try them all.
SHORTEST_SECRET = 16
GATEWAYS: Mapping[OnlineProvider, Gateway] = {
    OnlineProvider.VNPAY: vnpay,
    OnlineProvider.MOMO: momo,
    OnlineProvider.ZALOPAY: zalopay,
}
CODES = {
    OnlineProvider.VNPAY: re.compile(r"[A-Za-z0-9]{8}"),
    OnlineProvider.MOMO: re.compile(r"[A-Za-z0-9_]{4,40}"),
    OnlineProvider.ZALOPAY: re.compile(r"[1-9][0-9]{0,9}"),
}
# Of these two keys are needed.
TWO_KEYS = (OnlineProvider.MOMO, OnlineProvider.ZALOPAY)


class WrongCode(Refused):
    message = _(
        "Copy the code that the gateway gave you: letters and figures, of VNPay eight, of ZaloPay figures alone."
    )


class NoSecond(Refused):
    message = _("Copy the second key that the gateway sent you: at least 16 letters and figures.")


class NoSecret(Refused):
    message = _("Copy the secret that the gateway sent you: at least 16 letters and figures.")


@atomic_with_retry
def connect(
    *, host: Host, provider: OnlineProvider, code: str, secret: str, by: User, now: dt.datetime, second: str = ""
) -> OnlineMerchant:
    """Let guests pay by it; without a `secret` or `second` the one that stands for this code stays. The same again
    changes nothing.

    What was begun under another code goes on under that. Raises WrongCode, NoSecret, NoSecond.
    """
    code, secret, second = code.strip(), secret.strip(), second.strip()
    if not CODES[provider].fullmatch(code):
        raise WrongCode
    # One after the other.
    Host.objects.filter(pk=host.pk).update(kind=host.kind)
    known = OnlineMerchant.objects.filter(host=host, provider=provider, code=code).first()
    if (not secret and known is None) or (secret and len(secret) < SHORTEST_SECRET):
        raise NoSecret
    if provider in TWO_KEYS and ((not second and known is None) or (second and len(second) < SHORTEST_SECRET)):
        raise NoSecond
    changes: dict[str, object] = {"off_at": None, "made_at": now, "made_by_name": str(by)[:120]}
    if known:
        same = Keys(code, secret or keys_of(known).secret, second or keys_of(known).second)
        if known.off_at is None and same == keys_of(known):
            return known
    OnlineMerchant.objects.filter(host=host, provider=provider, off_at__isnull=True).exclude(code=code).update(
        off_at=now
    )
    for name, key in {"secret": secret, "second": second}.items():
        if key:
            changes[name] = box(BOX).encrypt(key.encode()).decode()
    return OnlineMerchant.objects.update_or_create(host=host, provider=provider, code=code, defaults=changes)[0]


@atomic_with_retry
def disconnect(*, host: Host, provider: OnlineProvider, now: dt.datetime) -> None:
    """Nobody begins to pay by it any more; what was begun is still heard. A second call changes nothing."""
    OnlineMerchant.objects.filter(host=host, provider=provider, off_at__isnull=True).update(off_at=now)


def merchants_of(host: Host) -> dict[str, OnlineMerchant]:
    """Those that are on, by gateway."""
    return {one.provider: one for one in OnlineMerchant.objects.filter(host=host, off_at__isnull=True)}


def takes_online(host: Host) -> list[OnlineMerchant]:
    """By which its guests may pay now: of a verified host, at gateways that the site knows the addresses of."""
    on = [provider for provider, gateway in GATEWAYS.items() if gateway.is_on()]
    known = merchants_of(host) if on and host.is_verified else {}
    return [known[provider] for provider in on if provider in known]


def keys_of(merchant: OnlineMerchant) -> Keys:
    """With an empty secret, which proves nothing, where the site's key is another one by now."""
    try:
        second = box(BOX).decrypt(merchant.second.encode()).decode() if merchant.second else ""
        return Keys(merchant.code, box(BOX).decrypt(merchant.secret.encode()).decode(), second)
    except InvalidToken:
        return Keys(merchant.code, "")
