"""What a day's page stands at: a short text that changes with anything the page shows, for far less than the page."""

import datetime as dt
from typing import Any

from django.core.cache import cache
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from bookings.desk.calendar.cancelled_slot import calls_to_make
from bookings.desk.shell import lookups
from bookings.desk.shell.fresh import version_of
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.calendar.conflicts import count_open
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.money.refunds import refunds_due
from bookings.domain.seats import opening
from bookings.models import Booking, BookingAct, LedgerEntry, LedgerMove, Slot
from villages.models import Host

# Seconds for which what stands above the day's times is not counted again: it asks for all that is to come.
NOTICES_KEPT = 60

_OF_A_SLOT = (
    *("pk", "starts_at", "ends_at", "decide_at", "planned_at", "capacity", "capacity_by_hand", "waiting", "prices"),
    *("note", "decision", "cancelled_at", "withdrawn_at", "closure_id", "min_to_run", "experience__min_to_run"),
    *("experience__decide_hours", "experience__name", "experience__name_en"),
)
_OF_A_BOOKING = (
    *("pk", "slot_id", "status", "awaits", "seats", "total_vnd", "missing_vnd", "no_show_at", "contact_name"),
    *("contact_phone", "note", "dietary", "spoken_language", "waiting_entry__pk"),
)


def day_version(host: Host, day: dt.date, *, now: dt.datetime) -> str:
    """In two queries, and once in a while some more. What the clock alone changes, such as a check-in that opens, is
    in it too.
    """
    shown = [_notices(host, day, now=now), _slots(host, day, now=now), _bookings(host, day, now=now)]
    return version_of(shown, now=now)


def _slots(host: Host, day: dt.date, *, now: dt.datetime) -> list[tuple]:
    slots = Slot.objects.for_host(host).standing().filter(starts_at__gte=day_start(day), starts_at__lt=day_end(day))
    rows = slots.order_by("pk").values_list(*_OF_A_SLOT)
    return [(row, _by_the_clock(*row[1:4], now=now)) for row in rows]


def _by_the_clock(
    starts_at: dt.datetime, ends_at: dt.datetime, decide_at: dt.datetime | None, *, now: dt.datetime
) -> tuple[bool, ...]:
    return starts_at - now <= EARLIEST, starts_at > now, ends_at > now, decide_at is not None and decide_at <= now


def _bookings(host: Host, day: dt.date, *, now: dt.datetime) -> list[tuple]:
    """Guests and money by their newest row: a change of party is written into its history, money into its ledger."""
    taking = Booking.objects.for_host(host).taking_seats(now)
    taking = taking.filter(slot__starts_at__gte=day_start(day), slot__starts_at__lt=day_end(day))
    newest = {
        "newest_act": _newest(BookingAct, "booking"),
        "newest_entry": _newest(LedgerEntry, "booking"),
        "newest_move": _newest(LedgerMove, "entry__booking"),
    }
    return list(taking.annotate(**newest).order_by("pk").values_list(*_OF_A_BOOKING, *newest))


def _newest(model: Any, booking: str) -> Subquery:
    rows = model.objects.filter(**{booking: OuterRef("pk")}).order_by().values(booking)
    return Subquery(rows.annotate(newest=Max("pk")).values("newest"))


def _notices(host: Host, day: dt.date, *, now: dt.datetime) -> list:
    """What the page says above its times, kept for a minute."""
    key = f"desk_notices_{host.pk}_{day}_{timezone.localdate(now)}"
    kept = cache.get(key)
    if kept is None:
        kept = _count_notices(host, day, now=now)
        cache.set(key, kept, NOTICES_KEPT)
    return kept


def _count_notices(host: Host, day: dt.date, *, now: dt.datetime) -> list:
    closure = lookups.house_closures(host, first=day, last=day).get(day)
    closed = (closure.pk, closure.reason) if closure else None
    if day != timezone.localdate(now):
        return [closed]
    calls = [(call["number"], call["url"], call["cancelled"]) for call in calls_to_make(host, now=now)]
    bookings = lookups.bookings_of(host)
    waiting = [bookings.awaiting(now).count(), bookings.unpaid(now).count(), refunds_due(now=now, host=host).count()]
    return [closed, bool(opening.lacking()), count_open(host, now=now), calls, *waiting]
