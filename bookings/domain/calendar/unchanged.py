"""Which hosts' rules have to be applied: a province has thousands of experiences, and next to none changes in an hour.

Of each experience all that its slots follow from, and the slots' own sums, are boiled down to a few letters and kept in
the cache. Where they are still the same, and it is still the same day, applying the rules would change nothing. A cache
that forgot costs work and nothing else.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from bookings.domain.calendar.recurrence import day_start
from bookings.models import Closure, ResourceUse, Schedule, Slot
from experiences.models import Experience

# They hold the day, so that none is good for longer.
SECONDS = 26 * 3600
FACTS = ("host_id", "capacity", "duration_minutes", "cutoff_minutes")
SUMS = {
    "number": Count("pk"),
    "planned": Count("planned_at"),
    "withdrawn": Count("withdrawn_at"),
    "closed": Count("closure_id"),
    "by_hand": Count("pk", filter=Q(capacity_by_hand=True)),
    "seats": Sum("capacity"),
    "seats_taken": Sum("taken"),
}


def hosts_to_apply(*, now: dt.datetime) -> list[int]:
    """The ids of hosts with an active experience whose slots may not be what its rules say; in five queries."""
    found = states(Experience.objects.all(), now=now)
    kept = cache.get_many([_key(pk) for pk in found])
    stale = {host_id for pk, (host_id, state) in found.items() if kept.get(_key(pk)) != state}
    return sorted(stale)


def remember(experiences: Iterable[int], *, now: dt.datetime) -> None:
    """The rules of these were applied just now.

    A party that cancelled between the two leaves its slot's seats to the next change, or to the next day.
    """
    found = states(Experience.objects.filter(pk__in=list(experiences)), now=now)
    cache.set_many({_key(pk): state for pk, (_host, state) in found.items()}, SECONDS)


def states(experiences: QuerySet[Experience], *, now: dt.datetime) -> dict[int, tuple[int, str]]:
    """The host and the few letters of each that is active, by id."""
    active = experiences.filter(active=True).order_by()
    facts = {pk: values for pk, *values in active.values_list("pk", *FACTS)}
    today = timezone.localtime(now).date()
    schedules = _grouped(_rows(Schedule.objects.filter(experience__in=active), "experience_id"))
    closures = _grouped(_rows(Closure.objects.filter(host__experiences__in=active).distinct(), "host_id"))
    uses = _grouped(
        ResourceUse.objects.filter(experience__in=active).order_by("pk").values_list("experience_id", "resource_id")
    )
    slots = Slot.objects.filter(experience__in=active, starts_at__gte=day_start(today)).order_by()
    sums = _grouped(slots.values_list("experience_id").annotate(**SUMS))
    return {
        pk: (
            values[0],
            _letters(today, settings.SLOT_HORIZON_DAYS, values, schedules[pk], closures[values[0]], uses[pk], sums[pk]),
        )
        for pk, values in facts.items()
    }


def _rows(rules: QuerySet[Any], owner: str) -> Iterator[tuple[Any, ...]]:
    """`owner` and every column of each, oldest first."""
    names = [field.attname for field in rules.model._meta.concrete_fields]
    yield from rules.order_by("pk").values_list(owner, *names)


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for owner, *values in rows:
        found[owner].append(values)
    return found


def _letters(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def _key(experience_id: int) -> str:
    return f"slots-follow:{experience_id}"
