"""More time for a guest who types slowly, once."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import require_extras
from bookings.enums import BookingStatus
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class NotExtendable(Refused):
    message = _("There is no more time to give. Please finish now, or choose again.")


def may_extend(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the hold is alive and has not been extended yet."""
    first_end = booking.created_at + dt.timedelta(minutes=settings.HOLD_MINUTES)
    return (
        booking.status == BookingStatus.ON_HOLD
        and now < booking.hold_expires_at
        and booking.hold_expires_at <= first_end
    )


@atomic_with_retry
def extend_hold(*, booking: Booking, now: dt.datetime) -> Booking:
    """Keep the seats HOLD_EXTENSION_MINUTES longer. A second call changes nothing. Raises NotExtendable, SlotGone."""
    slot, booking = lock.lock_booking(booking)
    if booking.status != BookingStatus.ON_HOLD or booking.hold_expires_at <= now:
        raise NotExtendable
    if may_extend(booking, now=now):
        # Another transaction's clock may have seen it run out and given what it shares to another slot.
        try:
            counting.require_room(slot, seats=booking.seats, now=now, except_for=booking)
            require_extras(slot, booking, now=now)
        except counting.NotEnoughSeats as error:
            raise NotExtendable from error
        booking.hold_expires_at += dt.timedelta(minutes=settings.HOLD_EXTENSION_MINUTES)
        booking.save(update_fields=["hold_expires_at"])
    return booking
