"""The times that guests can be entered for, under their days."""

import datetime as dt

from django.utils import timezone

from bookings.desk.calendar.rooms import times_between
from bookings.desk.shell import lookups
from bookings.desk.shell.words import near_day_line, near_day_text
from villages.models import Host

DAYS = 7


def days_with_times(host: Host, day: dt.date | None, *, now: dt.datetime) -> list[dict]:
    """Of `day`, or of today and the next days: those that are not over, with the seats that are left."""
    today = timezone.localdate()
    first, last = (day, day) if day else (today, today + dt.timedelta(days=DAYS - 1))
    closed = lookups.house_closures(host, first=first, last=last)
    return [
        {
            "title": near_day_text(on, today),
            "line": near_day_line(on, today),
            "closed": on in closed,
            "times": times,
        }
        for on, times in times_between(host, first, last, now=now).items()
    ]
