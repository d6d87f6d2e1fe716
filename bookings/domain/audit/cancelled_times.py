"""Times that the host cancelled for everybody."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name
from bookings.domain.audit.seats import SLOT, live, seats_by_slot
from bookings.enums import BookingStatus
from bookings.models import CancelledParty, Slot, SlotCancelling


@invariant("cancelled-time-known")
def cancelled_time_known(now: dt.datetime) -> Iterator[Finding]:
    """A slot is cancelled from the moment of its cancelling on, and until that is taken back."""
    standing = SlotCancelling.objects.filter(slot=OuterRef("pk"), taken_back_at__isnull=True).order_by("pk")
    slots = Slot.objects.annotate(said_at=Subquery(standing.values("cancelled_at")[:1]))
    either = slots.filter(Q(cancelled_at__isnull=False) | Q(said_at__isnull=False))
    agree = Q(cancelled_at__isnull=False, said_at__isnull=False, cancelled_at=F("said_at"))
    for *slot, cancelled_at in either.exclude(agree).order_by("pk").values_list(*SLOT, "cancelled_at").iterator():
        said = "is cancelled, but no cancelling says so" if cancelled_at else "is open, but its cancelling stands"
        yield fault(slot_name(*slot), said)


@invariant("cancelled-time-empty")
def cancelled_time_empty(now: dt.datetime) -> Iterator[Finding]:
    """Nobody is expected, and nothing is held, at a time that was cancelled."""
    slots = Slot.objects.filter(cancelled_at__isnull=False)
    taken = slots.annotate(counted=seats_by_slot(live(now))).filter(counted__gt=0).order_by("pk")
    for *slot, seats in taken.values_list(*SLOT, "counted").iterator():
        yield fault(slot_name(*slot), f"is cancelled, but {seats} seats are still taken")


@invariant("cancelled-party-told")
def cancelled_party_told(now: dt.datetime) -> Iterator[Finding]:
    """Whoever was cancelled with a time is cancelled while that stands, and knows the moment of it."""
    parties = CancelledParty.objects.filter(cancelling__taken_back_at__isnull=True)
    agree = Q(booking__status=BookingStatus.CANCELLED, booking__cancelled_at=F("cancelling__cancelled_at"))
    for reference in parties.exclude(agree).order_by("pk").values_list("booking__reference", flat=True).iterator():
        yield fault(f"booking {reference}", "was cancelled with its time, which is cancelled still, but stands")
