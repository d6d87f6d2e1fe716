"""The calendar by days: the next thirty, or a month; and days off."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.calendar.jump import make_jump
from bookings.desk.shell import lookups, words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes, day_url, succeeds
from bookings.desk.shell.fresh import answer, version_of
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar import closures
from bookings.domain.calendar.conflicts import open_by_day
from bookings.domain.calendar.slots import horizon
from bookings.models import Closure
from common.http.compress import repeats_nothing
from common.words.dates import day_text, month_text, time_text
from common.words.lunar import YEARS
from villages.domain.festivals import festivals_between
from villages.models import Host

DAYS = 30
DAY = dt.timedelta(days=1)


@require_safe
@repeats_nothing()
def calendar(request: DeskRequest) -> HttpResponse:
    """The next thirty days."""
    return _calendar(request, None)


@require_safe
@repeats_nothing()
def month(request: DeskRequest, month: dt.date) -> HttpResponse:
    """All days of a month, also those that are over."""
    return _calendar(request, month)


def last_of_month(first: dt.date) -> dt.date:
    return (first + 31 * DAY).replace(day=1) - DAY


@require_safe
@repeats_nothing("v")
def fresh(request: DeskRequest, month: dt.date | None = None) -> HttpResponse:
    """The part of the calendar's page that has its days, if it has changed since."""
    now = timezone.now()
    context = _part(request, month, now=now)
    return answer(request, context["version"], "desk/calendar/_month.html", lambda: context, now=now)


def _calendar(request: DeskRequest, month: dt.date | None) -> HttpResponse:
    context = _part(request, month, now=timezone.now())
    return desk_page(request, "desk/calendar/month.html", context, current="calendar")


def _part(request: DeskRequest, month: dt.date | None, *, now: dt.datetime) -> dict:
    """For templates/desk/calendar/_month.html: the next thirty days, or a month."""
    host, today = request.desk_host, timezone.localdate(now)
    first, last = (month, last_of_month(month)) if month else (today, today + (DAYS - 1) * DAY)
    days = _days(host, first, last, now=now, today=today)
    return {
        "host": host,
        "days": days,
        "sums": _sums(days),
        "month": month,
        "title": month_text(month) if month else _("The next 30 days"),
        "months": _months(host, month, today=today, last=horizon(now)),
        "jump": make_jump(host, now=now, today=today),
        "version": version_of(days, now=now),
        "fresh_at": time_text(now),
    }


def _days(host: Host, first: dt.date, last: dt.date, *, now: dt.datetime, today: dt.date) -> list[dict]:
    """Guests expected and places of each day, whether the house is closed, and what is to be decided."""
    closed = lookups.house_closures(host, first=first, last=last)
    offered = lookups.seats_offered(host, first=first, last=last)
    guests = lookups.guests_expected(host, first=first, last=last)
    conflicts = open_by_day(host, now=now) if last >= today else {}
    festivals, final = festivals_between(first, last), horizon(now)
    return [
        {
            "day": day,
            "weekday": day.isoweekday(),
            "name": words.near_day_text(day, today) if 0 <= (day - today).days < 2 else "",
            "text": words.short_day_text(day),
            "lunar": words.short_lunar_text(day),
            "festival": ", ".join(festival.label for festival in festivals.get(day, [])),
            "month": month_text(day),
            "url": day_url(host, day),
            "guests": guests.get(day, 0),
            "seats": offered.get(day, 0),
            "closed": day in closed,
            "reason": closed[day].reason if day in closed else "",
            "yearly": day in closed and closed[day].first_day is None,
            "conflicts": conflicts.get(day, 0),
            "past": day < today,
            "beyond": day > final,
        }
        for offset in range((last - first).days + 1)
        for day in [first + offset * DAY]
    ]


def _sums(days: list[dict]) -> dict:
    """Of all days; places of days on which nobody is received count for nothing."""
    return {
        "guests": sum(day["guests"] for day in days),
        "seats": sum(day["seats"] for day in days if not day["closed"]),
        "closed": sum(day["closed"] for day in days),
        "conflicts": sum(day["conflicts"] for day in days),
    }


def _months(host: Host, shown: dt.date | None, *, today: dt.date, last: dt.date) -> list[dict]:
    """The next thirty days, and every month for which times are open; before and after them what is shown."""
    this = today.replace(day=1)
    months = {shown or this, this}
    months |= {before for before in [(min(months) - DAY).replace(day=1)] if before.year in YEARS}
    while this <= last:
        months.add(this)
        this = last_of_month(this) + DAY
    near = {"text": _("30 days"), "url": reverse("desk:calendar", args=[host.slug]), "selected": shown is None}
    return [near] + [
        {
            "text": f"{of.month}/{of.year}",
            "url": reverse("desk:calendar_month", args=[host.slug, of]),
            "selected": of == shown,
        }
        for of in sorted(months)
    ]


@require_POST
def close(request: DeskRequest, day: dt.date) -> HttpResponse:
    """Take nobody new on `day`. Where parties are booked already, the day's page shows who stays."""
    host = request.desk_host
    said = {"day": day_text(day)}
    if lookups.house_closures(host, first=day, last=day):
        messages.info(request, _("%(day)s was closed already: nothing has changed.") % said)
    elif succeeds(request, lambda: closures.close_day(host=host, day=day, by=request.user, now=timezone.now())):
        messages.success(request, _("%(day)s is closed: nobody new can book.") % said)
    else:
        return _back(request, day)
    if lookups.has_parties_on(host, day):
        return HttpResponseRedirect(day_url(host, day))
    return _back(request, day)


@require_POST
def reopen(request: DeskRequest, day: dt.date) -> HttpResponse:
    host = request.desk_host
    changes(
        request,
        lambda: closures.reopen_day(host=host, day=day, now=timezone.now()),
        _("%(day)s is open again.") % {"day": day_text(day)},
        rows=lambda: Closure.objects.filter(host=host).values_list("pk"),
    )
    return _back(request, day)


def _back(request: DeskRequest, day: dt.date) -> HttpResponseRedirect:
    """To the day's line of the calendar where the form says back=calendar or back=month, else to the day's page."""
    slug, back = request.desk_host.slug, request.POST.get("back")
    if back == "calendar":
        return HttpResponseRedirect(f"{reverse('desk:calendar', args=[slug])}#ngay-{day:%Y-%m-%d}")
    if back == "month":
        return HttpResponseRedirect(f"{reverse('desk:calendar_month', args=[slug, day])}#ngay-{day:%Y-%m-%d}")
    return HttpResponseRedirect(day_url(request.desk_host, day))
