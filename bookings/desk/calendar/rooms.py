"""What is left at each time of some days, as whoever answers the telephone needs to know it."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.calendar.slot_details import slot_marks
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.seats.shared_capacity import Shared
from bookings.models import Slot
from bookings.texts import seats_text
from common.words.dates import local, time_text
from villages.models import Host


@dataclass(frozen=True)
class Time:
    """One slot. `free` in seats, by its capacity and by what it shares; `url` adds guests, and "" once it is over."""

    time_text: str
    title: str
    free: int
    seats_text: str
    taken_text: str
    marks: list[str]
    open: bool
    url: str
    slot_url: str


def times_between(
    host: Host, first: dt.date, last: dt.date, *, now: dt.datetime, over: bool = False
) -> dict[dt.date, list[Time]]:
    """The times of each day from `first` to `last` inclusive, in order; with `over` also what is over or cancelled.

    In five queries at most, however many there are.
    """
    slots = Slot.objects.for_host(host).standing()
    slots = slots.filter(starts_at__gte=day_start(first), starts_at__lt=day_end(last))
    if not over:
        slots = slots.filter(ends_at__gt=now, cancelled_at__isnull=True)
    found = list(slots.with_live(now).select_related("experience").order_by("starts_at", "pk"))
    shared = Shared(found, now=now)
    return {
        day: [_time(slot, shared.free_seats(slot, live=slot.live), host=host, now=now) for slot in of_day]
        for day, of_day in groupby(found, key=lambda slot: local(slot.starts_at).date())
    }


def _time(slot: Slot, free: int, *, host: Host, now: dt.datetime) -> Time:
    marks, receives = slot_marks(slot), slot.ends_at > now and not slot.cancelled_at
    if slot.is_closed:
        marks.insert(0, _("Closed"))
    return Time(
        time_text=time_text(slot.starts_at),
        title=slot.experience.label,
        free=free,
        seats_text=seats_text(free),
        taken_text=f"{slot.live}/{slot.capacity}",
        marks=marks,
        open=slot.is_open,
        url=reverse("desk:slot_guests", args=[host.slug, slot.pk]) if receives else "",
        slot_url=reverse("desk:slot", args=[host.slug, slot.pk]),
    )
