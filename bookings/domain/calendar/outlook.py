"""Where nothing is free: why, and when something is next, however far ahead."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.seats.shared_capacity import limited
from bookings.models import Slot

# Slots with a seat of their own that are looked through, in so many steps: others may have what they share.
LOOKED_AT = 60
STEPS = 3


@dataclass(frozen=True)
class Outlook:
    """`full`: times are on sale on the days asked for, with no free seat. `offered`: some are, on whatever day.

    `following` is the soonest slot with a free seat.
    """

    full: bool
    offered: bool
    following: Slot | None


def outlook(*, experience_ids: Collection[int], first: dt.date, last: dt.date, now: dt.datetime) -> Outlook:
    """For days, `first` to `last` inclusive, on which `availability` found nothing. In a fixed number of queries."""
    on_sale = Slot.objects.on_sale(now).filter(experience__in=experience_ids)
    full = on_sale.filter(starts_at__gte=day_start(first), starts_at__lt=day_end(last)).exists()
    return Outlook(full, full or on_sale.exists(), soonest(experience_ids=experience_ids, since=now, now=now))


def soonest(*, experience_ids: Collection[int], since: dt.datetime, now: dt.datetime) -> Slot | None:
    """The first slot on sale of these experiences from `since` on that has a free seat."""
    slots = Slot.objects.on_sale(now).with_room(now).filter(experience__in=experience_ids, starts_at__gte=since)
    slots = slots.order_by("starts_at", "experience_id")
    for step in range(STEPS):
        some = list(slots[step * LOOKED_AT : (step + 1) * LOOKED_AT])
        found = next((slot for slot in limited(some, now=now) if slot.free > 0), None)
        if found is not None or len(some) < LOOKED_AT:
            return found
    return None
