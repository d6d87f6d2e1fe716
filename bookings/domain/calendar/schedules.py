"""Save and remove a schedule; its slots are on sale, or withdrawn, in the same transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.domain.calendar.conflicts import preview_schedules
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.lock import lock_host
from bookings.models import Booking, Schedule
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Experience

SAID = [
    "experience_id",
    "kind",
    "weekdays",
    "every_weeks",
    "dates",
    "times",
    "valid_from",
    "valid_until",
    "capacity",
    "lunar_first_month",
    "lunar_first_day",
    "lunar_last_month",
    "lunar_last_day",
]


class ChangedMeanwhile(Refused):
    message = _("Somebody has just changed these times. Look at them again.")


class RemovedMeanwhile(Refused):
    message = _("This was removed meanwhile. What you typed is still here: save it to make it anew.")


def said_by(schedule: Schedule) -> dict[str, Any]:
    """What a schedule says, by the names of SAID."""
    return {name: getattr(schedule, name) for name in SAID}


def same_as(schedule: Schedule) -> Schedule | None:
    """One that says what `schedule` says."""
    return Schedule.objects.filter(**said_by(schedule)).first()


def left_without_time(*, schedule: Schedule, now: dt.datetime, stays: bool = True) -> list[Booking]:
    """Parties that would have no place any more once `schedule` is saved as it is here, or once it is gone.

    Given to another experience, also those of the one that it is taken away from.
    """
    found: list[Booking] = []
    for experience in Experience.objects.filter(pk__in=_of(schedule)).order_by("pk"):
        others = Schedule.objects.filter(experience=experience).exclude(pk=schedule.pk)
        own = [schedule] if stays and experience.pk == schedule.experience_id else []
        found += preview_schedules(experience, [*others, *own], now=now)
    return found


@atomic_with_retry
def save_schedule(*, schedule: Schedule, now: dt.datetime, stood: Mapping[str, Any] | None = None) -> int:
    """Save `schedule`, new or changed, and apply it; returns how many slots are new.

    A new one that says what another says already is that one: a second call changes nothing. `stood` is what a changed
    one said when its form was read: nobody may have changed or removed it since. Raises ChangedMeanwhile,
    RemovedMeanwhile.
    """
    lock_host(schedule.experience.host_id)
    if schedule.pk is None:
        same = same_as(schedule)
        if same is not None:
            schedule.pk = same.pk
            schedule._state.adding = False
    if stood is not None:
        _require_as_it_stood(schedule, stood)
    of = _of(schedule)
    schedule.save()
    return make_slots(now=now, experiences=Experience.objects.filter(pk__in=of).order_by("pk"))


def _require_as_it_stood(schedule: Schedule, stood: Mapping[str, Any]) -> None:
    """Under the host's lock, which all take who save a schedule."""
    row = Schedule.objects.filter(pk=schedule.pk).first()
    if row is None:
        # Saving it would bring back what somebody has just taken away.
        raise RemovedMeanwhile
    if said_by(row) not in (dict(stood), said_by(schedule)):
        raise ChangedMeanwhile


@atomic_with_retry
def remove_schedule(*, schedule: Schedule, now: dt.datetime) -> None:
    """Offer its times no more. Parties that booked them stay until the host decides on each.

    A second call changes nothing.
    """
    lock_host(schedule.experience.host_id)
    Schedule.objects.filter(pk=schedule.pk).delete()
    make_slots(now=now, experiences=[schedule.experience])


def _of(schedule: Schedule) -> set[int]:
    """Whose it is to be, and whose it is: given to another experience, it is taken away from the one that has it."""
    return {schedule.experience_id, *Schedule.objects.filter(pk=schedule.pk).values_list("experience", flat=True)}
