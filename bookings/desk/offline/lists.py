"""Today's and tomorrow's parties, for a phone to keep."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from bookings.desk.bookings.rows import came_of
from bookings.desk.shell import lookups, words
from bookings.desk.shell.access import DeskRequest
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.booking.scanning import expected_within
from bookings.enums import BookingStatus, LedgerKind
from bookings.models import Booking, Slot
from bookings.texts import entry_text, party_text
from common.words.dates import day_text, local, time_text
from common.words.money import format_vnd
from common.words.text import fold
from villages.models import Host

DAYS = 2


@require_safe
def lists(request: DeskRequest) -> HttpResponse:
    """`{"version", "made_at", "days": [{"day", "title", "line", "slots": […]}]}`; 304 to who has that version.

    `made_at`, in seconds, is before all that was read: of two lists on their way to one phone the later made is newer.
    A slot: `time`, `title`, `taken` and `capacity` in seats, `cancelled`, `parties`; `opens` is when its parties can be
    checked in, `first` and `last` from when until when a scan takes them for today's. A party: see `_party`.
    """
    first = timezone.localdate()
    manage, now = request.desk_may.manage, timezone.now()
    days = [_day(request.desk_host, first + dt.timedelta(days=n), manage=manage, now=now) for n in range(DAYS)]
    version = hashlib.sha256(json.dumps(days, sort_keys=True).encode()).hexdigest()[:24]
    etag = quote_etag(version)
    answer = JsonResponse({"version": version, "made_at": now.timestamp(), "days": days}, headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _day(host: Host, day: dt.date, *, manage: bool, now: dt.datetime) -> dict[str, Any]:
    """In five queries, however many come."""
    by_slot: dict[int, list[Booking]] = defaultdict(list)
    slots = {slot.pk: slot for slot in lookups.slots_on(host, day)}
    for booking in lookups.seats_on(host, day, now=now):
        booking.slot = slots.get(booking.slot_id) or booking.slot
        by_slot[booking.slot_id].append(booking)
    return {
        "day": day.isoformat(),
        "title": day_text(day),
        "line": words.short_lunar_text(day),
        "slots": [_slot(slot, by_slot[slot.pk], manage=manage) for slot in slots.values()],
    }


def _slot(slot: Slot, bookings: list[Booking], *, manage: bool) -> dict[str, Any]:
    parties = [booking for booking in bookings if booking.status != BookingStatus.ON_HOLD]
    parties.sort(key=lambda booking: (fold(booking.contact_name), booking.pk))
    first, last = expected_within(slot)
    return {
        "time": time_text(slot.starts_at),
        "opens": local(slot.starts_at - EARLIEST).isoformat(),
        "first": local(first).isoformat(),
        "last": local(last).isoformat(),
        "title": slot.experience.label,
        "taken": sum(booking.seats for booking in bookings),
        "capacity": slot.capacity,
        "cancelled": slot.cancelled_at is not None,
        "parties": [_party(booking, manage=manage) for booking in parties],
    }


def _party(booking: Booking, *, manage: bool) -> dict[str, Any]:
    """One party. `status` as components/state.html has it, with NO_SHOW; `people` booked, `came` of them and here;
    `due` in đồng, below 0 to give back; `payments` are those that can be taken back.
    Without `manage` no money is told."""
    status, status_text = words.state_of(booking)
    due = booking.due_vnd if manage else 0  # type: ignore[attr-defined]
    phone = booking.contact_phone
    standing = booking.standing_rows if manage else []  # type: ignore[attr-defined]
    payments = [row for row in standing if row.kind == LedgerKind.PAYMENT]
    units = [
        {"id": unit.pk, "label": str(unit.get_type_display()), "number": unit.quantity} for unit in booking.units.all()
    ]
    return {
        "reference": booking.reference,
        "name": booking.contact_name,
        "people": sum(unit["number"] for unit in units),
        "party": party_text(booking),
        "units": units,
        "needs": words.needs_text(booking),
        "note": booking.note,
        "phone": words.phone_text(booking),
        "phone_url": phone.as_rfc3966 if phone else "",
        "status": status,
        "status_text": status_text,
        "came": came_of(booking) if status == BookingStatus.REDEEMED else 0,
        "checked_in_at": local(booking.redeemed_at).isoformat() if booking.redeemed_at else None,
        "sees_money": manage,
        "due": due,
        "due_text": format_vnd(abs(due)) if due else "",
        "payments": [{"entry": row.pk, "amount": row.amount_vnd, "text": entry_text(row)} for row in payments],
    }
