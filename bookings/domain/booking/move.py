"""Receive a party at another time of the same experience."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.frozen import thaw
from bookings.domain.seats.shared_capacity import Shared, load_of
from bookings.domain.waiting import offers
from bookings.enums import AWAITED, Act, BookingStatus, MessageKind, SlotDecision
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

LOOKAHEAD = dt.timedelta(days=60)


class NotMovable(Refused):
    message = _("Only a party that is booked and has not come yet can be moved.")


class Begun(Refused):
    message = _("The visit has already begun, so the party can no longer be moved.")


class OtherExperience(Refused):
    message = _("This is a time of another experience. Choose one of the same experience.")


class NotOffered(Refused):
    """The new time is past, cancelled, on a closed day, withdrawn or called off."""


def other_times(booking: Booking, *, now: dt.datetime) -> list[Slot]:
    """Slots of the next 60 days that have room for the party, soonest first, each with `free`. At most five queries.

    Whoever waits for a seat there is not asked: a party that was promised a visit goes first.
    """
    if booking.status not in AWAITED:
        return []
    coming = Slot.objects.open().upcoming(now).filter(starts_at__lt=now + LOOKAHEAD)
    coming = coming.filter(experience=booking.slot.experience_id) | Slot.objects.filter(pk=booking.slot_id)
    slots = list(coming.with_live(now).order_by("starts_at"))
    shared = _shared_without(booking, slots, now=now)
    found = []
    for slot in slots:
        slot.free = shared.free_seats(slot, live=slot.live)
        slot.experience = booking.slot.experience
        if slot.pk != booking.slot_id and slot.free >= booking.seats:
            found.append(slot)
    return found


def _shared_without(booking: Booking, slots: list[Slot], *, now: dt.datetime) -> Shared:
    """What is shared around `slots`, as if the party had left its own already."""
    shared = Shared(slots, now=now)
    own = next(slot for slot in slots if slot.pk == booking.slot_id)
    for use in shared.uses.get(own.experience_id, ()):
        others = [load for load in shared.loads[use.resource_id] if load.slot_id != own.pk]
        shared.loads[use.resource_id] = [*others, load_of(own, use, own.live - booking.seats)]
    return shared


@atomic_with_retry
def move(*, booking: Booking, slot_id: int, now: dt.datetime) -> Booking:
    """Move the party, at the price it was promised, and owe both sides a message. A second call changes nothing.

    It is the host who moves: the guest may leave free of charge from now on.

    Raises NotMovable, Begun, OtherExperience, NotOffered, MovedMeanwhile, NotEnoughSeats, ExtraGone,
    SlotGone.
    """
    booking, old, new = lock_both(booking, slot_id)
    if old == new:
        return booking
    require_movable(booking, new, now=now)
    return change_slot(booking, old, new, now=now, by_host=True)


def lock_both(booking: Booking, slot_id: int) -> tuple[Booking, Slot, Slot]:
    """Hold the slot that `booking` has and the other, as lock_slots; the booking fresh, with its slot.

    Raises MovedMeanwhile, SlotGone.
    """
    slots = lock.lock_slots([booking.slot_id, slot_id])
    booking = Booking.objects.get(pk=booking.pk)
    if booking.slot_id not in slots:
        raise lock.MovedMeanwhile
    booking.slot = slots[booking.slot_id]
    return booking, booking.slot, slots[slot_id]


def change_slot(booking: Booking, old: Slot, new: Slot, *, now: dt.datetime, by_host: bool) -> Booking:
    """Under both slots' lock, for a party that may be moved: seats, minimum, history and messages.

    Where its guest moves, whoever waits for a seat in `new` goes first. Raises NotEnoughSeats, ExtraGone.
    """
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        changed_at = now if by_host else booking.changed_by_host_at
        Booking.objects.filter(pk=booking.pk).update(
            slot=new, kept_at=None, changed_by_host_at=changed_at, sequence=F("sequence") + 1
        )
        counting.write_taken(old, now=now)
        counting.require_room(new, seats=booking.seats, now=now, except_for=booking, queue=not by_host)
        counting.write_taken(new, now=now)
        require_extras(new, booking, now=now)
    thaw(old, now=now)
    booking.refresh_from_db()
    minimum.freeze(new)
    booking.slot = new
    times = [{"starts_at": slot.starts_at.isoformat()} for slot in (old, new)]
    note(booking, Act.MOVED, now=now, before=times[0], after=times[1])
    if booking.status == BookingStatus.PENDING:
        messages.ask_again(booking=booking, now=now)
    else:
        messages.owe(booking=booking, kind=MessageKind.MOVED, now=now)
    offers.offer_next(old, now=now)
    return booking


def require_movable(booking: Booking, new: Slot, *, now: dt.datetime) -> None:
    """Raises NotMovable, Begun, OtherExperience, NotOffered."""
    if booking.status not in AWAITED:
        raise NotMovable
    if booking.slot.starts_at <= now:
        raise Begun
    if new.experience_id != booking.slot.experience_id:
        raise OtherExperience
    if new.starts_at <= now:
        raise NotOffered(_("This time is already over. Please choose a later day."))
    if new.decision == SlotDecision.CALLED_OFF:
        raise NotOffered(_("Too few guests booked this time, so it was called off. Please choose another one."))
    if new.cancelled_at is not None:
        raise NotOffered(_("The host had to cancel this time. Please choose another one."))
    if new.is_closed or new.withdrawn_at:
        raise NotOffered(_("The host does not receive guests at this time. Please choose another one."))
