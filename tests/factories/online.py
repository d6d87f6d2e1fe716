"""A house's contract with a gateway, VNPay where none is named, and attempts to pay by it."""

import datetime as dt
import uuid as uuids

from django.utils import timezone

from bookings.domain.money.online.attempts import address_of, begin, take_word
from bookings.domain.money.online.gateway import Outcome, Word
from bookings.domain.money.online.merchants import TWO_KEYS, connect
from bookings.enums import OnlineProvider
from bookings.gateway_posts import over_http
from bookings.models import Booking, OnlineMerchant, OnlinePayment
from tests.factories.clock import number
from tests.factories.people import make_user
from villages.models import Host

CODE, SECRET = "TESTTMN1", "EXAMPLEONLYNOTAREALSECRET0000001"
SECOND = "EXAMPLEONLYACCESS1"
CODES = {OnlineProvider.ZALOPAY: "2553"}
# Where nobody listens.
NOWHERE = {"VNPAY_PAY_URL": "http://127.0.0.1:9/pay", "VNPAY_API_URL": "http://127.0.0.1:9/api"}


def make_merchant(
    host: Host, *, now: dt.datetime | None = None, provider: OnlineProvider = OnlineProvider.VNPAY
) -> OnlineMerchant:
    """A contract that is on."""
    told = {"code": CODES.get(provider, CODE), "secret": SECRET, "by": make_user(), "now": now or timezone.now()}
    second = SECOND if provider in TWO_KEYS else ""
    return connect(host=host, provider=provider, second=second, **told)


def make_attempt(
    booking: Booking,
    *,
    now: dt.datetime,
    key: uuids.UUID | None = None,
    provider: OnlineProvider = OnlineProvider.VNPAY,
) -> OnlinePayment:
    """Begun for what is asked of the booking. The settings have to know the gateway's addresses (NOWHERE will do)."""
    return begin(keys=[key or uuids.uuid4()], booking=booking, provider=provider, now=now)


def page_of(payment: OnlinePayment, *, language: str = "vi", told_url: str = "https://example.test/told/") -> str:
    """Where its guest pays."""
    told = {"language": language, "client": "203.0.113.9", "back_url": "https://example.test/back/"}
    return address_of(payment, told_url=told_url, post=over_http, now=payment.created_at, **told)


def word_of(payment: OnlinePayment, outcome: Outcome = Outcome.PAID, code: str = "", **changes) -> Word:
    """What its gateway says of it."""
    paid = outcome == Outcome.PAID
    told = {
        "reference": payment.reference,
        "amount_vnd": payment.amount_vnd,
        "outcome": outcome,
        "code": code,
        "number": f"{14_000_000 + number()}" if paid else "",
        "paid_at": payment.created_at if paid else None,
    }
    return Word(**told | changes)


def make_paid(booking: Booking, *, now: dt.datetime, provider: OnlineProvider = OnlineProvider.VNPAY) -> OnlinePayment:
    """An attempt whose money is there."""
    payment = make_attempt(booking, now=now, provider=provider)
    take_word(payment_id=payment.pk, word=word_of(payment), now=now)
    payment.refresh_from_db()
    return payment
