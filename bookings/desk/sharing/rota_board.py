"""The rota as its page shows it: who does what in the next fortnight, how the work is shared, who is off."""

import datetime as dt
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.desk.shell.words import date_line, near_day_text
from bookings.domain.calendar.recurrence import day_start
from bookings.domain.sharing.rota import Share, VisitTurns, shares, turns_ahead
from bookings.models import DayOff, Resource
from common.words.dates import short_day_text, time_text
from experiences.texts import duration_text
from villages.models import Host

DAYS = 14


def rota_boards(host: Host, *, now: dt.datetime) -> list[dict]:
    """Every rota of `host`, for templates/desk/sharing/rota.html; a fixed number of queries for each."""
    resources = Resource.objects.filter(host=host, artisans__isnull=False).distinct()
    return [_board(resource, now=now) for resource in resources]


def _board(resource: Resource, *, now: dt.datetime) -> dict:
    """Ids as text: templates write a number as people read it, 1.234."""
    today = timezone.localtime(now).date()
    turns = turns_ahead(resource, now=now, until=day_start(today + dt.timedelta(days=DAYS)))
    by_day = groupby(turns, key=lambda turn: timezone.localtime(turn.slot.starts_at).date())
    return {
        "pk": str(resource.pk),
        "title": resource.label,
        "missing": sum(turn.missing for turn in turns),
        "days": [
            {"title": _day_title(day, today), "visits": [_visit(turn) for turn in of_day]} for day, of_day in by_day
        ],
        "shares": _shares(shares(resource, now=now)),
    }


def _day_title(day: dt.date, today: dt.date) -> str:
    return f"{near_day_text(day, today)} · {short_day_text(day)}" if (day - today).days < 2 else date_line(day)


def _visit(turn: VisitTurns) -> dict:
    return {
        "slot": str(turn.slot.pk),
        "time": time_text(turn.slot.starts_at),
        "title": turn.slot.experience.label,
        "guests": ngettext("%(n)s place taken", "%(n)s places taken", turn.slot.taken) % {"n": turn.slot.taken},
        "people": [
            {"pk": str(row.artisan_id), "name": row.artisan.label, "by_hand": row.by_hand} for row in turn.assignments
        ],
        "by_hand": any(row.by_hand for row in turn.assignments),
        "missing": turn.missing,
        "missing_text": ngettext("%(n)s person is missing", "%(n)s people are missing", turn.missing)
        % {"n": turn.missing},
        "free": [{"pk": str(artisan.pk), "name": artisan.label} for artisan in turn.free],
    }


def _shares(rows: list[Share]) -> dict:
    """Bars on one scale, in hundredths of it; the mark stands at an equal part."""
    expected = rows[0].expected_minutes if rows else 0
    scale = max([expected, *(row.minutes for row in rows)], default=0) or 1
    return {
        "rows": [
            {
                "name": row.artisan.label,
                "turns": ngettext("%(n)s turn", "%(n)s turns", row.turns) % {"n": row.turns},
                "hours": _hours(row.minutes),
                "percent": round(100 * row.minutes / scale),
            }
            for row in rows
        ],
        "worked": any(row.minutes for row in rows),
        "mark": round(100 * expected / scale),
        "expected": _hours(expected),
    }


def _hours(minutes: int) -> str:
    return duration_text(minutes) if minutes else _("no hours")


def off_lines(host: Host, *, today: dt.date) -> list[dict]:
    """Coming days off of the host's people, for templates/desk/calendar/_rule.html."""
    rows = DayOff.objects.filter(artisan__host=host, last_day__gte=today).select_related("artisan")
    return [off_line(row, host=host) for row in rows.order_by("first_day", "pk")]


def off_line(row: DayOff, *, host: Host) -> dict:
    return {
        "icon": "calendar-off",
        "title": row.artisan.label,
        "text": off_text(row),
        "period": row.reason,
        "remove_url": reverse("desk:day_off_remove", args=[host.slug, row.pk]) if row.pk else "",
    }


def off_text(row: DayOff) -> str:
    """`T7 28/11` or `T7 28/11 – T2 30/11`."""
    if row.first_day == row.last_day:
        return short_day_text(row.first_day)
    return f"{short_day_text(row.first_day)} – {short_day_text(row.last_day)}"
