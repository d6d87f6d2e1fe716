"""A guest says that the money is under way: the house is asked to look, and the places wait for it a little longer."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking.rationing import proof_until
from bookings.domain.history import note
from bookings.domain.seats import lock
from bookings.enums import Act, Audience, Awaits, BookingStatus, MessageKind
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class NothingAwaited(Refused):
    message = _("Nothing is to be paid ahead for this booking any more.")


def may_say_paid(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `say_paid` would do anything: once, while the places are kept or after that, until the visit begins."""
    waits = booking.awaits == Awaits.PAYMENT and booking.status in (BookingStatus.PENDING, BookingStatus.EXPIRED)
    return waits and booking.said_paid_at is None and booking.slot.starts_at > now and booking.erased_at is None


@atomic_with_retry
def say_paid(*, booking: Booking, now: dt.datetime) -> Booking:
    """Tell the house, and keep the places as long as for a proof, where they are still kept. The second time changes
    nothing. Raises NothingAwaited, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.awaits == Awaits.PAYMENT and booking.said_paid_at is not None:
        return booking
    if not may_say_paid(booking, now=now):
        raise NothingAwaited
    booking.said_paid_at = now
    if booking.status == BookingStatus.PENDING and booking.hold_expires_at > now:
        booking.hold_expires_at = max(booking.hold_expires_at, proof_until(slot, now=now))
    booking.save(update_fields=["said_paid_at", "hold_expires_at"])
    note(booking, Act.SAYS_PAID, now=now)
    messages.owe(booking=booking, kind=MessageKind.SAYS_PAID, now=now, to=[Audience.HOST])
    return booking
