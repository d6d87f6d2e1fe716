"""Save and remove a schedule; its slots are on sale, or withdrawn, in the same transaction."""

import datetime as dt

from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.lock import lock_host
from bookings.models import Schedule
from common.data.db import atomic_with_retry
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


def same_as(schedule: Schedule) -> Schedule | None:
    """One that says what `schedule` says."""
    return Schedule.objects.filter(**{name: getattr(schedule, name) for name in SAID}).first()


@atomic_with_retry
def save_schedule(*, schedule: Schedule, now: dt.datetime) -> int:
    """Save `schedule`, new or changed, and apply it; returns how many slots are new.

    A new one that says what another says already is that one: a second call changes nothing.
    """
    lock_host(schedule.experience.host_id)
    if schedule.pk is None:
        same = same_as(schedule)
        if same is not None:
            schedule.pk = same.pk
            schedule._state.adding = False
    # Given to another experience, it is taken away from the one that had it.
    of = {schedule.experience_id, *Schedule.objects.filter(pk=schedule.pk).values_list("experience", flat=True)}
    schedule.save()
    return make_slots(now=now, experiences=Experience.objects.filter(pk__in=of).order_by("pk"))


@atomic_with_retry
def remove_schedule(*, schedule: Schedule, now: dt.datetime) -> None:
    """Offer its times no more. Parties that booked them stay until the host decides on each.

    A second call changes nothing.
    """
    lock_host(schedule.experience.host_id)
    Schedule.objects.filter(pk=schedule.pk).delete()
    make_slots(now=now, experiences=[schedule.experience])
