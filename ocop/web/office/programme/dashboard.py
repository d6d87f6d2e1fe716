"""Targets beside what the register says on any day, and the same as Excel."""

from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ocop.domain.programme.attention import held_re_evaluated
from ocop.models import Office
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme import workbook
from ocop.web.office.programme.asked import Asked, Shown, period_text, read_asked, shown
from ocop.web.office.programme.chart import MOST
from ocop.web.office.programme.page import programme_page


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    today = timezone.localdate()
    asked, olds = read_asked(request.office, request.GET, today=today)
    # The list of products knows today alone, and no former province.
    links = partial(_products, request.office) if asked == Asked(day=today, period=asked.period) else None
    found = shown(request.office, asked, links=links)
    context = {
        "asked": asked,
        "shown": found,
        "today": today,
        "re_evaluated": held_re_evaluated(request.office, today) if asked.day == today and not asked.ever else 0,
        "lands": _lands(request.office, asked, olds),
        "periods": _periods(asked, found),
        "period": period_text(found.period) if found.period else "",
        "tables": [_table(request, chart) for chart in found.charts],
        "query": asked.query(period=found.period.key if found.period else ""),
    }
    return programme_page(request, "dashboard.html", context, current="programme")


@require_safe
def file(request: OfficeRequest) -> HttpResponse:
    asked, _olds = read_asked(request.office, request.GET, today=timezone.localdate())
    return workbook.answer(request.office, asked)


def _products(office: Office, **filters) -> str:
    named = {name: value for name, value in filters.items() if value}
    return f"{reverse('office:products', args=[office.slug])}?{urlencode(named | {'state': 'in_force'})}"


def _lands(office: Office, asked: Asked, olds: list[str]) -> list[dict]:
    """Nothing to choose for a commune."""
    if not olds:
        return []
    names = [("", str(office.province))]
    names += [(old, _("%(province)s before July 2025") % {"province": old}) for old in olds]
    return [
        {
            "text": text,
            "url": f"?{asked.query(former_province=key, period='')}",
            "selected": asked.former_province == key,
        }
        for key, text in names
    ]


def _periods(asked: Asked, found: Shown) -> list[dict]:
    return [
        {
            "text": period_text(one),
            "url": f"?{asked.query(period=one.key)}",
            "selected": one == found.period,
        }
        for one in found.periods
    ]


def _table(request: OfficeRequest, chart) -> dict:
    """A table has an end: of what is longer, a page."""
    name = f"trang-{chart.key}"
    page = Paginator(chart.lines, 2 * MOST).get_page(request.GET.get(name))
    rest = {key: value for key, value in request.GET.items() if key != name}
    return {"chart": chart, "page": page, "name": name, "base_url": f"?{urlencode(rest)}&" if rest else "?"}
