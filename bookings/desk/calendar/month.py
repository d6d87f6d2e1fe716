"""The next thirty days, and days off."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.shell import lookups, words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import day_url, succeeds
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar import closures
from common.words.dates import day_text, month_text
from villages.domain.festivals import festivals_between

DAYS = 30


@require_safe
def calendar(request: DeskRequest) -> HttpResponse:
    """Guests expected on each day, and whether the house is closed."""
    host, first = request.desk_host, timezone.localdate()
    last = first + dt.timedelta(days=DAYS - 1)
    closed = lookups.house_closures(host, first=first, last=last)
    offered = lookups.seats_offered(host, first=first, last=last)
    guests = lookups.guests_expected(host, first=first, last=last)
    festivals = festivals_between(first, last)
    days = [
        {
            "day": day,
            "name": words.near_day_text(day, first) if offset < 2 else "",
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
        }
        for offset in range(DAYS)
        for day in [first + dt.timedelta(days=offset)]
    ]
    return desk_page(request, "desk/calendar/month.html", {"days": days}, current="calendar")


@require_POST
def close(request: DeskRequest, day: dt.date) -> HttpResponse:
    """Take nobody new on `day`. Where parties are booked already, the day's page shows who stays."""
    host = request.desk_host
    if not succeeds(
        request,
        lambda: closures.close_day(host=host, day=day, by=request.user, now=timezone.now()),
    ):
        return _back(request, day)
    messages.success(request, _("%(day)s is closed: nobody new can book.") % {"day": day_text(day)})
    if lookups.has_parties_on(host, day):
        return HttpResponseRedirect(day_url(host, day))
    return _back(request, day)


@require_POST
def reopen(request: DeskRequest, day: dt.date) -> HttpResponse:
    host = request.desk_host
    if succeeds(request, lambda: closures.reopen_day(host=host, day=day, now=timezone.now())):
        messages.success(request, _("%(day)s is open again.") % {"day": day_text(day)})
    return _back(request, day)


def _back(request: DeskRequest, day: dt.date) -> HttpResponseRedirect:
    """To the calendar at the day's line where the form says back=calendar, else to the day's page."""
    if request.POST.get("back") == "calendar":
        return HttpResponseRedirect(f"{reverse('desk:calendar', args=[request.desk_host.slug])}#ngay-{day:%Y-%m-%d}")
    return HttpResponseRedirect(day_url(request.desk_host, day))
