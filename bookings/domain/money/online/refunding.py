"""Money that came by a gateway goes back by it: written first, asked for once, left to a person without an answer.

VNPay's own rule for the same request twice is not known to be safe, so what was asked and not answered is never asked
for again: a person looks at the gateway's page, or it is asked about (`following`) where the gateway can be.
"""

import datetime as dt
import uuid as uuids

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money import ledger
from bookings.domain.money.online.gateway import Back, GiveBack, Post
from bookings.domain.money.online.merchants import GATEWAYS, keys_of
from bookings.domain.money.owing import account_of
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import BY_HAND, LedgerState, OnlineProvider, OnlineRefundState, OnlineState, PaidBy
from bookings.models import Booking, LedgerEntry, OnlinePayment, OnlineRefund
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.http.connector import NotNow, Rejected
from common.words.money import format_vnd
from common.work.sweep import each

AT_ONCE = 20
# A worker that asked and has not written an answer by then was killed.
LEASE = dt.timedelta(minutes=5)
# Where a gateway can be asked what became of a refund: how often at first, and later.
SOON, LATER = dt.timedelta(minutes=5), dt.timedelta(hours=1)


class NotSoMuch(Refused):
    """No one payment by this gateway has so much left to give back."""


@atomic_with_retry
def give_back(
    *,
    key: uuids.UUID,
    booking: Booking,
    method: PaidBy,
    amount_vnd: int,
    by: User,
    now: dt.datetime,
    note: str = "",
) -> LedgerEntry:
    """Return money by hand, or through the gateway that it came by, which a worker asks then.

    Raises NotSoMuch, and what `ledger.give_back` raises.
    """
    ledger.hold_booking(booking)
    known = method in BY_HAND or OnlineRefund.objects.filter(entry__key_hash=key_hash(key)).exists()
    payment = None if known else _with_left(booking, method, amount_vnd, now=now)
    entry = ledger.give_back(key=key, booking=booking, method=method, amount_vnd=amount_vnd, by=by, now=now, note=note)
    if payment is None:
        return entry
    OnlineRefund.objects.create(entry=entry, payment=payment, request_id=uuids.uuid4().hex, made_at=now)
    return entry


def _with_left(booking: Booking, method: PaidBy, amount_vnd: int, *, now: dt.datetime) -> OnlinePayment:
    if account_of(booking, now=now).due >= 0:
        raise ledger.NothingToReturn
    payments = OnlinePayment.objects.filter(booking=booking, provider=method, state=OnlineState.RECEIVED)
    left = [(payment.amount_vnd - given_of(payment), payment) for payment in payments.order_by("-pk")]
    fits = next((payment for rest, payment in left if rest >= amount_vnd), None)
    if fits is None:
        most = max((rest for rest, _payment in left), default=0)
        message = _("%(gateway)s can give back %(amount)s at most in one go. Choose a smaller sum, or another way.")
        raise NotSoMuch(message % {"gateway": method.label, "amount": format_vnd(most)})
    return fits


def given_of(payment: OnlinePayment) -> int:
    """In đồng, what was given back of it or is on its way."""
    standing = payment.refunds.exclude(entry__state=LedgerState.BOUNCED)
    return standing.aggregate(sum=Sum("entry__amount_vnd"))["sum"] or 0


def refund_due(*, post: Post, now: dt.datetime) -> int:
    """Ask for each refund that waits; returns of how many the gateway said what it does."""
    lost = Q(state=OnlineRefundState.ASKED, asked_at__lte=now - LEASE)
    due = OnlineRefund.objects.filter(Q(state=OnlineRefundState.WAITING) | lost).order_by("pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return each("giving back through a gateway", pks, lambda pk: _try(pk, post, now))


def _try(pk: int, post: Post, now: dt.datetime) -> bool:
    mine = OnlineRefund.objects.filter(pk=pk)
    refund = mine.select_related("payment__merchant", "entry__booking").get()
    payment = refund.payment
    gateway = GATEWAYS[OnlineProvider(payment.provider)]
    ask_at = now + SOON if gateway.ASKS_REFUNDS else None
    lost = mine.filter(state=OnlineRefundState.ASKED, asked_at__lte=now - LEASE)
    if lost.update(state=OnlineRefundState.UNCLEAR, ask_at=ask_at):
        return False
    # Written before anybody is asked: whoever is killed after this has perhaps given the money back.
    if not mine.filter(state=OnlineRefundState.WAITING).update(state=OnlineRefundState.ASKED, asked_at=now):
        return False
    try:
        did, code = gateway.refund(keys_of(payment.merchant), asked_of(refund, asked_at=now), post=post)
    except (NotNow, Rejected):
        did, code = Back.UNCLEAR, ""
    refund.state, refund.ask_at = OnlineRefundState.ASKED, ask_at
    return write_end(refund, did, code, now=now) and did != Back.UNCLEAR


def asked_of(refund: OnlineRefund, *, asked_at: dt.datetime) -> GiveBack:
    payment, amount = refund.payment, refund.entry.amount_vnd
    return GiveBack(
        request_id=refund.request_id,
        reference=payment.reference,
        created_at=payment.created_at,
        asked_at=asked_at,
        amount_vnd=amount,
        number=payment.number,
        whole=amount == payment.amount_vnd,
    )


ENDS = {
    Back.DONE: (OnlineRefundState.DONE, LedgerState.ARRIVED),
    Back.TAKEN: (OnlineRefundState.TAKEN, None),
    Back.REFUSED: (OnlineRefundState.REFUSED, LedgerState.BOUNCED),
    Back.UNCLEAR: (OnlineRefundState.UNCLEAR, None),
}


@atomic_with_retry
def write_end(refund: OnlineRefund, did: Back, code: str, *, now: dt.datetime) -> bool:
    """From the state that `refund` was read in; False where somebody was quicker, also a person at the ledger.

    Nobody asks about what is at its end.
    """
    state, end = ENDS[did]
    standing = OnlineRefund.objects.filter(pk=refund.pk, state=refund.state)
    if not standing.update(state=state, said=code[:20], ask_at=None if end else refund.ask_at):
        return False
    if end:
        ledger.refund_ends(entry=refund.entry, state=end, by=None, now=now)
    return True
