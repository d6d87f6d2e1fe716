"""Is there room? Seven days from any day on, with what is left at each time."""

import datetime as dt
from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.calendar.jump import Jump, make_jump, week_url
from bookings.desk.calendar.rooms import times_between
from bookings.desk.shell import lookups, words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import day_url
from bookings.desk.shell.fresh import answer, version_of
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar.slots import horizon
from common.http.compress import repeats_nothing
from common.words.dates import day_text, short_day_text, time_text
from common.words.lunar import YEARS
from common.words.text import single_line
from villages.domain.festivals import festivals_between
from villages.models import Host

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@require_safe
@repeats_nothing()
def week(request: DeskRequest) -> HttpResponse:
    """The week of the day that is asked for in words, solar or lunar; of today where none is, or none can be read."""
    now, today, host = timezone.now(), timezone.localdate(), request.desk_host
    jump = make_jump(host, now=now, today=today, asked=single_line(request.GET.get("day", "")))
    first = jump.day or today
    context = {
        "jump": _echoed(jump),
        "days": [],
        "title": words.near_day_text(first, today),
        "line": words.near_day_line(first, today),
        "day_url": day_url(host, first),
        "previous_url": week_url(host, first - WEEK) if (first - WEEK).year in YEARS else "",
        "next_url": week_url(host, first + WEEK) if first + WEEK <= horizon(now) else "",
    }
    if not jump.error and not jump.beyond:
        context |= _part(host, first, now=now, today=today)
    return desk_page(request, "desk/calendar/week.html", context, current="calendar")


@require_safe
@repeats_nothing("v")
def fresh(request: DeskRequest, day: dt.date) -> HttpResponse:
    """The days of the week that begins with `day`, if they have changed since."""
    now = timezone.now()
    context = _part(request.desk_host, day, now=now, today=timezone.localdate(now))
    return answer(request, context["version"], "desk/calendar/_week.html", lambda: context, now=now)


def _part(host: Host, first: dt.date, *, now: dt.datetime, today: dt.date) -> dict:
    """For templates/desk/calendar/_week.html."""
    days = _days(host, first, now=now, today=today)
    version = version_of(days, now=now)
    return {"host": host, "first": first, "days": days, "version": version, "fresh_at": time_text(now)}


def _echoed(jump: Jump) -> Jump:
    """What the form shows again: an address's own way to write a day is nobody's."""
    return replace(jump, asked="") if jump.day and jump.asked == jump.day.isoformat() else jump


def _days(host: Host, first: dt.date, *, now: dt.datetime, today: dt.date) -> list[dict]:
    days = [day for day in (first + offset * DAY for offset in range(7)) if day.year in YEARS]
    last = days[-1]
    times = times_between(host, first, last, now=now, over=True)
    closed = lookups.house_closures(host, first=first, last=last)
    festivals, final = festivals_between(first, last), horizon(now)
    return [
        {
            "day": day,
            "text": short_day_text(day),
            "long_text": day_text(day),
            "lunar": words.short_lunar_text(day),
            "is_first": day == first,
            "is_today": day == today,
            "festival": ", ".join(festival.label for festival in festivals.get(day, [])),
            "closed": day in closed,
            "reason": closed[day].reason if day in closed else "",
            "beyond": day > final,
            "times": times.get(day, []),
            "url": day_url(host, day),
        }
        for day in days
    ]
