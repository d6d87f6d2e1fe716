"""What gateways said: each payment that they told of is one row of the ledger, each such row one of these payments."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant, undecided
from bookings.models import LedgerEntry, OnlineMove, OnlinePayment, OnlineRefund

BY_GATEWAY = ("vnpay", "momo", "zalopay")


@invariant("online-adds-up")
def online_adds_up(now: dt.datetime) -> Iterator[Finding]:
    """A payment that came by a gateway has one row of the ledger, of its sum, method, booking and host, that nobody
    took back; no other row says that money came that way.
    """
    same = {"entry__amount_vnd": F("amount_vnd"), "entry__method": F("provider"), "entry__booking": F("booking")}
    right = OnlinePayment.objects.filter(
        state="received", entry__kind="payment", entry__reverses=None, entry__reversed_by=None,
        entry__host=F("merchant__host"), **same,
    )  # fmt: skip
    odd = OnlinePayment.objects.filter(Q(state="received") | Q(entry__isnull=False)).exclude(pk__in=right.values("pk"))
    for pk in odd.order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"online payment {pk}", "is not the row of the ledger that it stands for")
    alone = LedgerEntry.objects.filter(kind="payment", method__in=BY_GATEWAY, online_payment=None)
    for pk in alone.order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"row {pk} of the ledger", "says that money came by a gateway, which told of none")


@invariant("online-given-back")
def online_given_back(now: dt.datetime) -> Iterator[Finding]:
    """A refund by a gateway was asked of one payment of its booking, and all of one payment's are at most its sum."""
    rows = LedgerEntry.objects.filter(kind="refund", method__in=BY_GATEWAY).order_by("pk")
    known = OnlineRefund.objects.filter(payment__booking=F("entry__booking"), payment__state="received")
    for pk in rows.exclude(pk__in=known.values("entry")).values_list("pk", flat=True).iterator():
        yield fault(f"row {pk} of the ledger", "goes back by a gateway that was never to be asked")
    given: dict[int, int] = defaultdict(int)
    sums: dict[int, int] = {}
    standing = OnlineRefund.objects.exclude(entry__state="bounced").order_by("pk")
    for payment, paid, amount in standing.values_list("payment", "payment__amount_vnd", "entry__amount_vnd").iterator():
        given[payment] += amount
        sums[payment] = paid
    for payment, amount in given.items():
        if amount > sums[payment]:
            yield fault(f"online payment {payment}", f"is {sums[payment]} ₫, and {amount} ₫ of it went back")
    for pk in (
        OnlineRefund.objects.filter(state="unclear", entry__state="sent").order_by("pk").values_list("pk", flat=True)
    ):
        yield undecided(f"refund by a gateway {pk}", "was asked for, and nobody has said whether it went out")


@invariant("online-state-logged")
def online_state_logged(now: dt.datetime) -> Iterator[Finding]:
    """An attempt's state is what the last line of its log says; one that was just begun has none."""
    moves = OnlineMove.objects.filter(payment=OuterRef("pk")).order_by("-pk").values("after")[:1]
    payments = OnlinePayment.objects.annotate(logged=Coalesce(Subquery(moves), Value("started")))
    odd = payments.exclude(state=F("logged")).order_by("pk").values_list("pk", "state", "logged")
    for pk, state, logged in odd.iterator():
        yield fault(f"online payment {pk}", f"is {state}, and its log says {logged}")
