"""Make slots from schedules over the rolling horizon, and apply closures to them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from bookings.domain.calendar import unchanged
from bookings.domain.calendar.closed_days import apply_closures
from bookings.domain.calendar.recurrence import days_of, starts_on
from bookings.models import Booking, Schedule, Slot
from bookings.models.slot import SlotQuerySet
from common.data.db import atomic_with_retry, parts
from common.work.sweep import each
from experiences.models import Experience


def horizon(now: dt.datetime) -> dt.date:
    """The last day for which slots are made."""
    return timezone.localtime(now).date() + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)


def make_slots(*, now: dt.datetime, experiences: Iterable[Experience] | None = None) -> int:
    """Apply the rules of all experiences that are active, or of these, one transaction each; how many slots are new.

    May run twice, or beside itself. A slot that stands is never moved. One that no schedule makes any more is
    withdrawn: nobody new can book it, parties that booked it still come. What the host changed by hand stays.
    """
    if experiences is None:
        return _sweep(Experience.objects.all(), now=now)
    return sum(_apply_rules(experience, now=now) for experience in list(experiences) if experience.active)


def make_slots_of_host(*, host_id: int, now: dt.datetime) -> int:
    """The same for one host alone, as a sweep over many asks for."""
    return _sweep(Experience.objects.filter(host=host_id), now=now)


def _sweep(experiences: QuerySet[Experience], *, now: dt.datetime) -> int:
    """Where the rules of one cannot be applied, those of the next are; it is tried again the next time."""
    applied = []

    def apply(experience: Experience) -> int:
        made = _apply_rules(experience, now=now)
        applied.append(experience.pk)
        return made

    made = each("making slots of experience", list(experiences.filter(active=True)), apply)
    unchanged.remember(applied, now=now)
    return made


@atomic_with_retry
def _apply_rules(experience: Experience, *, now: dt.datetime) -> int:
    schedules = list(Schedule.objects.filter(experience=experience))
    wanted = planned_slots(experience, schedules, now=now)
    upcoming = Slot.objects.filter(experience=experience).upcoming(now)
    there = set(Slot.objects.filter(experience=experience, planned_at__gt=now).values_list("planned_at", flat=True))
    made = _insert([slot for planned_at, slot in wanted.items() if planned_at not in there])
    # A slot that was moved by hand to later that day outlives its planned start: no rule can speak of it any more.
    planned = list(upcoming.filter(planned_at__gt=now))
    _withdraw_others(planned, wanted, now=now)
    _follow_schedule(planned, wanted)
    _follow_capacity(planned, wanted)
    _follow_experience(experience, upcoming)
    apply_closures(experience, now=now)
    return made


def _insert(slots: list[Slot]) -> int:
    """How many are new: another run, or a slot that was moved by hand to that very moment, may be there before."""
    if not slots:
        return 0
    experience = Slot.objects.filter(experience=slots[0].experience_id)
    before = experience.count()
    Slot.objects.bulk_create(slots, ignore_conflicts=True, batch_size=500)
    return experience.count() - before


def planned_slots(
    experience: Experience, schedules: Iterable[Schedule], *, now: dt.datetime
) -> dict[dt.datetime, Slot]:
    """Unsaved slots that `schedules` make over the horizon, by planned start. Where two make one, the first counts."""
    today, last = timezone.localtime(now).date(), horizon(now)
    slots: dict[dt.datetime, Slot] = {}
    for schedule in schedules:
        for day in days_of(schedule, first=today, last=last):
            for starts_at in starts_on(schedule, day):
                if starts_at > now:
                    slots.setdefault(starts_at, _slot(experience, schedule, starts_at))
    return slots


def _slot(experience: Experience, schedule: Schedule, starts_at: dt.datetime) -> Slot:
    return Slot(
        experience=experience,
        schedule=schedule if schedule.pk else None,
        planned_at=starts_at,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=experience.duration_minutes),
        closes_at=starts_at - dt.timedelta(minutes=experience.cutoff_minutes),
        capacity=schedule.capacity or experience.capacity,
    )


def _withdraw_others(slots: list[Slot], wanted: dict[dt.datetime, Slot], *, now: dt.datetime) -> None:
    gone = [slot.pk for slot in slots if slot.withdrawn_at is None and slot.planned_at not in wanted]
    back = [slot.pk for slot in slots if slot.withdrawn_at is not None and slot.planned_at in wanted]
    for ids, moment in ((gone, now), (back, None)):
        for part in parts(ids):
            Slot.objects.filter(pk__in=part).update(withdrawn_at=moment)
    # What the host decided about parties of a withdrawn slot is no answer to the next change.
    for part in parts(back):
        Booking.objects.filter(slot__in=part, kept_at__isnull=False).update(kept_at=None)


def rule_capacity(slot: Slot) -> int:
    """The seats that the rule which makes `slot` gives it; queries for its schedule where that is not loaded."""
    return (slot.schedule.capacity if slot.schedule else None) or slot.experience.capacity


def _follow_schedule(slots: list[Slot], wanted: dict[dt.datetime, Slot]) -> None:
    """The schedule that makes a slot now, which need not be the one that made it first."""
    changed: dict[int | None, list[int]] = defaultdict(list)
    for slot in slots:
        planned = wanted.get(slot.planned_at) if slot.planned_at else None
        if planned is not None and slot.schedule_id != planned.schedule_id:
            changed[planned.schedule_id].append(slot.pk)
    for schedule_id, ids in changed.items():
        for part in parts(ids):
            Slot.objects.filter(pk__in=part).update(schedule=schedule_id)


def _follow_capacity(slots: list[Slot], wanted: dict[dt.datetime, Slot]) -> None:
    """The rule's capacity, but never less than is taken: those slots are the host's to decide on."""
    changed: dict[int, list[int]] = defaultdict(list)
    for slot in slots:
        planned = wanted.get(slot.planned_at) if slot.planned_at else None
        if planned is not None and not slot.capacity_by_hand and slot.capacity != planned.capacity:
            changed[planned.capacity].append(slot.pk)
    for capacity, ids in changed.items():
        for part in parts(ids):
            Slot.objects.filter(pk__in=part, capacity_by_hand=False).update(
                capacity=Greatest(Value(capacity), F("taken"))
            )


def _follow_experience(experience: Experience, upcoming: SlotQuerySet) -> None:
    """The close follows the cut-off; the end follows the duration where nobody has booked yet."""
    closes_at = F("starts_at") - dt.timedelta(minutes=experience.cutoff_minutes)
    upcoming.exclude(closes_at=closes_at).update(closes_at=closes_at)
    ends_at = F("starts_at") + dt.timedelta(minutes=experience.duration_minutes)
    upcoming.filter(taken=0).exclude(ends_at=ends_at).update(ends_at=ends_at)
