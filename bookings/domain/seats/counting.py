"""The seat rule's second half: count what takes seats and write `taken` under a CHECK. Only true under the slot's lock.

Nothing outside this module writes `taken`. See docs/decisions/0003.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count as DBCount
from django.db.models import DateTimeField, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.domain.seats.frozen import thaw
from bookings.domain.seats.in_undo import seats_in_undo
from bookings.domain.seats.shared_capacity import free_seats
from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from bookings.models.booking import lapsed, taking_seats
from common.data.compiled import Select, Update
from common.data.refusal import Refused

# With an order the database would have to sort what it adds up.
_COUNT = Select(
    lambda slot, except_for, now: (
        Booking.objects.filter(slot=slot)
        .exclude(pk=except_for)
        .order_by()
        .values("slot")
        .annotate(live=Sum("seats", filter=taking_seats(now)), lapsed=DBCount("pk", filter=lapsed(now)))
        .values_list("live", "lapsed")
    ),
    slot=Slot._meta.pk,
    except_for=Booking._meta.pk,
    now=DateTimeField(),
)
_WRITE = Update(lambda slot: Slot.objects.filter(pk=slot), writes=("taken", "capacity"), slot=Slot._meta.pk)
# Ids begin at 1.
_NOBODY = 0


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


@dataclass(frozen=True)
class Count:
    """Seats that bookings take at one moment, and how many holds ran out by then that nobody has marked."""

    live: int
    lapsed: int

    def plus(self, seats: int) -> "Count":
        return replace(self, live=self.live + seats)


def count(slot: Slot, *, now: dt.datetime, except_for: Booking | None = None) -> Count:
    """What the slot's bookings say at `now`, without `except_for`. Only true under the slot's lock."""
    found = _COUNT.first(slot=slot.pk, now=now, except_for=except_for.pk if except_for is not None else _NOBODY)
    live, ran_out = found or (0, 0)
    return Count(live or 0, ran_out)


def seats_left(slot: Slot, *, now: dt.datetime, counted: Count | None = None, queue: bool = False) -> int:
    """Seats that `slot` can still give at `now` by its own capacity and by what it shares; with `queue`, to others.

    Those that are waited for are not free for others. `slot` comes from `lock_slot`, `counted` from `count`, which is
    asked where it is not given.
    """
    live = (counted or count(slot, now=now)).live
    free = free_seats([slot], now=now, live={slot.pk: live})[slot.pk] if slot.shares else slot.capacity - live
    return max(free - slot.kept_seats(now) if queue else free, 0)


def seats_to_offer(slot: Slot, *, now: dt.datetime) -> int:
    """`seats_left`, less what cancelled parties may still ask for again, here or where its resources are shared."""
    live = count(slot, now=now).live + seats_in_undo(Slot.objects.filter(pk=slot.pk), now=now).get(slot.pk, 0)
    if slot.shares:
        return free_seats([slot], now=now, live={slot.pk: live}, undo=True)[slot.pk]
    return max(slot.capacity - live, 0)


def require_room(
    slot: Slot, *, seats: int, now: dt.datetime, except_for: Booking | None = None, queue: bool = False
) -> Count:
    """Raises NotEnoughSeats where `seats` more do not fit; with `queue`, seats that are waited for are not free.

    Returns what is taken, not counting `except_for`.
    """
    counted = count(slot, now=now, except_for=except_for)
    free = seats_left(slot, now=now, counted=counted, queue=queue)
    if seats > free:
        raise NotEnoughSeats(free)
    return counted


def write_taken(slot: Slot, *, now: dt.datetime, counted: Count | None = None) -> None:
    """Mark the slot's lapsed holds and make `taken` what its bookings say. `slot` comes from `lock_slot`.

    `counted` is what they say, where the caller knows it: what it counted under this lock, and what it wrote since.
    Marking them here keeps one truth for all: a hold that one clock saw run out never takes seats again by another's,
    and every ON_HOLD row is counted in `taken`, which is what SlotQuerySet.with_live takes off once it lapses.
    """
    counted = counted or count(slot, now=now)
    if counted.lapsed:
        Booking.objects.filter(slot=slot).lapsed(now).update(status=BookingStatus.EXPIRED, holder="")
        thaw(slot, now=now)
    slot.taken = counted.live
    slot.capacity = _capacity(slot)
    _WRITE.run(slot=slot.pk, taken=slot.taken, capacity=slot.capacity)


def _capacity(slot: Slot) -> int:
    """What a rule's lower number left a slot above it, for those who had booked, goes when they go."""
    by_rule = slot.planned_at is not None and not slot.capacity_by_hand
    if not by_rule or slot.rule_seats >= slot.capacity:
        return slot.capacity
    return max(slot.rule_seats, slot.taken)
