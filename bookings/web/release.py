"""Giving a hold back."""

import contextlib

from django.utils import timezone

from bookings.domain.cancel import cancel
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking
from common.refusal import Refused


def release(booking: Booking) -> None:
    """Free the seats of a hold that the guest left; anything else stays as it is."""
    if booking.status == BookingStatus.ON_HOLD:
        # Refused where the visit has begun meanwhile: then there is nothing to give back.
        with contextlib.suppress(Refused):
            cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
