"""Groups that asked: what waits for the house first, then what is under way, then what is over."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings import group_texts
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.words import near_moment
from bookings.domain.groups.states import state_at, under_way
from bookings.enums import GROUP_COMING, GROUP_OVER, GroupState, GroupTurn
from bookings.models import GroupRequest, Quote
from bookings.models.group_request import GroupRequestQuerySet
from common.words.money import format_vnd

PER_PAGE = 20
# By the name in the address: what the list shows.
SHOWN = ("waiting", "asking", "coming", "over")
# The mark of components/state.html.
MARKS = {
    GroupState.NEW: "PENDING",
    GroupState.QUOTED: "ON_HOLD",
    GroupState.ACCEPTED: "PENDING",
    GroupState.CONFIRMED: "CONFIRMED",
    GroupState.FROZEN: "CONFIRMED",
    GroupState.DONE: "REDEEMED",
}


@require_safe
def groups(request: DeskRequest) -> HttpResponse:
    """In a fixed number of queries for a page."""
    now, own = timezone.now(), GroupRequest.objects.for_host(request.desk_host)
    open_ones = under_way(now).filter(host=request.desk_host)
    lists: dict[str, GroupRequestQuerySet] = {
        "waiting": open_ones.filter(turn=GroupTurn.HOUSE),
        "asking": open_ones.filter(state=GroupState.QUOTED, turn=GroupTurn.GUEST),
        "coming": open_ones.filter(state__in=GROUP_COMING),
        "over": own.exclude(pk__in=open_ones.values("pk")),
    }
    counts = {name: rows.count() for name, rows in lists.items() if name != "over"}
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else next((name for name in SHOWN[:3] if counts[name]), "waiting")
    rows = lists[shown].select_related("experience").order_by("-changed_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(list(page.object_list), now=now),
        "tabs": _tabs(shown, counts),
        "shown": shown,
        "base_url": f"?show={shown}&",
        "any": own.exists(),
    }
    return desk_page(request, "desk/groups/groups.html", context, current="setup")


def lines_of(requests: list[GroupRequest], *, now: dt.datetime) -> list[dict[str, Any]]:
    """A line of the list for each; one query."""
    newest: dict[int, Quote] = {}
    for quote in Quote.objects.filter(request__in=[one.pk for one in requests]).order_by("version"):
        newest[quote.request_id] = quote
    return [_line(one, newest.get(one.pk), now=now) for one in requests]


def _line(request: GroupRequest, quote: Quote | None, *, now: dt.datetime) -> dict[str, Any]:
    state = state_at(request, quote, now=now)
    return {
        "request": request,
        "mark": MARKS.get(state, "CANCELLED"),
        "state_text": state.label,
        "turn_text": "" if state in GROUP_OVER else GroupTurn(request.turn).label,
        "waits": request.turn == GroupTurn.HOUSE and state not in GROUP_OVER,
        "days_text": group_texts.days_text(request),
        "size_text": group_texts.size_text(request),
        "quote_text": quote_text(quote) if quote and state == GroupState.QUOTED else "",
    }


def quote_text(quote: Quote) -> str:
    """`Báo giá 2: 7.040.000 ₫, đến 18:00 T5 3/12`."""
    told = {"version": quote.version, "total": format_vnd(quote.total_vnd), "until": near_moment(quote.valid_until)}
    return _("Quote %(version)s: %(total)s, until %(until)s") % told


def _tabs(shown: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    titles = {
        "waiting": _("Waits for you"),
        "asking": _("Waits for the guest"),
        "coming": _("Coming"),
        "over": _("Over"),
    }
    return [
        {
            "text": f"{title} ({counts[name]})" if counts.get(name) else title,
            "url": f"?show={name}",
            "selected": name == shown,
        }
        for name, title in titles.items()
    ]
