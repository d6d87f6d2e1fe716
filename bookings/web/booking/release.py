"""Giving a hold back."""

import contextlib

from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.waiting import entries
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking, WaitingEntry
from common.data.refusal import Refused


def release(booking: Booking) -> None:
    """Free the seats of a hold that the guest left; anything else stays as it is.

    An offer goes back to the waiting list that it came from.
    """
    entry = entry_of(booking)
    if entry is not None:
        entries.leave(entry=entry, now=timezone.now())
    elif booking.status == BookingStatus.ON_HOLD:
        # Refused where the visit has begun meanwhile: then there is nothing to give back.
        with contextlib.suppress(Refused):
            cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())


def entry_of(booking: Booking) -> WaitingEntry | None:
    """The place in a waiting list that the booking was offered to, if it came about so."""
    return getattr(booking, "waiting_entry", None)
