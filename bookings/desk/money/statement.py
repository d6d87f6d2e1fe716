"""The statement: what the host took and gave back in a month or on a day, on the page and as a file."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.money import exports
from bookings.desk.money.closing_words import closing_line, month_text_of, since_text
from bookings.desk.money.incoming import count_to_look_at
from bookings.desk.money.statement_lines import breakdown, day_lines, row_lines
from bookings.desk.shell import words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from bookings.domain.money.closing import closed_days, closings_of
from bookings.domain.money.refunds import refunds_due
from bookings.domain.money.statement import money_between, sums
from bookings.domain.money.tax import year_so_far
from common.http.compress import repeats_nothing
from common.words.dates import month_text
from common.words.money import format_vnd
from villages.models import Host

FORMATS = {"csv": exports.csv_file, "xlsx": exports.xlsx_file}


@require_safe
@repeats_nothing()
def this_month(request: DeskRequest) -> HttpResponse:
    return _month(request, timezone.localdate().replace(day=1))


@require_safe
@repeats_nothing()
def month(request: DeskRequest, month: dt.date) -> HttpResponse:
    return _month(request, month)


@require_safe
@repeats_nothing()
def day(request: DeskRequest, day: dt.date) -> HttpResponse:
    host = request.desk_host
    rows, today = money_between(host, day, day), timezone.localdate()
    closed = closed_days(host, day, day).get(day)
    context = _page(request, day, day) | {
        "title": words.near_day_text(day, today),
        "up": (reverse("desk:money_month", args=[host.slug, day]), month_text(day)),
        "previous_url": reverse("desk:money_day", args=[host.slug, day - dt.timedelta(days=1)]),
        "next_url": reverse("desk:money_day", args=[host.slug, day + dt.timedelta(days=1)]),
        "rows": row_lines(rows, host, closed),
        "closings": [closing_line(closing) for closing in closings_of(host, day)],
        "closed_text": since_text(closed),
        "close_url": reverse("desk:money_close", args=[host.slug, day]) if day <= today else "",
        "visits_url": reverse("desk:day", args=[host.slug, day]),
    }
    return desk_page(request, "desk/money/statement.html", context, current="setup")


@require_safe
def export(request: DeskRequest, first: dt.date, last: dt.date, kind: str) -> HttpResponse:
    """The rows of a span of at most a year as a file."""
    if kind not in FORMATS or not dt.timedelta(0) <= last - first <= dt.timedelta(days=366):
        raise Http404
    return FORMATS[kind](request.desk_host, first, last)


def _month(request: DeskRequest, first: dt.date) -> HttpResponse:
    host = request.desk_host
    last = _next_month(first) - dt.timedelta(days=1)
    closed = closed_days(host, first, last)
    context = _page(request, first, last) | {
        "title": month_text(first),
        "previous_url": _month_url(host, (first - dt.timedelta(days=1)).replace(day=1)),
        "next_url": _month_url(host, _next_month(first)),
        "days": day_lines(money_between(host, first, last), host, closed),
        "closed_text": month_text_of(closed),
        "year": _year(host, first),
    }
    return desk_page(request, "desk/money/statement.html", context, current="setup")


def _year(host: Host, day: dt.date) -> dict:
    """The year's takings beside the law's threshold, for templates/desk/money/_year.html; empty where none is known."""
    found = year_so_far(host, day)
    if found is None:
        return {}
    return {
        "year": str(found.year),
        "taken_text": format_vnd(found.taken_vnd),
        "threshold_text": format_vnd(found.threshold.amount_vnd),
        "percent": found.percent,
        "source": found.threshold.source,
    }


def _page(request: DeskRequest, first: dt.date, last: dt.date) -> dict:
    rows = money_between(request.desk_host, first, last)
    whole = sums(rows)
    return {
        "incoming_url": reverse("desk:incoming", args=[request.desk_host.slug]),
        "incoming_count": count_to_look_at(request.desk_host),
        "refunds_count": refunds_due(now=timezone.now(), host=request.desk_host).count(),
        "taken_text": format_vnd(whole.taken),
        "given_back_text": format_vnd(whole.given_back),
        "net_text": format_vnd(whole.net),
        "parts": breakdown(rows),
        "files": [
            (reverse("desk:money_file", args=[request.desk_host.slug, first, last, kind]), text)
            for kind, text in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
    }


def _next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1)


def _month_url(host: Host, first: dt.date) -> str:
    return reverse("desk:money_month", args=[host.slug, first])
