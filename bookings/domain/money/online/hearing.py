"""A gateway tells of an attempt: proven, kept whole, then written, and answered by the gateway's own codes."""

import datetime as dt
import json
import logging
import uuid as uuids
from collections.abc import Mapping
from hashlib import sha256

from bookings.domain.money.online.attempts import take_word
from bookings.domain.money.online.gateway import Heard, NotProven, Word
from bookings.domain.money.online.merchants import GATEWAYS, keys_of
from bookings.enums import OnlineProvider
from bookings.models import OnlineMerchant, OnlineNotice, OnlinePayment
from common.data.db import atomic_with_retry

logger = logging.getLogger(__name__)


def hear(
    *, provider: OnlineProvider, address: uuids.UUID, said: Mapping[str, str], now: dt.datetime
) -> tuple[Heard, tuple[int, dict[str, str | int]]]:
    """What became of it, and the answer. Never raises: what went wrong is asked for again by who told it, and by us."""
    try:
        heard = _hear(provider, address, said, now)
    except Exception:
        logger.exception("a notice of %s could not be written", provider)
        heard = Heard.BROKEN
    return heard, GATEWAYS[provider].answer(heard)


def _hear(provider: OnlineProvider, address: uuids.UUID, said: Mapping[str, str], now: dt.datetime) -> Heard:
    merchant = OnlineMerchant.objects.filter(provider=provider, address=address).first()
    if merchant is None:
        return Heard.NOT_PROVEN
    keys = keys_of(merchant)
    try:
        word = GATEWAYS[provider].read(keys, said) if keys.secret else None
    except NotProven:
        word = None
    if word is None:
        return Heard.NOT_PROVEN
    payment = OnlinePayment.objects.filter(merchant=merchant, reference=word.reference).first()
    keep(merchant=merchant, payment=payment, raw=said, now=now)
    _note_heard(merchant, now=now)
    return take_word(payment_id=payment.pk, word=word, now=now) if payment else Heard.UNKNOWN


@atomic_with_retry
def _note_heard(merchant: OnlineMerchant, *, now: dt.datetime) -> None:
    OnlineMerchant.objects.filter(pk=merchant.pk).update(heard_at=now)


@atomic_with_retry
def keep(*, merchant: OnlineMerchant, payment: OnlinePayment | None, raw: Mapping[str, str], now: dt.datetime) -> None:
    """What was said, once however often it comes. In a transaction of its own, before anything is made of it."""
    told = {name: value.replace("\x00", "") for name, value in raw.items()}
    digest = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    notice = OnlineNotice(merchant=merchant, payment=payment, digest=digest, raw=told, kept_at=now)
    # Whoever keeps the same at this moment is no error.
    OnlineNotice.objects.bulk_create([notice], ignore_conflicts=True)  # type: ignore[no-untyped-call]


def seen(*, provider: OnlineProvider, said: Mapping[str, str]) -> tuple[OnlinePayment, Word] | None:
    """Which attempt a guest comes back from and what is said of it, to be shown; None where nobody proves it.

    Decides nothing.
    """
    gateway = GATEWAYS[provider]
    found = OnlinePayment.objects.filter(provider=provider, reference=gateway.reference_in(said)[:40])
    payment = found.select_related("merchant__host", "booking").first()
    if payment is None:
        return None
    keys = keys_of(payment.merchant)
    try:
        return (payment, gateway.came_back(keys, said)) if keys.secret else None
    except NotProven:
        return None
