"""Today, and any other day."""

import datetime as dt
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.desk.calendar.cancelled_slot import calls_to_make
from bookings.desk.calendar.jump import make_jump
from bookings.desk.day.board import day_board
from bookings.desk.day.version import day_version
from bookings.desk.shell import lookups, words
from bookings.desk.shell.access import DeskRequest, first_page
from bookings.desk.shell.answers import day_url
from bookings.desk.shell.fresh import answer
from bookings.desk.shell.page import desk_links, desk_page
from bookings.domain.calendar.conflicts import count_open
from bookings.domain.money.refunds import refunds_due
from bookings.domain.seats import opening
from common.http.compress import repeats_nothing
from common.words.dates import time_text
from villages.domain.festivals import festivals_between


@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Straight to where the day at the host begins, or a choice where a person works at several desks."""
    if len(request.desk_hosts) == 1:
        return redirect(first_page(request.desk_hosts[0]))
    return desk_page(request, "desk/shell/choose.html", {"desks": desk_links(request)})


@require_safe
@repeats_nothing()
def today(request: DeskRequest) -> HttpResponse:
    return _day_page(request, timezone.localdate())


@require_safe
@repeats_nothing()
def day(request: DeskRequest, day: dt.date) -> HttpResponse:
    return _day_page(request, day)


@require_safe
@repeats_nothing("v")
def fresh(request: DeskRequest, day: dt.date) -> HttpResponse:
    """The day's part of its page, if it has changed since."""
    now = timezone.now()
    version = day_version(request.desk_host, day, now=now)
    context = partial(_day_context, request, day, version=version)
    return answer(request, version, "desk/day/_day.html", context, now=now)


def _day_page(request: DeskRequest, day: dt.date) -> HttpResponse:
    version = day_version(request.desk_host, day, now=timezone.now())
    context, today = _day_context(request, day, version=version), timezone.localdate()
    if day == today:
        return desk_page(request, "desk/day/day.html", context, current="today")
    # The frame's date is today's on every page; beside another day it has to say so.
    context["desk_date_text"] = _("Today: %(date)s") % {"date": words.date_line(today)}
    return desk_page(request, "desk/day/day.html", context, current="calendar")


def _day_context(request: DeskRequest, day: dt.date, *, version: str) -> dict:
    """For templates/desk/day/_day.html."""
    host, today, now = request.desk_host, timezone.localdate(), timezone.now()
    manage = request.desk_may.manage
    closure = lookups.house_closures(host, first=day, last=day).get(day)
    closed = closure is not None
    context = {
        "host": host,
        "desk_may": request.desk_may,
        "version": version,
        "fresh_at": time_text(now),
        "day": day,
        "is_today": day == today,
        "is_past": day < today,
        "is_future": day > today,
        "day_title": words.near_day_text(day, today),
        "day_line": words.near_day_line(day, today),
        "festival": ", ".join(festival.label for festival in festivals_between(day, day).get(day, [])),
        "previous_url": day_url(host, day - dt.timedelta(days=1)),
        "next_url": day_url(host, day + dt.timedelta(days=1)),
        "closed": closed,
        "closure": closure,
        "jump": make_jump(host, now=now, today=today) if manage else None,
        "board": day_board(host, day, now=now, closed=closed, manage=manage),
    }
    if day == today and manage:
        context["not_open"] = opening.lacking()
        context["open_conflicts"] = count_open(host, now=now)
        context["calls"] = calls_to_make(host, now=now)
        context["awaiting"] = lookups.bookings_of(host).awaiting(now).count()
        context["unpaid"] = lookups.bookings_of(host).unpaid(now).count()
        context["refunds"] = refunds_due(now=now, host=host).count()
    return context
