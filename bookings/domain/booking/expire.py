"""Mark the holds that ran out. Nothing waits for it: availability already leaves them out."""

import datetime as dt

from bookings.domain.seats import counting, lock
from bookings.domain.waiting import offers
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.work.sweep import each


def expire_holds(*, now: dt.datetime) -> int:
    """Mark every lapsed hold EXPIRED, a slot at a time, and offer its seats on; returns how many.

    May run twice, or beside itself.
    """
    slots = Booking.objects.lapsed(now).order_by("slot_id").values_list("slot_id", flat=True).distinct()
    return each("expiring holds of slot", list(slots), lambda slot_id: _expire_slot(slot_id, now=now))


@atomic_with_retry
def _expire_slot(slot_id: int, *, now: dt.datetime) -> int:
    slot = lock.lock_slot(slot_id)
    marked = Booking.objects.filter(slot=slot).lapsed(now).count()
    counting.write_taken(slot, now=now)
    offers.offer_next(slot, now=now)
    return marked
