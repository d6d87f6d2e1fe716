"""A day of the host: its slots in order, and who comes to each."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.bookings.rows import Row, make_row
from bookings.desk.calendar.slot_details import by_hand_text, minimum_line, slot_anchor, slot_marks
from bookings.desk.day.day_money import DayMoney, day_money
from bookings.desk.shell import lookups
from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from common.words.dates import time_text
from common.words.text import fold
from villages.models import Host


@dataclass(frozen=True)
class SlotBoard:
    """One slot. `taken`, `checked_in` and `held` and `offered` in seats: who holds is still filling in the form,
    and who waited has been offered places and may take them."""

    time_text: str
    title: str
    capacity: int
    taken: int
    checked_in: int
    held: int
    offered: int
    rows: list[Row]
    url: str
    guests_url: str
    anchor: str
    marks: list[str]
    by_hand_text: str
    note: str
    minimum_line: str
    cancelled: bool


@dataclass(frozen=True)
class DayBoard:
    """`guests` and `here` in people, of parties; one that did not come, or is not confirmed yet, is in neither.

    `money` is None for who may not see it.
    """

    slots: list[SlotBoard]
    parties: int
    guests: int
    here: int
    money: DayMoney | None


def day_board(host: Host, day: dt.date, *, now: dt.datetime, closed: bool, manage: bool) -> DayBoard:
    """In five queries, however many come. On a closed day the rows carry phones: the host has to call.

    Without `manage` there is no money in it, and no way to what changes a slot.
    """
    by_slot: dict[int, list[Booking]] = defaultdict(list)
    slots = {slot.pk: slot for slot in lookups.slots_on(host, day)}
    for booking in lookups.seats_on(host, day, now=now):
        booking.slot = slots.get(booking.slot_id) or booking.slot
        by_slot[booking.slot_id].append(booking)
    boards = [
        _slot_board(slot, by_slot[slot.pk], host=host, now=now, with_phone=closed, manage=manage)
        for slot in slots.values()
    ]
    rows = [row for board in boards for row in board.rows if row.status not in ("NO_SHOW", "PENDING")]
    return DayBoard(
        slots=boards,
        parties=len(rows),
        guests=sum(row.seats for row in rows),
        here=sum(row.came for row in rows),
        money=day_money(booking for bookings in by_slot.values() for booking in bookings) if manage else None,
    )


def _slot_board(
    slot: Slot, bookings: list[Booking], *, host: Host, now: dt.datetime, with_phone: bool, manage: bool
) -> SlotBoard:
    parties = [booking for booking in bookings if booking.status != BookingStatus.ON_HOLD]
    parties.sort(key=lambda booking: (fold(booking.contact_name), booking.pk))
    takes_guests = slot.ends_at > now and slot.cancelled_at is None
    holds = [booking for booking in bookings if booking.status == BookingStatus.ON_HOLD]
    return SlotBoard(
        time_text=time_text(slot.starts_at),
        title=slot.experience.label,
        capacity=slot.capacity,
        taken=sum(booking.seats for booking in bookings),
        checked_in=sum(booking.seats for booking in parties if booking.status == BookingStatus.REDEEMED),
        held=sum(booking.seats for booking in holds if not hasattr(booking, "waiting_entry")),
        offered=sum(booking.seats for booking in holds if hasattr(booking, "waiting_entry")),
        rows=[
            make_row(
                booking,
                host=host,
                now=now,
                with_phone=with_phone,
                with_purse=manage,
                with_came=True,
                with_due=manage,
            )
            for booking in parties
        ],
        url=reverse("desk:slot", args=[host.slug, slot.pk]) if manage else "",
        guests_url=reverse("desk:slot_guests", args=[host.slug, slot.pk]) if manage and takes_guests else "",
        anchor=slot_anchor(slot),
        marks=[*([_("Cancelled")] if slot.cancelled_at else []), *slot_marks(slot)],
        by_hand_text=by_hand_text(slot) if manage else "",
        note=slot.note,
        minimum_line=minimum_line(slot, now=now) if slot.starts_at > now else "",
        cancelled=slot.cancelled_at is not None,
    )
