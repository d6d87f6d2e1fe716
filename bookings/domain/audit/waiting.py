"""Waiting lists, offers, and visits that were called off."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name
from bookings.domain.audit.seats import SLOT, live, seats_by_slot
from bookings.enums import BookingStatus, SlotDecision, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry

# Bookings that came to nothing are forgotten after this long, and with them what an old offer became.
FORGOTTEN = dt.timedelta(days=7)
# A list is over when an offer would leave less than half an hour; a worker that is late has an hour more.
LATE = dt.timedelta(hours=1)
OVER = dt.timedelta(minutes=30) - LATE
# That of a time that was cancelled is over when that can no longer be taken back.
UNDO = dt.timedelta(minutes=15)


@invariant("slot-waiting")
def slot_waiting(now: dt.datetime) -> Iterator[Finding]:
    """A slot's `waiting` is the seats of those who wait."""
    entries = WaitingEntry.objects.filter(slot=OuterRef("pk"), status=WaitingStatus.WAITING)
    total = entries.order_by().values("slot").annotate(total=Sum("seats")).values("total")
    slots = Slot.objects.annotate(counted=Coalesce(Subquery(total), 0)).exclude(waiting=F("counted")).order_by("pk")
    for *slot, waiting, seats in slots.values_list(*SLOT, "waiting", "counted").iterator():
        yield fault(slot_name(*slot), f"{waiting} seats are written as waited for, its list waits for {seats}")


@invariant("offer-booked")
def offer_booked(now: dt.datetime) -> Iterator[Finding]:
    """Whoever was offered places holds them, once, in that slot; whoever still waits holds none."""
    entries = WaitingEntry.objects.order_by("pk")
    lost = entries.filter(status=WaitingStatus.OFFERED, booking__isnull=True, offered_at__gt=now - FORGOTTEN)
    for pk in lost.values_list("pk", flat=True).iterator():
        yield fault(f"waiting entry {pk}", "was offered places, but no booking holds them")
    elsewhere = entries.filter(booking__isnull=False).exclude(booking__slot=F("slot"))
    for pk, reference in elsewhere.filter(booking__confirmed_at__isnull=True).values_list("pk", "booking__reference"):
        yield fault(f"waiting entry {pk}", f"was offered booking {reference}, which is in another slot")
    both = entries.filter(status=WaitingStatus.WAITING, booking__isnull=False)
    for pk, reference in both.values_list("pk", "booking__reference").iterator():
        yield fault(f"waiting entry {pk}", f"still waits, but was offered booking {reference}")
    # Only an offer is held without a form of its own; one that no entry points at was offered beside another.
    beside = Booking.objects.filter(status=BookingStatus.ON_HOLD, fingerprint="", waiting_entry__isnull=True)
    for reference in beside.order_by("pk").values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "is held for somebody on a waiting list, but no entry knows of it")


@invariant("list-over")
def list_over(now: dt.datetime) -> Iterator[Finding]:
    """Nobody waits for a slot whose list is over."""
    entries = WaitingEntry.objects.filter(status=WaitingStatus.WAITING).filter(
        Q(slot__closes_at__lte=now + OVER)
        | Q(slot__decision=SlotDecision.CALLED_OFF)
        | Q(slot__cancelled_at__lte=now - UNDO - LATE)
    )
    for pk, *slot in entries.order_by("pk").values_list("pk", *(f"slot__{name}" for name in SLOT)).iterator():
        yield fault(f"waiting entry {pk}", f"still waits for {slot_name(*slot)}, whose list is over")


@invariant("called-off-empty")
def called_off_empty(now: dt.datetime) -> Iterator[Finding]:
    """Nobody is expected at a visit that was called off."""
    slots = Slot.objects.filter(decision=SlotDecision.CALLED_OFF, starts_at__gt=now)
    for *slot, seats in (
        slots.annotate(counted=seats_by_slot(live(now))).filter(counted__gt=0).values_list(*SLOT, "counted")
    ):
        yield fault(slot_name(*slot), f"was called off, but {seats} seats are still taken")
