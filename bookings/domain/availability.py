"""What is free: computed from slots and bookings, never stored."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bookings.models import ResourceUse, Slot
from experiences.models import Experience

from .recurrence import day_end, day_start
from .room import limit_to_shared

FEW = 3


def state_of(free: int) -> str:
    """`full`, `few` (three seats or fewer) or `free`."""
    if free <= 0:
        return "full"
    return "few" if free <= FEW else "free"


@dataclass
class DayAvailability:
    """One day of an experience: its slots in order (each with `free`), those on sale, and one word for the day."""

    day: dt.date
    slots: list[Slot] = field(default_factory=list)
    bookable: list[Slot] = field(default_factory=list)

    @property
    def free(self) -> int:
        return sum(max(slot.free, 0) for slot in self.bookable)

    @property
    def state(self) -> str:
        """free | few | full | closed | none, `none` where nothing was ever offered."""
        if self.bookable:
            return state_of(self.free)
        return "closed" if self.slots else "none"


def month(experience: Experience, *, first: dt.date, now: dt.datetime) -> dict[dt.date, DayAvailability]:
    """Availability of each day of `first`'s month, right to the seat, in at most five queries.

    `experience.host` should be loaded.
    """
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    slots = list(
        Slot.objects.filter(
            experience=experience, starts_at__gte=day_start(first.replace(day=1)), starts_at__lt=day_end(last)
        )
        .standing()
        .with_free(now)
        .order_by("starts_at")
    )
    limit_to_shared(slots, now=now)
    days: dict[dt.date, DayAvailability] = {}
    on_sale = experience.active and experience.host.is_verified
    for slot in slots:
        slot.experience = experience
        day = timezone.localtime(slot.starts_at).date()
        entry = days.setdefault(day, DayAvailability(day))
        entry.slots.append(slot)
        if on_sale and slot.is_open and slot.closes_at > now:
            entry.bookable.append(slot)
    return days


def next_open(experience_ids: list[int], *, now: dt.datetime) -> dict[int, Slot]:
    """The next slot of a month with a free seat for each of several experiences, in a fixed number of queries."""
    sharing = set(ResourceUse.objects.filter(experience__in=experience_ids).values_list("experience", flat=True))
    month_ahead = Slot.objects.on_sale(now).filter(starts_at__lt=now + dt.timedelta(days=31))
    first = month_ahead.with_room(now).filter(experience=OuterRef("pk")).order_by("starts_at")
    alone = [pk for pk in experience_ids if pk not in sharing]
    found = Experience.objects.filter(pk__in=alone).annotate(next_slot=Subquery(first.values("pk")[:1]))
    ids = [pk for pk in found.values_list("next_slot", flat=True) if pk]
    soonest = {slot.experience_id: slot for slot in Slot.objects.with_free(now).filter(pk__in=ids)}
    if sharing:
        # What others take of a resource is no column of the slot: their month is looked through here.
        candidates = list(month_ahead.with_room(now).filter(experience__in=sharing).order_by("starts_at"))
        limit_to_shared(candidates, now=now)
        for slot in candidates:
            if slot.free > 0:
                soonest.setdefault(slot.experience_id, slot)
    return soonest


def between(
    *, experience_ids: Iterable[int], first: dt.date, last: dt.date, now: dt.datetime, limit: int
) -> list[Slot]:
    """Slots of these experiences on sale from `first` to `last` inclusive that have a free seat, soonest first.

    In a fixed number of queries. `first` to `last` is some days: all of their slots are looked through.
    """
    slots = list(
        Slot.objects.on_sale(now)
        .with_room(now)
        .filter(experience__in=list(experience_ids))
        .filter(starts_at__gte=day_start(first), starts_at__lt=day_end(last))
        .select_related("experience__village")
        .order_by("starts_at", "experience_id")
    )
    limit_to_shared(slots, now=now)
    return [slot for slot in slots if slot.free > 0][:limit]
