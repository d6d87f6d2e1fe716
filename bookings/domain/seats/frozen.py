"""What a slot's first guests were told of its minimum, kept while anybody goes by it. See docs/decisions/0021."""

import datetime as dt

from django.db.models import Q

from bookings.enums import EXPECTED, BookingStatus
from bookings.models import Booking, Slot


def thaw(slot: Slot, *, now: dt.datetime) -> None:
    """Let the minimum and its date follow the experience again where nobody was told them any more.

    Under the slot's lock.
    """
    if slot.min_to_run is not None and not Booking.objects.filter(_told(now), slot=slot).exists():
        slot.min_to_run = slot.decide_at = None
        Slot.objects.filter(pk=slot.pk).update(min_to_run=None, decide_at=None)


def _told(now: dt.datetime) -> Q:
    """Bookings whose guests go by them: that stand, or may yet be proved."""
    return Q(status__in=EXPECTED) | Q(status=BookingStatus.PENDING, hold_expires_at__gt=now)
