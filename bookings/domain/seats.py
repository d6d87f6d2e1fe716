"""The seat rule: lock the slot and what it shares by UPDATEs, count what takes seats, write `taken` under a CHECK.

An UPDATE as the transaction's first statement is what holds on PostgreSQL (READ COMMITTED and REPEATABLE READ) and on
SQLite (BEGIN IMMEDIATE) alike; see docs/decisions/0003. Nothing outside this module writes `taken`.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.enums import BookingStatus
from bookings.models import Booking, Resource, Slot
from bookings.models.booking import lapsed, taking_seats
from common.refusal import Refused

from .room import free_seats


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
    """Hold the slot's row, and those of the resources it shares, until the transaction ends; return the slot fresh.

    Must be the transaction's first statement. With its experience and host. Raises SlotGone.
    """
    return lock_slots([slot_id])[slot_id]


def lock_slots(slot_ids: Iterable[int]) -> dict[int, Slot]:
    """The same for several, by id: slots before resources, each in order of ids, so that no two callers deadlock."""
    ids = sorted(set(slot_ids))
    for slot_id in ids:
        if not Slot.objects.filter(pk=slot_id).update(taken=F("taken")):
            raise SlotGone
    locked: dict[int, Slot] = dict(Slot.objects.with_rules().in_bulk(ids))
    experiences = {slot.experience_id for slot in locked.values() if slot.shares}
    if experiences:
        resources = Resource.objects.filter(uses__experience__in=experiences).order_by("pk").distinct()
        for resource_id in list(resources.values_list("pk", flat=True)):
            Resource.objects.filter(pk=resource_id).update(capacity=F("capacity"))
    return locked


def seats_taken(slot: Slot, *, now: dt.datetime, except_for: Booking | None = None) -> int:
    """Seats that bookings take at `now`, without those of `except_for`. Only true under the slot's lock."""
    bookings = Booking.objects.filter(slot=slot).taking_seats(now)
    if except_for is not None:
        bookings = bookings.exclude(pk=except_for.pk)
    return bookings.aggregate(total=Sum("seats"))["total"] or 0


def seats_left(slot: Slot, *, now: dt.datetime, except_for: Booking | None = None) -> int:
    """Seats that `slot` can still give at `now`, whoever asks, by its own capacity and by what it shares.

    `slot` comes from `lock_slot`; what `except_for` takes counts as free.
    """
    taken = seats_taken(slot, now=now, except_for=except_for)
    if not slot.shares:
        return max(slot.capacity - taken, 0)
    return free_seats([slot], now=now, live={slot.pk: taken})[slot.pk]


def require_room(
    slot: Slot, *, seats: int, now: dt.datetime, except_for: Booking | None = None, queue: bool = False
) -> None:
    """Raises NotEnoughSeats where `seats` more do not fit; with `queue`, seats that are waited for are not free."""
    free = seats_left(slot, now=now, except_for=except_for)
    if queue:
        free = max(free - slot.kept_seats(now), 0)
    if seats > free:
        raise NotEnoughSeats(free)


def write_taken(slot: Slot, *, now: dt.datetime) -> None:
    """Mark the slot's lapsed holds and make `taken` what its bookings say. `slot` comes from `lock_slot`.

    Marking them here keeps one truth for all: a hold that one clock saw run out never takes seats again by another's,
    and every ON_HOLD row is counted in `taken`, which is what SlotQuerySet.with_live takes off once it lapses.
    """
    bookings = Booking.objects.filter(slot=slot)
    counts = bookings.aggregate(total=Sum("seats", filter=taking_seats(now)), lapsed=Count("pk", filter=lapsed(now)))
    if counts["lapsed"]:
        bookings.lapsed(now).update(status=BookingStatus.EXPIRED, holder="")
    slot.taken = counts["total"] or 0
    slot.capacity = _capacity(slot)
    Slot.objects.filter(pk=slot.pk).update(taken=slot.taken, capacity=slot.capacity)


def _capacity(slot: Slot) -> int:
    """What a rule's lower number left a slot above it, for those who had booked, goes when they go."""
    by_rule = slot.planned_at is not None and not slot.capacity_by_hand
    if not by_rule or slot.rule_seats >= slot.capacity:
        return slot.capacity
    return max(slot.rule_seats, slot.taken)
