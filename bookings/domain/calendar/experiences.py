"""An experience is changed, at the desk or in the CMS: its coming slots follow at once, and no party is moved by it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from accounts.models import User
from bookings.domain.calendar.addresses import remember_slug
from bookings.domain.calendar.conflicts import open_conflicts, preview_schedules
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.lock import lock_host
from bookings.models import Booking, Schedule, Slot
from common.data.db import atomic_with_retry
from experiences.domain import selling
from experiences.models import Experience, Extra, Unit
from villages.models import Host


@dataclass(frozen=True)
class Followed:
    """What came of a change: how many slots are new, and how many parties more their hosts have to decide on."""

    made: int
    left_over: int


def following(write: Callable[[], object], *, touched: Callable[[], set[int]], now: dt.datetime) -> Followed:
    """Run `write`, which changes rules of the experiences with the ids `touched`, asked before and after."""
    ids = touched()
    undecided, there = _undecided(ids, now), _upcoming(ids, now)
    write()
    ids |= touched()
    return Followed(max(0, _upcoming(ids, now) - there), len(_undecided(ids, now) - undecided))


def slots_follow(experience: Experience, *, slug_before: str, now: dt.datetime) -> None:
    """What has to follow once `experience` is written."""
    remember_slug(experience, before=slug_before)
    make_slots(now=now, experiences=Experience.objects.filter(pk=experience.pk))


@atomic_with_retry
def change_experience(
    *,
    experience: Experience,
    by: User | None,
    now: dt.datetime,
    facts: Mapping[str, Any],
    unit_prices: Mapping[int, int],
    extra_prices: Mapping[int, int],
) -> Followed:
    """Write what is given, as `experiences.domain.selling.change` takes it, and let slots follow.

    A second call changes nothing. Raises NotPossible, BadPrice, SoldNoMore.
    """
    lock_host(experience.host_id)

    def write() -> None:
        changed = selling.change(
            experience_id=experience.pk, by=by, facts=facts, unit_prices=unit_prices, extra_prices=extra_prices
        )
        slots_follow(changed, slug_before=changed.slug, now=now)

    return following(write, touched=lambda: {experience.pk}, now=now)


@atomic_with_retry
def remove_part(*, part: Unit | Extra, by: User | None, now: dt.datetime) -> None:
    """Sell a kind of guest or an extra no more. A second call changes nothing. Raises LastUnit."""
    hold_slots(part.experience_id, now=now)
    selling.remove_part(part=part, by=by)


def hold_slots(experience_id: int, *, now: dt.datetime) -> None:
    """Let nobody book until the transaction ends: whoever books refers to prices that may go.

    Must come first, as `seats.lock`. Two that hold slots in another order begin again.
    """
    Slot.objects.filter(experience=experience_id, ends_at__gt=now - dt.timedelta(days=1)).update(taken=F("taken"))


def left_without_place(changed: Experience, *, now: dt.datetime) -> list[Booking]:
    """Parties that would have no place any more if `changed`, not saved yet, stood."""
    return preview_schedules(changed, Schedule.objects.filter(experience=changed.pk), now=now)


def _upcoming(ids: set[int], now: dt.datetime) -> int:
    return Slot.objects.filter(experience__in=ids).upcoming(now).count()


def _undecided(ids: set[int], now: dt.datetime) -> set[int]:
    """The parties of these experiences on which their hosts have to decide, as the database has it, not the form."""
    return {
        conflict.booking.pk
        for host in Host.objects.filter(experiences__in=ids).distinct()
        for conflict in open_conflicts(host, now=now)
        if conflict.booking.slot.experience_id in ids
    }
