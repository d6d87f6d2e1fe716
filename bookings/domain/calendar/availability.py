"""What is free: computed from slots and bookings, never stored."""

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.seats.shared_capacity import limit_to_shared, limited
from bookings.models import ResourceUse, Slot
from bookings.models.slot import SlotQuerySet
from common.data.compiled import Select
from experiences.models import Experience

FEW = 3
MONTH_AHEAD = dt.timedelta(days=31)
# Who shares something is looked through in steps: most have a free seat within days.
LOOKED_THROUGH = (dt.timedelta(days=3), dt.timedelta(days=10), MONTH_AHEAD)


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
    """Availability of each day of `first`'s month, right to the seat: one query, and four where resources are shared.

    `experience.host` should be loaded.
    """
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    slots = _OF_EXPERIENCE.all(
        experience=experience.pk, first=day_start(first.replace(day=1)), last=day_end(last), now=now
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


def next_starts(experience_ids: Collection[int], *, now: dt.datetime) -> dict[int, dt.datetime]:
    """When each of several experiences has a free seat next, within a month. In a fixed number of queries."""
    if not experience_ids:
        return {}
    ids = {f"pk{number}": pk for number, pk in enumerate(experience_ids)}
    until = now + MONTH_AHEAD
    found = _soonest(len(ids)).all(now=now, until=until, **ids)
    starts = {pk: start for pk, shares, start in found if start and not shares}
    sharing = {pk for pk, shares, start in found if start and shares}
    first = now
    for days in LOOKED_THROUGH:
        last = now + days
        starts |= _next_of_sharing(sharing - set(starts), first=first, last=last, now=now)
        first = last
    return starts


def _next_of_sharing(
    experience_ids: Collection[int], *, first: dt.datetime, last: dt.datetime, now: dt.datetime
) -> dict[int, dt.datetime]:
    """What others take of a resource is no column of the slot: their slots are looked through here."""
    if not experience_ids:
        return {}
    starts: dict[int, dt.datetime] = {}
    slots = list(_ahead(now, last).filter(experience__in=experience_ids, starts_at__gte=first))
    missing = set(experience_ids)
    for slot in limited(slots, now=now):
        if slot.free > 0 and slot.experience_id in missing:
            starts[slot.experience_id] = slot.starts_at
            missing.discard(slot.experience_id)
            if not missing:
                break
    return starts


def between(
    *, experience_ids: Collection[int], first: dt.date, last: dt.date, now: dt.datetime, limit: int
) -> list[Slot]:
    """Slots of these experiences on sale from `first` to `last` inclusive that have a free seat, soonest first.

    In a fixed number of queries. `first` to `last` is some days: all of their slots are looked through.
    """
    if not experience_ids:
        return []
    ids = {f"pk{number}": pk for number, pk in enumerate(experience_ids)}
    slots = _between(len(ids)).all(first=day_start(first), last=day_end(last), now=now, **ids)
    return list(islice((slot for slot in limited(slots, now=now) if slot.free > 0), limit))


_OF_EXPERIENCE = Select(
    lambda experience, first, last, now: (
        Slot.objects.filter(experience=experience, starts_at__gte=first, starts_at__lt=last)
        .standing()
        .with_free(now)
        .order_by("starts_at")
    ),
    experience=Experience._meta.pk,
    first=DateTimeField(),
    last=DateTimeField(),
    now=DateTimeField(),
)


def _ahead(now: dt.datetime, until: dt.datetime) -> SlotQuerySet:
    return Slot.objects.on_sale(now).with_room(now).filter(starts_at__lt=until).order_by("starts_at")


def _experiences(count: int) -> dict[str, Any]:
    """The fields of so many experiences' ids, which a statement takes one by one."""
    return {f"pk{number}": Experience._meta.pk for number in range(count)}


@lru_cache(maxsize=64)
def _between(count: int) -> Select[Slot]:
    return Select(
        lambda first, last, now, **ids: (
            Slot.objects.on_sale(now)
            .with_room(now)
            .filter(experience__id__in=list(ids.values()), starts_at__gte=first, starts_at__lt=last)
            .order_by("starts_at", "experience_id")
        ),
        first=DateTimeField(),
        last=DateTimeField(),
        now=DateTimeField(),
        **_experiences(count),
    )


@lru_cache(maxsize=64)
def _soonest(count: int) -> Select[tuple[int, bool, dt.datetime | None]]:
    """Experience, whether it shares resources, and the start of its next slot with a seat of its own left."""

    def build(now: dt.datetime, until: dt.datetime, **ids: int) -> QuerySet[Experience, Any]:
        first = _ahead(now, until).filter(experience=OuterRef("pk")).values("starts_at")[:1]
        shares = Exists(ResourceUse.objects.filter(experience=OuterRef("pk")))
        found = Experience.objects.filter(pk__in=list(ids.values())).order_by()
        return found.annotate(shares=shares, start=Subquery(first)).values_list("pk", "shares", "start")

    return Select(build, now=DateTimeField(), until=DateTimeField(), **_experiences(count))
