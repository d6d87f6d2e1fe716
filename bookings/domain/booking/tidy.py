"""Keep little: holds and places in waiting lists that came to nothing are forgotten."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from bookings.enums import BookingStatus
from bookings.models import Booking, WaitingEntry
from common.work.sweep import each_part

KEPT = dt.timedelta(days=7)


def forget_holds(*, now: dt.datetime) -> int:
    """Delete what was held a week ago and ran out, was given up or declined, and never booked; returns how many."""
    ended = [BookingStatus.EXPIRED, BookingStatus.CANCELLED, BookingStatus.REJECTED]
    old = Booking.objects.filter(status__in=ended, confirmed_at__isnull=True, created_at__lt=now - KEPT)
    return each_part("forgetting hold", _ids(old), lambda part: _delete(old, part))


def forget_waiting(*, now: dt.datetime) -> int:
    """Delete places in waiting lists that ended, or whose visit began, a week ago; returns how many."""
    over = Q(closed_at__lt=now - KEPT) | Q(slot__starts_at__lt=now - KEPT)
    old = WaitingEntry.objects.filter(over)
    return each_part("forgetting waiting entry", _ids(old), lambda part: _delete(old, part))


def _ids(old: QuerySet[Any, Any]) -> list[int]:
    return list(old.order_by("pk").values_list("pk", flat=True))


def _delete(old: QuerySet[Any, Any], part: Sequence[int]) -> int:
    """Those of `part` that are old still."""
    of_each_model = old.filter(pk__in=part).delete()[1]
    return of_each_model.get(old.model._meta.label, 0)
