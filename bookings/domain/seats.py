"""The seat rule: lock the slot by an UPDATE, count what takes seats, write `taken` under a CHECK.

An UPDATE as the transaction's first statement is what holds on PostgreSQL (READ COMMITTED and REPEATABLE READ) and on
SQLite (BEGIN IMMEDIATE) alike; see docs/decisions/0003. Nothing outside this module writes `taken`.
"""

import datetime as dt

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from common.refusal import Refused


class SlotGone(Refused):
    """The slot does not exist any more."""

    message = _("This time is no longer offered. Please choose another one.")


class NotEnoughSeats(Refused):
    """Fewer seats are free than the party needs; `free` says how many are left."""

    def __init__(self, free: int) -> None:
        self.free = free
        if free:
            message = ngettext(
                "Only %(free)s place is left at this time. Make the party smaller or choose another time.",
                "Only %(free)s places are left at this time. Make the party smaller or choose another time.",
                free,
            )
            super().__init__(message % {"free": free})
        else:
            super().__init__(_("This time has just filled up. Please choose another one."))


def lock_slot(slot_id: int) -> Slot:
    """Hold the slot's row until the transaction ends and return it fresh, with its experience and host.

    Must be the transaction's first statement. Raises SlotGone.
    """
    if not Slot.objects.filter(pk=slot_id).update(taken=F("taken")):
        raise SlotGone
    return Slot.objects.select_related("experience__host", "experience__village").get(pk=slot_id)


def seats_taken(slot: Slot, *, now: dt.datetime, except_for: Booking | None = None) -> int:
    """Seats that bookings take at `now`, without those of `except_for`. Only true under the slot's lock."""
    bookings = Booking.objects.filter(slot=slot).taking_seats(now)
    if except_for is not None:
        bookings = bookings.exclude(pk=except_for.pk)
    return bookings.aggregate(total=Sum("seats"))["total"] or 0


def require_free(slot: Slot, *, seats: int, taken: int) -> None:
    """Raises NotEnoughSeats where `seats` more do not fit."""
    free = max(slot.capacity - taken, 0)
    if seats > free:
        raise NotEnoughSeats(free)


def write_taken(slot: Slot, *, now: dt.datetime) -> None:
    """Mark the slot's lapsed holds and make `taken` what its bookings say.

    Marking them here keeps one truth for all: a hold that one clock saw run out never takes seats again by another's,
    and every ON_HOLD row is counted in `taken`, which is what SlotQuerySet.with_free adds back once it lapses.
    """
    Booking.objects.filter(slot=slot).lapsed(now).update(status=BookingStatus.EXPIRED, holder="")
    slot.taken = seats_taken(slot, now=now)
    Slot.objects.filter(pk=slot.pk).update(taken=slot.taken)
