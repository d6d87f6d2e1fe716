"""On which days a schedule or a closure falls. Pure rules, no queries."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, WEEKLY, rrule
from django.conf import settings
from django.utils import timezone

from bookings.enums import ScheduleKind
from bookings.models import Closure, Schedule
from bookings.models.schedule import YearlyLunarSpan
from common.words.lunar import YearlySpan

# Two lunar years, the longer of which has 384 days: whatever comes back has come back by then.
TWO_YEARS = dt.timedelta(days=2 * 384)


def days_of(schedule: Schedule, *, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days of `schedule` from `first` to `last` inclusive, in order, each once."""
    first = max(first, schedule.valid_from)
    if schedule.valid_until:
        last = min(last, schedule.valid_until)
    if last < first:
        return []
    if schedule.kind == ScheduleKind.WEEKLY:
        return _weekly(schedule, first, last)
    if schedule.kind == ScheduleKind.DATES:
        dates = {dt.date.fromisoformat(text) for text in schedule.dates}
        return sorted(day for day in dates if first <= day <= last)
    spans = lunar_span(schedule).between(first, last)
    return sorted({day for start, end in spans for day in _each(max(start, first), min(end, last))})


def has_time_to_come(schedule: Schedule, *, now: dt.datetime) -> bool:
    """Whether any start of `schedule` still lies ahead, however far; closed days are not asked."""
    today = timezone.localtime(now).date()
    last = max(today, schedule.valid_from) + TWO_YEARS
    if schedule.kind == ScheduleKind.DATES:
        last = max([last, *(dt.date.fromisoformat(text) for text in schedule.dates)])
    days = days_of(schedule, first=today, last=last)
    return any(start > now for day in days for start in starts_on(schedule, day))


def closed_spans(closure: Closure, *, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The spans of days that `closure` closes and that touch the days from `first` to `last` inclusive."""
    if closure.first_day is None or closure.last_day is None:
        return lunar_span(closure).between(first, last)
    touches = closure.first_day <= last and closure.last_day >= first
    return [(closure.first_day, closure.last_day)] if touches else []


def lunar_span(row: YearlyLunarSpan) -> YearlySpan:
    """The four numbers of a row as a span; the row must have them."""
    return YearlySpan(row.lunar_first_month, row.lunar_first_day, row.lunar_last_month, row.lunar_last_day)


def starts_on(schedule: Schedule, day: dt.date) -> list[dt.datetime]:
    """The moments at which `schedule` starts slots on `day`, aware, in order."""
    zone = ZoneInfo(settings.TIME_ZONE)
    times = sorted(dt.time.fromisoformat(text) for text in set(schedule.times))
    return [dt.datetime.combine(day, time, tzinfo=zone) for time in times]


def day_start(day: dt.date) -> dt.datetime:
    """Midnight at which `day` begins in Việt Nam, aware."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def day_end(day: dt.date) -> dt.datetime:
    """Midnight at which `day` ends in Việt Nam, aware."""
    return day_start(day + dt.timedelta(days=1))


def _weekly(schedule: Schedule, first: dt.date, last: dt.date) -> list[dt.date]:
    if not schedule.weekdays:
        return []
    # RFC 5545 counts the interval in weeks that begin on Monday, from the week of the rule's start.
    monday = schedule.valid_from - dt.timedelta(days=schedule.valid_from.weekday())
    rule = rrule(
        WEEKLY,
        dtstart=dt.datetime.combine(monday, dt.time.min),
        interval=schedule.every_weeks,
        wkst=MO,
        byweekday=sorted(set(schedule.weekdays)),
    )
    found = rule.between(dt.datetime.combine(first, dt.time.min), dt.datetime.combine(last, dt.time.min), inc=True)
    return [moment.date() for moment in found]


def _each(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
