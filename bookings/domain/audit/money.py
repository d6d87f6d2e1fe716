"""Money: the ledger adds up, counted row by row and not as `domain.money.owing` counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import F, Q, Sum
from django.utils import timezone

from bookings.domain.audit.finding import Finding, fault, invariant, undecided
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.enums import BookingStatus, CancelledBy, LedgerKind, LedgerState
from bookings.models import Booking, DayClosing, LedgerEntry, LedgerMove, RefundAccount
from experiences.enums import PaymentTerms

# Money that is written down while a day is being closed stands on either side of it.
MEANWHILE = dt.timedelta(minutes=1)
# The accounts of double entry: what a row takes from one it gives to the other.
GUEST, HOST, AGREED = "guest", "host", "agreed"
GOES = {
    LedgerKind.PAYMENT: (GUEST, HOST),
    LedgerKind.REFUND: (HOST, GUEST),
    LedgerKind.WAIVED: (AGREED, GUEST),
    LedgerKind.KEPT: (HOST, AGREED),
}


@invariant("money-adds-up")
def money_adds_up(now: dt.datetime) -> Iterator[Finding]:
    """No host has given back, or agreed to keep, more than was paid for a booking."""
    rows = LedgerEntry.objects.order_by("booking_id", "pk").values_list(
        "booking__reference", "kind", "state", "amount_vnd", "reverses_id"
    )
    for reference, of_one in groupby(rows.iterator(), key=itemgetter(0)):
        sums: dict[str, int] = defaultdict(int)
        for _reference, kind, state, amount, reverses in of_one:
            if state != LedgerState.BOUNCED:
                source, target = GOES[LedgerKind(kind)][:: -1 if reverses else 1]
                sums[source] -= amount
                sums[target] += amount
        if sums[HOST] < 0:
            yield fault(f"booking {reference}", f"{-sums[HOST]} ₫ more went back than was paid")


@invariant("money-of-the-missing")
def money_of_the_missing(now: dt.datetime) -> Iterator[Finding]:
    """Nothing is left out of a price but for guests of a party who did not come, each at the price it was promised; at
    most that where a code made it cheaper.
    """
    missing = F("units__price_vnd") * (F("units__quantity") - F("units__came"))
    bookings = Booking.objects.filter(missing_vnd__gt=0).annotate(missing=Sum(missing))
    right = Q(missing_vnd=F("missing")) | Q(discount_vnd__gt=0, missing_vnd__lte=F("missing"))
    wrong = bookings.exclude(right, status=BookingStatus.REDEEMED).order_by("pk")
    for reference, amount in wrong.values_list("reference", "missing_vnd").iterator():
        yield fault(f"booking {reference}", f"leaves out {amount} ₫ for guests, and does not say who is missing")


@invariant("money-kept-by-terms")
def money_kept_by_terms(now: dt.datetime) -> Iterator[Finding]:
    """Terms keep something only where a guest cancelled or did not come, and never more than the price."""
    kept = Booking.objects.filter(cancel_fee_vnd__gt=0)
    by_guest = Q(status=BookingStatus.CANCELLED, cancelled_by=CancelledBy.GUEST)
    missed = Q(status=BookingStatus.CONFIRMED, no_show_at__isnull=False)
    right = kept.filter(by_guest | missed, cancel_fee_vnd__lte=F("total_vnd")).exclude(cancel_steps="")
    wrong = kept.exclude(pk__in=right.values("pk")).order_by("pk")
    for reference, amount in wrong.values_list("reference", "cancel_fee_vnd").iterator():
        yield fault(f"booking {reference}", f"keeps {amount} ₫ that its terms do not name")


@invariant("money-ahead")
def money_ahead(now: dt.datetime) -> Iterator[Finding]:
    """What is to be paid ahead is at most the price, and nothing where all is paid at the village; no booking waits for
    money that is there.
    """
    ahead = Booking.objects.filter(prepay_vnd__gt=0).order_by("pk")
    wrong = ahead.filter(Q(prepay_vnd__gt=F("total_vnd")) | Q(payment_terms=PaymentTerms.AT_VILLAGE))
    for reference, amount in wrong.values_list("reference", "prepay_vnd").iterator():
        yield fault(f"booking {reference}", f"is to pay {amount} ₫ ahead, which its terms do not ask")
    waiting = Booking.objects.unpaid(now).order_by("pk").values_list("pk", "reference", "prepay_vnd")
    for pk, reference, amount in waiting.iterator():
        rows = LedgerEntry.objects.filter(booking=pk).exclude(state=LedgerState.BOUNCED)
        there = sum(
            (-1 if reverses else 1) * (1 if kind == LedgerKind.PAYMENT else -1) * paid
            for kind, paid, reverses in rows.values_list("kind", "amount_vnd", "reverses")
            if kind in (LedgerKind.PAYMENT, LedgerKind.REFUND)
        )
        if there >= amount:
            yield fault(f"booking {reference}", f"waits for {amount} ₫, and {there} ₫ are there")


@invariant("money-taken-back")
def money_taken_back(now: dt.datetime) -> Iterator[Finding]:
    """A row that takes another back is its mirror: the same booking, kind, method and amount, written later."""
    mirrors = LedgerEntry.objects.filter(reverses__isnull=False)
    same = {name: F(f"reverses__{name}") for name in ("booking", "kind", "method", "amount_vnd", "host")}
    whole = mirrors.filter(**same, reverses__reverses__isnull=True, created_at__gte=F("reverses__created_at"))
    for pk in mirrors.exclude(pk__in=whole.values("pk")).order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"row {pk} of the ledger", "takes back a row that is not its mirror")


@invariant("money-is-the-hosts")
def money_is_the_hosts(now: dt.datetime) -> Iterator[Finding]:
    """A row of the ledger belongs to the host of its booking, and tells of a booking with a name."""
    rows = LedgerEntry.objects.exclude(host=F("booking__slot__experience__host"))
    for pk, reference in rows.order_by("pk").values_list("pk", "booking__reference").iterator():
        yield fault(f"row {pk} of the ledger", f"is of another host than booking {reference}")
    held = LedgerEntry.objects.filter(booking__status=BookingStatus.ON_HOLD)
    for pk, reference in held.order_by("pk").values_list("pk", "booking__reference").iterator():
        yield fault(f"row {pk} of the ledger", f"is of booking {reference}, which is only held")


@invariant("money-state-logged")
def money_state_logged(now: dt.datetime) -> Iterator[Finding]:
    """A refund not in cash that arrived or came back says in its log when it did; each state changed once."""
    ended = LedgerEntry.objects.filter(
        kind=LedgerKind.REFUND,
        reverses=None,
        state__in=[LedgerState.ARRIVED, LedgerState.BOUNCED],
    ).exclude(method="cash")
    logged = LedgerMove.objects.filter(after=F("entry__state"), before=LedgerState.SENT).values("entry")
    for pk in ended.exclude(pk__in=logged).order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"row {pk} of the ledger", "changed its state, and its log does not say when")


@invariant("money-to-give-back")
def money_to_give_back(now: dt.datetime) -> Iterator[Finding]:
    """What was paid for a visit that does not take place was given back, or is kept by its terms or by agreement."""
    gone = (BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.EXPIRED)
    rows = (
        LedgerEntry.objects.filter(booking__status__in=gone)
        .order_by("booking_id", "pk")
        .values_list(
            "booking_id", "booking__reference", "booking__cancel_fee_vnd", "kind", "state", "amount_vnd", "reverses_id"
        )
    )
    held: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    fees: dict[int, int] = {}
    for booking, reference, fee, kind, state, amount, reverses in rows.iterator():
        names[booking], fees[booking] = reference, fee
        if state == LedgerState.BOUNCED or kind == LedgerKind.WAIVED:
            continue
        sign = (1 if kind == LedgerKind.PAYMENT else -1) * (-1 if reverses else 1)
        held[booking] += sign * amount
    for booking, amount in held.items():
        if amount > fees[booking]:
            over = amount - fees[booking]
            yield undecided(f"booking {names[booking]}", f"{over} ₫ are to be given back, or kept by agreement")


@invariant("money-account-left")
def money_account_left(now: dt.datetime) -> Iterator[Finding]:
    """Nobody's account for money back outlives the name that it was given under."""
    kept = RefundAccount.objects.filter(booking__erased_at__isnull=False).order_by("pk")
    for reference in kept.values_list("booking__reference", flat=True).iterator():
        yield fault(f"booking {reference}", "keeps the bank account of a guest who was erased")


@invariant("money-day-closed")
def money_day_closed(now: dt.datetime) -> Iterator[Finding]:
    """A closing kept what the ledger had in cash then, was written when its day had come, and is numbered in order."""
    numbers: dict[tuple[int, dt.date], int] = defaultdict(int)
    for closing in DayClosing.objects.order_by("host_id", "day", "number").iterator():
        name = f"closing {closing.pk} of host {closing.host_id}"
        numbers[closing.host_id, closing.day] += 1
        if closing.number != numbers[closing.host_id, closing.day]:
            yield fault(name, f"is number {closing.number} of its day, and one is missing")
        if timezone.localtime(closing.closed_at).date() < closing.day:
            yield fault(name, "was written before its day had come")
        least, most = _cash_about(closing)
        if not least <= closing.expected_cash_vnd <= most:
            yield fault(name, f"says {closing.expected_cash_vnd} ₫ in cash, and the ledger had {most} ₫ then")


def _cash_about(closing: DayClosing) -> tuple[int, int]:
    """The least and the most that the ledger had in cash about the moment of the closing."""
    rows = LedgerEntry.objects.filter(
        host=closing.host_id,
        method="cash",
        happened_at__gte=day_start(closing.day),
        happened_at__lt=day_end(closing.day),
        created_at__lt=closing.closed_at + MEANWHILE,
    )
    least = most = 0
    for kind, amount, reverses, at in rows.values_list("kind", "amount_vnd", "reverses_id", "created_at"):
        signed = amount * (1 if kind == LedgerKind.PAYMENT else -1) * (-1 if reverses else 1)
        meanwhile = at > closing.closed_at - MEANWHILE
        least += min(signed, 0) if meanwhile else signed
        most += max(signed, 0) if meanwhile else signed
    return least, most
