"""Keep little: holds that came to nothing are forgotten."""

import datetime as dt

from bookings.enums import BookingStatus
from bookings.models import Booking

KEPT = dt.timedelta(days=7)


def forget_holds(*, now: dt.datetime) -> int:
    """Delete holds that ran out or were given up a week ago and never became a booking; returns how many."""
    ended = [BookingStatus.EXPIRED, BookingStatus.CANCELLED]
    old = Booking.objects.filter(status__in=ended, confirmed_at__isnull=True, created_at__lt=now - KEPT)
    count = old.count()
    old.delete()
    return count
