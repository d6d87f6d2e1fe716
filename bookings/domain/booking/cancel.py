"""Give seats back, and take a mistaken cancellation back."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.booking.rationing import may_return, require_fair_return
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import has_extras, require_extras
from bookings.domain.seats.frozen import thaw
from bookings.domain.waiting import offers
from bookings.enums import CANCELLABLE, HELD, Act, Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision
from bookings.models import Booking, Slot
from bookings.models.booking import UNDO_WINDOW
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# Each cancelling and each taking back writes to guest and host: more of them is no change of mind.
MOST_VERSIONS = 12


class TooLate(Refused):
    message = _("The visit has already begun, so it cannot be cancelled here. Please talk to your host.")


class NotCancellable(Refused):
    message = _("This booking can no longer be cancelled.")


class NotRestorable(Refused):
    message = _("This booking can no longer be taken back. Please book again.")


@atomic_with_retry
def cancel(*, booking: Booking, by: CancelledBy, now: dt.datetime, reason: str = "") -> Booking:
    """Free the seats and, where somebody was told of the booking, owe them a message.

    A second call changes nothing. A guest may cancel until the start. While `restore` can be asked for, the seats are
    not offered to the waiting list. Raises TooLate, NotCancellable, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status == BookingStatus.CANCELLED:
        return booking
    if booking.status not in CANCELLABLE:
        raise NotCancellable
    if by == CancelledBy.GUEST and slot.starts_at <= now:
        raise TooLate
    # Of what nobody has confirmed, only its guest knows; whoever gives it up does.
    was_held = booking.status in HELD
    is_news = not was_held or (booking.status == BookingStatus.PENDING and by == CancelledBy.HOST)
    Booking.objects.filter(pk=booking.pk, status__in=CANCELLABLE).update(
        status=BookingStatus.CANCELLED,
        cancelled_at=now,
        cancelled_by=by,
        cancel_reason=reason,
        cancel_fee_vnd=0 if was_held or by == CancelledBy.HOST else booking.fee_vnd(now),
        sequence=F("sequence") + (1 if is_news else 0),
    )
    counting.write_taken(slot, now=now)
    thaw(slot, now=now)
    booking.refresh_from_db()
    booking.slot = slot
    if is_news:
        note(booking, Act.CANCELLED, now=now, after={"by": by, "reason": reason})
        readers = [Audience.GUEST] if was_held else [Audience.GUEST, Audience.HOST]
        messages.owe(booking=booking, kind=MessageKind.CANCELLED, now=now, to=readers)
    offers.offer_next(slot, now=now)
    return booking


def may_restore(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `restore` would look at this booking: cancelled by mistake a moment ago, and still to come.

    Where its whole time was cancelled, that is taken back first. A closed day does not matter: parties that were booked
    stay booked on it.
    """
    return (
        booking.status == BookingStatus.CANCELLED
        and booking.confirmed_at is not None
        and booking.cancelled_at is not None
        and now <= booking.cancelled_at + UNDO_WINDOW
        and booking.slot.starts_at > now
        and booking.slot.decision != SlotDecision.CALLED_OFF
        and booking.slot.cancelled_at is None
        and booking.sequence < MOST_VERSIONS
        and booking.erased_at is None
    )


def undo_left(booking: Booking, *, now: dt.datetime) -> dt.timedelta:
    """How long a cancelling at this moment could be taken back, for whoever is asked whether they mean it."""
    undoable = booking.status == BookingStatus.CONFIRMED and booking.sequence + 1 < MOST_VERSIONS
    return max(min(UNDO_WINDOW, booking.slot.starts_at - now), dt.timedelta()) if undoable else dt.timedelta()


def can_restore(booking: Booking, *, by: CancelledBy, now: dt.datetime) -> bool:
    """Whether `restore` would work at this moment: undo is shown only then. A fixed number of queries."""
    if not may_restore(booking, now=now) or booking.cancelled_by != by:
        return False
    if by == CancelledBy.GUEST and not may_return(booking, now=now):
        return False
    slot = Slot.objects.with_rules().get(pk=booking.slot_id)
    return counting.seats_left(slot, now=now) >= booking.seats and has_extras(slot, booking, now=now)


@atomic_with_retry
def restore(*, booking: Booking, by: CancelledBy, now: dt.datetime) -> Booking:
    """Undo a cancellation of the last fifteen minutes by the side that made it, if the seats are still free.

    Seats that were offered to the waiting list meanwhile are not; seats only kept for it are.
    A second call changes nothing. Raises NotRestorable, OverRation, NotEnoughSeats, MovedMeanwhile,
    SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status == BookingStatus.CONFIRMED:
        return booking
    if not may_restore(booking, now=now) or booking.cancelled_by != by:
        raise NotRestorable
    if by == CancelledBy.GUEST:
        require_fair_return(booking, now=now)
    return stand_again(booking, slot, now=now)


def stand_again(booking: Booking, slot: Slot, *, now: dt.datetime) -> Booking:
    """Book what was cancelled again and tell both sides. Under the lock of its `slot`. Raises NotEnoughSeats."""
    counting.require_room(slot, seats=booking.seats, now=now)
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        Booking.objects.filter(pk=booking.pk, status=BookingStatus.CANCELLED).update(
            status=BookingStatus.CONFIRMED,
            cancelled_at=None,
            cancelled_by="",
            cancel_reason="",
            cancel_fee_vnd=0,
            sequence=F("sequence") + 1,
        )
        counting.write_taken(slot, now=now)
        require_extras(slot, booking, now=now)
    minimum.freeze(slot)
    booking.refresh_from_db()
    booking.slot = slot
    note(booking, Act.RESTORED, now=now)
    messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now)
    return booking
