"""A meeting place that changed reaches those who have booked, whoever changed it and wherever."""

import datetime as dt
from functools import partial

from django.db.models import F

from bookings.domain import messages
from bookings.domain.booking.agreed import place_to_tell
from bookings.domain.seats import lock
from bookings.enums import AWAITED, MessageKind
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.work.sweep import each
from experiences.models import Experience


def tell_changed_places(*, now: dt.datetime) -> int:
    """Tell each party to come whose meeting place is no longer what it was told; returns how many were told.

    The place of a visit is put together of several rows (host, place, village), and each of them is edited somewhere:
    so what was told is compared with what is. Three queries where nothing changed. May run twice.
    """
    coming = Booking.objects.filter(status__in=AWAITED, slot__starts_at__gt=now).order_by()
    told = set(coming.values_list("slot__experience", "told_place").distinct())
    experiences = Experience.objects.select_related("host", "place", "village").in_bulk({pk for pk, _place in told})
    now_at = {pk: place_to_tell(experience) for pk, experience in experiences.items()}
    changed = 0
    for pk, place in sorted(told):
        if place != now_at[pk]:
            others = coming.filter(slot__experience=pk, told_place=place).order_by("pk")
            rows = list(others.values_list("pk", "slot"))
            changed += each("telling of the place of booking", rows, partial(_tell, place=now_at[pk], now=now))
    return changed


@atomic_with_retry
def _tell(ids: tuple[int, int], *, place: str, now: dt.datetime) -> bool:
    booking_id, slot_id = ids
    slot = lock.lock_slot(slot_id)
    booking = Booking.objects.filter(pk=booking_id, slot=slot, status__in=AWAITED).exclude(told_place=place).first()
    if booking is None:
        return False
    this = Booking.objects.filter(pk=booking_id)
    if not booking.told_place:
        # Booked before places were kept with bookings: nothing says that it was another.
        this.update(told_place=place)
        return False
    this.update(told_place=place, changed_by_host_at=now, sequence=F("sequence") + 1)
    booking.refresh_from_db()
    booking.slot = slot
    messages.owe(booking=booking, kind=MessageKind.PLACE_CHANGED, now=now)
    return True
