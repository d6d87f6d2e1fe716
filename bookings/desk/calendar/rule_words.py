"""Schedules and closed days in a host's words, and the days they fall on."""

import datetime as dt

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from bookings.domain.calendar.recurrence import TWO_YEARS, closed_spans, days_of, lunar_span
from bookings.enums import ScheduleKind
from bookings.forms.schedule import WEEKDAYS
from bookings.models import Closure, Schedule
from bookings.models.schedule import YearlyLunarSpan
from common.words.dates import short_day_text
from common.words.lunar import LAST_DAY

LUNAR_MONTHS = [
    gettext_lazy("1st month (Giêng)"),
    gettext_lazy("2nd month (Hai)"),
    gettext_lazy("3rd month (Ba)"),
    gettext_lazy("4th month (Tư)"),
    gettext_lazy("5th month (Năm)"),
    gettext_lazy("6th month (Sáu)"),
    gettext_lazy("7th month (Bảy)"),
    gettext_lazy("8th month (Tám)"),
    gettext_lazy("9th month (Chín)"),
    gettext_lazy("10th month (Mười)"),
    gettext_lazy("11th month (Mười một)"),
    gettext_lazy("12th month (Chạp)"),
]
SHOWN_SPANS = {ScheduleKind.WEEKLY: 6, ScheduleKind.DATES: 12, ScheduleKind.LUNAR: 2}
Span = tuple[dt.date, dt.date]


def dated(day: dt.date) -> str:
    """`T7 13/3/2027` or `Sat 13 Mar 2027`: for days that may lie in another year; never broken."""
    between = "/" if (get_language() or "vi").startswith("vi") else " "
    return f"{short_day_text(day)}{between}{day.year}".replace(" ", "\xa0")


def days_said(days: list[dt.date]) -> str:
    """The first few of them, and how many more there are."""
    more = len(days) - 4
    shown = ", ".join(dated(day) for day in days[:4])
    return shown + (ngettext(" and %(n)s more", " and %(n)s more", more) % {"n": more} if more > 0 else "")


def span_text(span: Span) -> str:
    """`T7 13/3/2027`, or `T7 13/3/2027 – T2 15/3/2027`."""
    first, last = span
    return dated(first) if first == last else f"{dated(first)} – {dated(last)}"


def lunar_span_text(row: YearlyLunarSpan) -> str:
    """`Ngày 14–16 tháng Ba âm lịch hằng năm`."""
    return capfirst(_("%(days)s, lunar, every year") % {"days": _lunar_days(row)})


def _lunar_days(row: YearlyLunarSpan) -> str:
    first = (row.lunar_first_month, row.lunar_first_day)
    last = (row.lunar_last_month, row.lunar_last_day)
    if first == last:
        return _lunar_day(*first)
    if first[0] == last[0] and LAST_DAY not in (first[1], last[1]) and first[1] < last[1]:
        words = {"first": first[1], "last": last[1], "month": LUNAR_MONTHS[first[0] - 1]}
        return _("days %(first)s–%(last)s of the %(month)s") % words
    return f"{_lunar_day(*first)} – {_lunar_day(*last)}"


def _lunar_day(month: int, day: int) -> str:
    if day == LAST_DAY:
        return _("the last day of the %(month)s") % {"month": LUNAR_MONTHS[month - 1]}
    return _("day %(day)s of the %(month)s") % {"day": day, "month": LUNAR_MONTHS[month - 1]}


def days_text(schedule: Schedule, *, today: dt.date) -> str:
    """On which days, without the times."""
    if schedule.kind == ScheduleKind.LUNAR:
        return lunar_span_text(schedule)
    if schedule.kind == ScheduleKind.DATES:
        return _dates_text(schedule, today)
    if len(set(schedule.weekdays)) == 7:
        return _("Every day")
    names = ", ".join(str(label) for day, label in WEEKDAYS if day in schedule.weekdays)
    return capfirst(names.lower()) if (get_language() or "vi").startswith("vi") else names


def _dates_text(schedule: Schedule, today: dt.date) -> str:
    days = [dt.date.fromisoformat(text) for text in schedule.dates]
    coming = [day for day in days if day >= today]
    if not coming:
        return _("All of these days are over")
    return days_said(coming)


def rule_text(schedule: Schedule) -> str:
    """At what times, how often, from when to when, with how many seats."""
    parts = [", ".join(schedule.times)]
    if schedule.kind == ScheduleKind.WEEKLY and schedule.every_weeks > 1:
        parts.append(every_weeks_text(schedule.every_weeks))
    if schedule.capacity:
        parts.append(ngettext("%(n)s seat", "%(n)s seats", schedule.capacity) % {"n": schedule.capacity})
    return " · ".join(parts)


def period_text(schedule: Schedule, *, today: dt.date) -> str:
    """From when to when, where that is not plain from today on."""
    if schedule.valid_until and schedule.valid_until < today:
        return _("Ended on %(day)s") % {"day": dated(schedule.valid_until)}
    begins = dated(schedule.valid_from) if schedule.valid_from > today else ""
    ends = dated(schedule.valid_until) if schedule.valid_until else ""
    if begins and ends:
        return _("From %(first)s to %(last)s") % {"first": begins, "last": ends}
    if begins:
        return _("From %(first)s") % {"first": begins}
    return _("Until %(last)s") % {"last": ends} if ends else ""


def every_weeks_text(weeks: int) -> str:
    """`2 tuần một lần`."""
    if weeks == 1:
        return _("every week")
    return _("every %(n)s weeks") % {"n": weeks}


def schedule_spans(schedule: Schedule, *, today: dt.date) -> list[Span]:
    """The next days of `schedule`, those that follow each other as one; a lunar rule's of this and the next year."""
    days = days_of(schedule, first=today, last=today + TWO_YEARS)
    if schedule.kind == ScheduleKind.LUNAR:
        spans = lunar_span(schedule).between(today, today + TWO_YEARS)
        found = [[day for day in days if first <= day <= last] for first, last in spans]
        return [(span[0], span[-1]) for span in found if span][: SHOWN_SPANS[ScheduleKind(schedule.kind)]]
    return [(day, day) for day in days[: SHOWN_SPANS[ScheduleKind(schedule.kind)]]]


def closure_text(closure: Closure) -> str:
    """Which days it closes."""
    if closure.first_day is None or closure.last_day is None:
        return lunar_span_text(closure)
    return span_text((closure.first_day, closure.last_day))


def closure_spans(closure: Closure, *, today: dt.date) -> list[Span]:
    """Of a yearly closure: the days of this year, or of the next, and of the year after."""
    return closed_spans(closure, first=today, last=today + TWO_YEARS)[:2]


def closed_thing(closure: Closure) -> str:
    """What is closed: the whole house, an experience or a shared resource."""
    if closure.experience:
        return closure.experience.label
    return closure.resource.label if closure.resource else _("The whole house")
