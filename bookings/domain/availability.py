"""What is free: computed from slots and bookings, never stored."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bookings.models import Slot
from experiences.models import Experience

from .recurrence import day_end, day_start

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
    """Availability of each day of `first`'s month, in one query. `experience.host` should be loaded."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    slots = (
        Slot.objects.filter(
            experience=experience, starts_at__gte=day_start(first.replace(day=1)), starts_at__lt=day_end(last)
        )
        .standing()
        .with_free(now)
        .order_by("starts_at")
    )
    days: dict[dt.date, DayAvailability] = {}
    on_sale = experience.active and experience.host.is_verified
    for slot in slots:
        slot.experience = experience
        day = timezone.localtime(slot.starts_at).date()
        entry = days.setdefault(day, DayAvailability(day))
        entry.slots.append(slot)
        if on_sale and not slot.is_closed and slot.withdrawn_at is None and slot.closes_at > now:
            entry.bookable.append(slot)
    return days


def next_open(experience_ids: list[int], *, now: dt.datetime) -> dict[int, Slot]:
    """The next slot of a month with a free seat for each of several experiences, in two queries for any number."""
    month_ahead = Slot.objects.on_sale(now).filter(starts_at__lt=now + dt.timedelta(days=31))
    first = month_ahead.with_room(now).filter(experience=OuterRef("pk")).order_by("starts_at")
    found = Experience.objects.filter(pk__in=experience_ids).annotate(next_slot=Subquery(first.values("pk")[:1]))
    slots = Slot.objects.with_free(now).filter(pk__in=[pk for pk in found.values_list("next_slot", flat=True) if pk])
    return {slot.experience_id: slot for slot in slots}


def between(
    *, experience_ids: Iterable[int], first: dt.date, last: dt.date, now: dt.datetime, limit: int
) -> list[Slot]:
    """Slots of these experiences on sale from `first` to `last` inclusive that have a free seat, soonest first."""
    slots = (
        Slot.objects.on_sale(now)
        .with_room(now)
        .filter(experience__in=list(experience_ids))
        .filter(starts_at__gte=day_start(first), starts_at__lt=day_end(last))
        .select_related("experience__village")
        .order_by("starts_at", "experience_id")
    )
    return list(slots[:limit])
