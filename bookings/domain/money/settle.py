"""What is paid ahead makes a booking stand as soon as enough of it came, late money too where the places are free."""

import datetime as dt

from bookings.domain import messages
from bookings.domain.booking.proof import make_stand_paid
from bookings.domain.money.owing import Account, account_of
from bookings.domain.seats import lock
from bookings.enums import Awaits, BookingStatus, MessageKind
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.work.sweep import each


def ahead_left(booking: Booking, account: Account) -> int:
    """What is still to come of what is paid ahead, in đồng; 0 where the booking waits for none."""
    if booking.awaits != Awaits.PAYMENT:
        return 0
    return max(booking.prepay_vnd - account.received + account.refunded, 0)


def settle(booking: Booking, slot: Slot, *, now: dt.datetime) -> Booking:
    """Let a booking stand that waited for money and has enough. Under the lock of its `slot`; nothing else changes.

    Where money came too late and its places went to others, what was paid is to be given back, and both sides are told.
    """
    waits = booking.awaits == Awaits.PAYMENT and booking.status in (BookingStatus.PENDING, BookingStatus.EXPIRED)
    if not waits or ahead_left(booking, account_of(booking, now=now)):
        return booking
    try:
        return make_stand_paid(booking, slot, now=now)
    except Refused:
        messages.owe(booking=booking, kind=MessageKind.PAID_LATE, now=now)
        return booking


def settle_paid(*, now: dt.datetime) -> int:
    """Let every booking stand whose money is there and which still waits; returns how many. May run twice.

    Money settles its booking when it is written down; this finds those that were cancelled then and wait again.
    """
    waiting = list(Booking.objects.unpaid(now).filter(ledger__isnull=False).distinct().order_by("pk"))
    return each("settling booking", waiting, lambda booking: _settle_one(booking, now=now))


@atomic_with_retry
def _settle_one(booking: Booking, *, now: dt.datetime) -> bool:
    slot, booking = lock.lock_booking(booking)
    return settle(booking, slot, now=now).status == BookingStatus.CONFIRMED
