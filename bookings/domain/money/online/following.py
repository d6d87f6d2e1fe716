"""What became of a refund: asked about at gateways that can be asked, until its end is known or nobody waits for it."""

import datetime as dt

from bookings.domain.money.online.gateway import Back, NoWord, Post
from bookings.domain.money.online.merchants import GATEWAYS, keys_of
from bookings.domain.money.online.refunding import AT_ONCE, LATER, SOON, asked_of, write_end
from bookings.enums import LedgerState, OnlineProvider, OnlineRefundState
from bookings.models import OnlineRefund
from common.http.connector import NotNow, Rejected
from common.work.sweep import each

# Often at first, then by the hour: a bank may take days.
OFTEN_FOR, GIVEN_UP = dt.timedelta(hours=1), dt.timedelta(days=14)
STATES = (OnlineRefundState.TAKEN, OnlineRefundState.UNCLEAR)


def follow_due(*, post: Post, now: dt.datetime) -> int:
    """Ask about each refund that is due; returns of how many the end is known."""
    due = OnlineRefund.objects.filter(ask_at__lte=now).order_by("ask_at", "pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return each("asking about a refund", pks, lambda pk: _follow(pk, post, now))


def _follow(pk: int, post: Post, now: dt.datetime) -> bool:
    """Asks nothing where a person has ended it: they looked at the gateway's page."""
    mine = OnlineRefund.objects.filter(pk=pk, ask_at__lte=now)
    waits = mine.filter(state__in=STATES, entry__state=LedgerState.SENT)
    refund = waits.select_related("payment__merchant", "entry__booking").first()
    if refund is None or refund.asked_at is None or now - refund.asked_at >= GIVEN_UP:
        mine.update(ask_at=None)
        return False
    read, refund.ask_at = refund.ask_at, now + (SOON if now - refund.asked_at < OFTEN_FOR else LATER)
    # Whoever else works at it now is too late by this.
    if not waits.filter(ask_at=read).update(ask_at=refund.ask_at):
        return False
    payment = refund.payment
    gateway = GATEWAYS[OnlineProvider(payment.provider)]
    try:
        # In no transaction: whoever answers slowly keeps nobody else from writing.
        did, code = gateway.refunded(
            keys_of(payment.merchant), asked_of(refund, asked_at=refund.asked_at), now=now, post=post
        )
    except (NotNow, Rejected, NoWord):
        return False
    return write_end(refund, did, code, now=now) and did != Back.TAKEN
