"""A house's contract with VNPay, and attempts to pay by it."""

import datetime as dt
import uuid as uuids

from django.utils import timezone

from bookings.domain.money.online.attempts import begin, take_word
from bookings.domain.money.online.gateway import Outcome, Word
from bookings.domain.money.online.merchants import connect
from bookings.enums import OnlineProvider
from bookings.models import Booking, OnlineMerchant, OnlinePayment
from tests.factories.clock import number
from tests.factories.people import make_user
from villages.models import Host

CODE, SECRET = "TESTTMN1", "EXAMPLEONLYNOTAREALSECRET0000001"
# Where nobody listens.
NOWHERE = {"VNPAY_PAY_URL": "http://127.0.0.1:9/pay", "VNPAY_API_URL": "http://127.0.0.1:9/api"}


def make_merchant(host: Host, *, now: dt.datetime | None = None) -> OnlineMerchant:
    """A contract that is on."""
    told = {"code": CODE, "secret": SECRET, "by": make_user(), "now": now or timezone.now()}
    return connect(host=host, provider=OnlineProvider.VNPAY, **told)


def make_attempt(booking: Booking, *, now: dt.datetime, key: uuids.UUID | None = None) -> OnlinePayment:
    """Begun for what is asked of the booking. The settings have to know VNPay's addresses (NOWHERE will do)."""
    return begin(keys=[key or uuids.uuid4()], booking=booking, provider=OnlineProvider.VNPAY, now=now)


def word_of(payment: OnlinePayment, outcome: Outcome = Outcome.PAID, code: str = "", **changes) -> Word:
    """What VNPay says of it."""
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


def make_paid(booking: Booking, *, now: dt.datetime) -> OnlinePayment:
    """An attempt whose money is there."""
    payment = make_attempt(booking, now=now)
    take_word(payment_id=payment.pk, word=word_of(payment), now=now)
    payment.refresh_from_db()
    return payment
