"""Money to give back: to whom, since when and into which account; and refunds whose end nobody has noted yet."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.bookings.purse import Purse, make_purse, refund_ends_of
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import booking_url
from bookings.desk.shell.lookups import with_standing_rows
from bookings.desk.shell.page import desk_page
from bookings.domain.money.refund_account import is_doubtful, transfer_back
from bookings.domain.money.refunds import refunds_due as due_back
from bookings.domain.money.refunds import refunds_under_way, with_came_back_at
from bookings.domain.money.transfer import vietqr
from bookings.models import Booking, LedgerEntry
from bookings.models.booking import BookingQuerySet
from bookings.texts import by_text, party_text
from bookings.transfer_words import bank_apps, words_of
from common.look.qr import svg
from common.words.dates import local, moment_text, short_day_text, time_text
from common.words.money import format_vnd
from villages.models import Host

PER_PAGE = 6
# Of those on their way; the oldest stand first, and what is noted makes room.
MOST_UNDER_WAY = 10


@dataclass(frozen=True)
class DueCard:
    """Money for one guest. `transfer` is what components/transfer.html takes, empty where no account is to be used:
    none is given, or, `doubtful`, money came back from it. Its code is drawn, from `code`, in one card of a page: all
    are more than a poor signal carries. `days` is how long it has been due.
    """

    reference: str
    url: str
    name: str
    visit_text: str
    since_text: str
    days: int
    phone: str
    phone_url: str
    doubtful: bool
    transfer: dict
    code: str
    apps: list[dict[str, str]]
    purse: Purse


@dataclass(frozen=True)
class WayCard:
    """A refund on its way; `ends` are (url, text)."""

    url: str
    name: str
    amount_text: str
    detail: str
    ends: list[tuple[str, str]]


@require_safe
def refunds_due(request: DeskRequest) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    page = Paginator(_due(host, now=now), PER_PAGE).get_page(request.GET.get("page"))
    under_way = refunds_under_way(host)
    cards = [_card(booking, host, now=now) for booking in page]
    asked = request.GET.get("show", "")
    payable = [card for card in cards if card.transfer]
    opened = next((card for card in payable if card.reference == asked), payable[0] if payable else None)
    if opened is not None:
        opened.transfer["code"] = svg(opened.code)
    context = {
        "page": page,
        "cards": cards,
        "under_way": [_way_card(entry, host) for entry in under_way[:MOST_UNDER_WAY]],
        "under_way_count": under_way.count(),
        "up_url": reverse("desk:money", args=[host.slug]),
    }
    return desk_page(request, "desk/money/refunds.html", context, current="setup")


def _due(host: Host, *, now: dt.datetime) -> BookingQuerySet:
    bookings = with_came_back_at(with_standing_rows(due_back(now=now, host=host)))
    return bookings.select_related("slot__experience__host", "refund_account").prefetch_related("units")


def _card(booking: Booking, host: Host, *, now: dt.datetime) -> DueCard:
    purse = make_purse(booking, host, now=now)
    account = getattr(booking, "refund_account", None)
    doubtful = account is not None and is_doubtful(account, booking.came_back_at)  # type: ignore[attr-defined]
    transfer = transfer_back(booking, account, purse.owed_back) if account and not doubtful else None
    since: dt.datetime = booking.owed_since  # type: ignore[attr-defined]
    slot = booking.slot
    return DueCard(
        reference=booking.reference,
        url=booking_url(host, booking),
        name=booking.contact_name,
        visit_text=f"{_short(slot.starts_at)} · {party_text(booking)}",
        since_text=moment_text(since),
        days=max((timezone.localdate(now) - local(since).date()).days, 0),
        phone=booking.contact_phone.as_national if booking.contact_phone else "",
        phone_url=booking.contact_phone.as_rfc3966 if booking.contact_phone else "",
        doubtful=doubtful,
        transfer=words_of(transfer, host) if transfer else {},
        code=vietqr(transfer) if transfer else "",
        apps=bank_apps(transfer) if transfer else [],
        purse=purse,
    )


def _way_card(entry: LedgerEntry, host: Host) -> WayCard:
    booking = entry.booking
    return WayCard(
        url=booking_url(host, booking),
        name=booking.contact_name,
        amount_text=format_vnd(entry.amount_vnd),
        detail=f"{_short(entry.happened_at)} · {by_text(entry.by_name, entry.method)}",
        ends=refund_ends_of(entry, [host.slug, booking.reference]),
    )


def _short(moment: dt.datetime) -> str:
    return f"{short_day_text(local(moment).date())} {time_text(moment)}"
