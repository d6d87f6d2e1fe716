"""Seats of parties that were cancelled a moment ago and may still come back: nobody who waits is offered them yet."""

import datetime as dt

from django.db.models import QuerySet, Sum

from bookings.enums import SlotDecision
from bookings.models import Booking, Slot


def seats_in_undo(slots: QuerySet[Slot], *, now: dt.datetime) -> dict[int, int]:
    """How many seats could still be asked for again, by the id of the slot; only slots where some could."""
    # No party comes back to a visit that has begun, or that was called off for all.
    coming = slots.filter(starts_at__gt=now).exclude(decision=SlotDecision.CALLED_OFF).order_by()
    leaving = Booking.objects.undoable(now).filter(slot__in=coming.values("pk")).order_by()
    return dict(leaving.values("slot").annotate(total=Sum("seats")).values_list("slot", "total"))
