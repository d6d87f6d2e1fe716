"""Days: slots follow the host's rules and closed days, and nobody was booked where nothing was offered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name, undecided, when
from bookings.domain.audit.seats import SLOT
from bookings.enums import BookingStatus, ScheduleKind
from bookings.models import Booking, Closure, ResourceUse, Schedule, Slot
from common.words.lunar import to_lunar

# A guest who confirms at the very moment at which the host closes the day.
AT_ONCE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
LAST = 30
Span = tuple[int, int, int, int]


@lru_cache(maxsize=50_000)
def in_lunar_span(day: dt.date, span: Span) -> bool:
    """Whether `day` lies in the days (first month, day, last month, day) of every lunar year.

    Months are ordinary ones; a leap month lies between its own and the next. -1, and a 30th that the month lacks, are
    its last day.
    """
    lunar = to_lunar(day)
    # The 29th of a short month stands for its 30th too.
    latest = LAST if to_lunar(day + DAY).day == 1 else lunar.day
    first_month, first_day, last_month, last_day = span
    first = (first_month, False, LAST if first_day == -1 else first_day)
    last = (last_month, False, LAST if last_day == -1 else last_day)
    begun = (lunar.month, lunar.leap, latest) >= first
    not_over = (lunar.month, lunar.leap, lunar.day) <= last
    return (begun and not_over) if first <= last else (begun or not_over)


def _span(row: Schedule | Closure) -> Span:
    return row.lunar_first_month, row.lunar_first_day, row.lunar_last_month, row.lunar_last_day


def falls_on(schedule: Schedule, day: dt.date) -> bool:
    """Whether `schedule` has `day` among its days."""
    if day < schedule.valid_from or (schedule.valid_until is not None and day > schedule.valid_until):
        return False
    if schedule.kind == ScheduleKind.DATES:
        return day.isoformat() in schedule.dates
    if schedule.kind == ScheduleKind.LUNAR:
        return in_lunar_span(day, _span(schedule))
    monday, first_monday = (moment - dt.timedelta(days=moment.weekday()) for moment in (day, schedule.valid_from))
    return day.weekday() in schedule.weekdays and (monday - first_monday).days // 7 % schedule.every_weeks == 0


def _times(schedule: Schedule) -> list[dt.time]:
    return [dt.time.fromisoformat(text) for text in schedule.times]


def closes(closure: Closure, day: dt.date) -> bool:
    """Whether `closure` has `day` among its days."""
    if closure.first_day is None or closure.last_day is None:
        return in_lunar_span(day, _span(closure))
    return closure.first_day <= day <= closure.last_day


def _rules() -> dict[int, list[Schedule]]:
    """The schedules of active experiences."""
    rules: dict[int, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(experience__active=True).order_by("pk").iterator():
        rules[schedule.experience_id].append(schedule)
    return rules


def _horizon(now: dt.datetime) -> dt.date:
    return timezone.localtime(now).date() + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)


@invariant("slot-follows-rule")
def slot_follows_rule(now: dt.datetime) -> Iterator[Finding]:
    """A slot that a rule makes is offered, and one that none makes any more is withdrawn."""
    rules, horizon = _rules(), _horizon(now)
    slots = Slot.objects.filter(planned_at__gt=now, experience__active=True).order_by("experience_id", "planned_at")
    rows = slots.values_list(*SLOT, "experience_id", "planned_at", "withdrawn_at")
    for *slot, experience_id, planned_at, withdrawn_at in rows.iterator():
        local = timezone.localtime(planned_at)
        if local.date() > horizon:
            continue
        made = any(
            local.time() in _times(schedule) and falls_on(schedule, local.date())
            for schedule in rules.get(experience_id, ())
        )
        if made and withdrawn_at is not None:
            yield fault(slot_name(*slot), f"was withdrawn {when(withdrawn_at)}, but a schedule makes it")
        elif not made and withdrawn_at is None:
            yield fault(slot_name(*slot), "is offered, but no schedule makes it any more")


@invariant("rule-has-slots")
def rule_has_slots(now: dt.datetime) -> Iterator[Finding]:
    """Every rule has its slots, from tomorrow to a day before the horizon."""
    rules, zone = _rules(), ZoneInfo(settings.TIME_ZONE)
    first, last = timezone.localtime(now).date() + DAY, _horizon(now) - DAY
    coming = Slot.objects.filter(Q(planned_at__gt=now) | Q(starts_at__gt=now)).order_by("experience_id")
    moments = coming.values_list("experience_id", "planned_at", "starts_at").iterator()
    stands = groupby(moments, key=itemgetter(0))
    following = next(stands, None)
    for experience_id in sorted(rules):
        while following is not None and following[0] < experience_id:
            following = next(stands, None)
        there: set[dt.datetime] = set()
        if following is not None and following[0] == experience_id:
            there = {moment for _experience, *pair in following[1] for moment in pair if moment is not None}
        for schedule in rules[experience_id]:
            missing = [
                moment
                for day in _days(first, last)
                if falls_on(schedule, day)
                for time in _times(schedule)
                if (moment := dt.datetime.combine(day, time, tzinfo=zone)) not in there
            ]
            if missing:
                text = f"{len(missing)} of its slots were not made, the first {when(missing[0])}; is a worker running?"
                yield fault(f"schedule {schedule.pk} (experience {experience_id})", text)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


@invariant("slot-closed")
def slot_closed(now: dt.datetime) -> Iterator[Finding]:
    """A coming slot is closed exactly where the host, its experience or a resource it uses is."""
    of_host, of_experience, of_resource = defaultdict(list), defaultdict(list), defaultdict(list)
    for closure in Closure.objects.order_by("pk").iterator():
        if closure.experience_id is not None:
            of_experience[closure.experience_id].append(closure)
        elif closure.resource_id is not None:
            of_resource[closure.resource_id].append(closure)
        else:
            of_host[closure.host_id].append(closure)
    for experience_id, resource_id in ResourceUse.objects.values_list("experience_id", "resource_id"):
        of_experience[experience_id] += of_resource.get(resource_id, ())
    slots = Slot.objects.filter(starts_at__gt=now).order_by("pk")
    rows = slots.values_list(*SLOT, "experience_id", "experience__host_id", "closure_id")
    for *slot, experience_id, host_id, closure_id in rows.iterator():
        closures = [*of_host.get(host_id, ()), *of_experience.get(experience_id, ())]
        if not closures and closure_id is None:
            continue
        day = timezone.localtime(slot[1]).date()
        closed_by = [closure.pk for closure in closures if closes(closure, day)]
        if closed_by and closure_id is None:
            yield fault(slot_name(*slot), f"is open, but closed days {closed_by[0]} close it")
        elif closure_id is not None and closure_id not in closed_by:
            yield fault(slot_name(*slot), f"is closed by closed days {closure_id}, which do not close it")


@invariant("booked-while-offered")
def booked_while_offered(now: dt.datetime) -> Iterator[Finding]:
    """Whoever is expected on a closed day, or at a withdrawn time, booked before; the host decides on each."""
    bookings = Booking.objects.filter(
        Q(slot__closure__isnull=False) | Q(slot__withdrawn_at__isnull=False),
        slot__starts_at__gt=now,
        status__in=[BookingStatus.PENDING, BookingStatus.CONFIRMED],
        kept_at__isnull=True,
    )
    rows = bookings.order_by("pk").values_list(
        "reference",
        "confirmed_at",
        *(f"slot__{name}" for name in SLOT),
        "slot__withdrawn_at",
        "slot__closure__created_at",
        "slot__closure__resource_id",
        "slot__planned_at",
    )
    for reference, confirmed_at, *slot, withdrawn_at, closed_at, resource_id, planned_at in rows.iterator():
        ended = [moment for moment in (withdrawn_at, closed_at) if moment is not None]
        # What moved onto a closed day, or came to use a closed resource, did so later than that was closed.
        cannot_tell = resource_id is not None or planned_at not in (None, slot[1])
        after = confirmed_at is not None and confirmed_at > min(ended) + AT_ONCE
        if after and not cannot_tell:
            yield fault(f"booking {reference}", f"was confirmed when {slot_name(*slot)} was no longer offered")
        else:
            text = f"is expected in {slot_name(*slot)}, which is no longer offered: keep, move or cancel"
            yield undecided(f"booking {reference}", text)
