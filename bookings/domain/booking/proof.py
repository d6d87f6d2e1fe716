"""A booking that waits (PENDING) is confirmed by a link in the guest's mail, by the host's word, or by money."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.booking.confirm import HoldOver
from bookings.domain.booking.meeting import meeting_now
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.frozen import thaw
from bookings.domain.seats.on_sale import require_on_sale
from bookings.domain.waiting import offers
from bookings.enums import EXPECTED, Act, Audience, Awaits, BookingStatus, CancelledBy, MessageKind
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# The host's word is good for these: what waits, what waited in vain, what was declined by a slip.
VOUCHED_FOR = (BookingStatus.PENDING, BookingStatus.EXPIRED, BookingStatus.REJECTED)


class NotAwaiting(Refused):
    message = _("This booking does not wait to be confirmed any more.")


class TooFewLeft(Refused):
    message = _("Others have taken the places since. Please call the guest, and choose another time together.")


@atomic_with_retry
def prove(*, booking: Booking, now: dt.datetime) -> Booking:
    """The guest followed the link in the mail: confirm the booking and tell both sides. A second call changes nothing.

    After the deadline its seats are taken again where they are free.
    Raises NotAwaiting, HoldOver, SlotClosed, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status in EXPECTED:
        return booking
    if booking.awaits != Awaits.PROOF:
        raise NotAwaiting
    _require_awaiting(booking, BookingStatus.PENDING, BookingStatus.EXPIRED)
    live = _is_live(booking, now=now)
    require_on_sale(slot, now=now, held=live, agreed=True, promised=live)
    try:
        return make_stand(booking, slot, now=now, to=(Audience.GUEST, Audience.HOST))
    except counting.NotEnoughSeats as error:
        raise HoldOver from error


@atomic_with_retry
def vouch(*, booking: Booking, now: dt.datetime) -> Booking:
    """The host knows the guest, or has called them: confirm the booking, even one that was declined by mistake, and
    even where what was to be paid ahead is not paid.

    A second call changes nothing. Raises NotAwaiting, TooFewLeft, SlotClosed, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status in EXPECTED:
        return booking
    _require_awaiting(booking, *VOUCHED_FOR)
    require_on_sale(slot, now=now, held=True, agreed=True, promised=True)
    try:
        return make_stand(booking, slot, now=now, to=(Audience.GUEST,))
    except counting.NotEnoughSeats as error:
        raise TooFewLeft from error


@atomic_with_retry
def decline(*, booking: Booking, now: dt.datetime) -> Booking:
    """The host does not believe that the guest comes: free the seats and tell the guest. A second call changes nothing.

    Raises NotAwaiting, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status == BookingStatus.REJECTED:
        return booking
    _require_awaiting(booking, BookingStatus.PENDING)
    _write(booking, status=BookingStatus.REJECTED, cancelled_at=now, cancelled_by=CancelledBy.HOST)
    counting.write_taken(slot, now=now)
    thaw(slot, now=now)
    note(booking, Act.DECLINED, now=now)
    messages.owe(booking=booking, kind=MessageKind.DECLINED, now=now, to=[Audience.GUEST])
    offers.offer_next(slot, now=now)
    return booking


def _require_awaiting(booking: Booking, *statuses: BookingStatus) -> None:
    if not booking.awaits or booking.status not in statuses or booking.erased_at is not None:
        raise NotAwaiting


def _is_live(booking: Booking, *, now: dt.datetime) -> bool:
    return booking.status == BookingStatus.PENDING and booking.hold_expires_at > now


def make_stand_paid(booking: Booking, slot: Slot, *, now: dt.datetime) -> Booking:
    """Enough was paid ahead: confirm the booking and tell both sides. Under the lock of its `slot`.

    After the deadline its seats are taken again where they are free. Raises NotAwaiting, SlotClosed, NotEnoughSeats.
    """
    if booking.awaits != Awaits.PAYMENT:
        raise NotAwaiting
    _require_awaiting(booking, BookingStatus.PENDING, BookingStatus.EXPIRED)
    live = _is_live(booking, now=now)
    require_on_sale(slot, now=now, held=live, agreed=True, promised=live)
    return make_stand(booking, slot, now=now, to=(Audience.GUEST, Audience.HOST))


def make_stand(booking: Booking, slot: Slot, *, now: dt.datetime, to: Collection[Audience]) -> Booking:
    """Confirm what waits. Under the lock of its `slot`. Raises NotEnoughSeats."""
    live = _is_live(booking, now=now)
    counted = counting.require_room(slot, seats=booking.seats, now=now, except_for=booking, queue=not live)
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        _write(
            booking,
            status=BookingStatus.CONFIRMED,
            awaits="",
            asked_from="",
            confirmed_at=now,
            cancelled_at=None,
            cancelled_by="",
            # They were not told of a change while nothing was booked.
            **meeting_now(booking).told(),
        )
        counting.write_taken(slot, now=now, counted=counted.plus(booking.seats))
        require_extras(slot, booking, now=now)
    minimum.freeze(slot)
    note(booking, Act.CONFIRMED, now=now)
    messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now, to=to)
    return booking


def _write(booking: Booking, **changes: object) -> None:
    """Under the slot's lock, so that the state it was read in still stands."""
    Booking.objects.filter(pk=booking.pk, status=booking.status).update(**changes, sequence=F("sequence") + 1)
    slot = booking.slot
    booking.refresh_from_db()
    booking.slot = slot
