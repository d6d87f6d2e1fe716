"""Make slots from weekly schedules over the rolling horizon, and close days."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from bookings.models import Closure, Schedule, Slot
from common.db import atomic_with_retry
from experiences.models import Experience
from villages.models import Host

BATCH = 500


@atomic_with_retry
def make_slots(*, now: dt.datetime, experience: Experience | None = None) -> int:
    """Make the missing slots of all schedules, or of one experience's; returns how many. May run twice.

    A slot that stands is never moved. One that no schedule makes any more is withdrawn: nobody new can book it, parties
    that booked it still come. The moment at which booking closes follows the experience's cut-off.
    """
    experiences = Experience.objects.filter(active=True)
    if experience is not None:
        experiences = experiences.filter(pk=experience.pk)
    schedules = Schedule.objects.filter(experience__in=experiences).select_related("experience")
    wanted = [slot for schedule in schedules for slot in _slots(schedule, now=now)]
    standing = Slot.objects.filter(experience__in=experiences).upcoming(now)
    before = standing.count()
    Slot.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=BATCH)
    made = standing.count() - before
    _withdraw_others(
        standing.filter(schedule__isnull=False), {(slot.experience_id, slot.starts_at) for slot in wanted}, now
    )
    for item in {schedule.experience for schedule in schedules}:
        closes_at = F("starts_at") - dt.timedelta(minutes=item.cutoff_minutes)
        standing.filter(experience=item).exclude(closes_at=closes_at).update(closes_at=closes_at)
    _apply_closures(now=now)
    return made


def _withdraw_others(slots, wanted: set[tuple[int, dt.datetime]], now: dt.datetime) -> None:
    rows = list(slots.order_by("pk").values_list("pk", "experience_id", "starts_at", "withdrawn_at"))
    gone = [pk for pk, item, start, withdrawn in rows if withdrawn is None and (item, start) not in wanted]
    back = [pk for pk, item, start, withdrawn in rows if withdrawn is not None and (item, start) in wanted]
    for ids, moment in ((gone, now), (back, None)):
        for start in range(0, len(ids), BATCH):
            Slot.objects.filter(pk__in=ids[start : start + BATCH]).update(withdrawn_at=moment)


def _slots(schedule: Schedule, *, now: dt.datetime) -> list[Slot]:
    zone = ZoneInfo(settings.TIME_ZONE)
    today = timezone.localtime(now, zone).date()
    first = max(today, schedule.valid_from)
    last = today + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)
    if schedule.valid_until:
        last = min(last, schedule.valid_until)
    experience = schedule.experience
    slots = []
    for offset in range((last - first).days + 1):
        day = first + dt.timedelta(days=offset)
        starts_at = dt.datetime.combine(day, schedule.time, tzinfo=zone)
        if day.weekday() in schedule.weekdays and starts_at > now:
            slots.append(
                Slot(
                    experience=experience,
                    schedule=schedule,
                    starts_at=starts_at,
                    ends_at=starts_at + dt.timedelta(minutes=experience.duration_minutes),
                    closes_at=starts_at - dt.timedelta(minutes=experience.cutoff_minutes),
                    capacity=schedule.capacity or experience.capacity,
                )
            )
    return slots


def _apply_closures(*, now: dt.datetime) -> None:
    for closure in Closure.objects.filter(day__gte=timezone.localtime(now).date()):
        _slots_of(closure).update(closure=closure)


def _slots_of(closure: Closure):
    return Slot.objects.for_host(closure.host).filter(
        Q(closure__isnull=True), starts_at__gte=day_start(closure.day), starts_at__lt=day_end(closure.day)
    )


def day_start(day: dt.date) -> dt.datetime:
    """Midnight at which `day` begins in Việt Nam, aware."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def day_end(day: dt.date) -> dt.datetime:
    """Midnight at which `day` ends in Việt Nam, aware."""
    return day_start(day + dt.timedelta(days=1))


@atomic_with_retry
def close_day(*, host: Host, day: dt.date, by, now: dt.datetime, reason: str = "") -> Closure:
    """Take no new bookings for any slot of `host` on `day`. Parties already booked stay; the host decides on each.

    A second call changes nothing.
    """
    closure, _created = Closure.objects.get_or_create(
        host=host, day=day, defaults={"reason": reason, "created_by": by, "created_at": now}
    )
    _slots_of(closure).update(closure=closure)
    return closure


@atomic_with_retry
def reopen_day(*, host: Host, day: dt.date) -> None:
    """Offer the day's slots again. A second call changes nothing."""
    Closure.objects.filter(host=host, day=day).delete()
