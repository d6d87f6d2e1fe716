"""Keep little: holds and places in waiting lists that came to nothing are forgotten."""

import datetime as dt

from django.db.models import Q

from bookings.enums import BookingStatus
from bookings.models import Booking, WaitingEntry

KEPT = dt.timedelta(days=7)


def forget_holds(*, now: dt.datetime) -> int:
    """Delete holds that ran out or were given up a week ago and never became a booking; returns how many."""
    ended = [BookingStatus.EXPIRED, BookingStatus.CANCELLED]
    old = Booking.objects.filter(status__in=ended, confirmed_at__isnull=True, created_at__lt=now - KEPT)
    count = old.count()
    old.delete()
    return count


def forget_waiting(*, now: dt.datetime) -> int:
    """Delete places in waiting lists that ended, or whose visit began, a week ago; returns how many."""
    over = Q(closed_at__lt=now - KEPT) | Q(slot__starts_at__lt=now - KEPT)
    old = WaitingEntry.objects.filter(over)
    count = old.count()
    old.delete()
    return count
