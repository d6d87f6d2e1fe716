"""Whoever lost their ticket gets it again where it went before. What is asked for is never shown."""

import datetime as dt
from contextlib import suppress

from bookings.domain.booking.contact import send_again
from bookings.enums import AWAITED
from bookings.models import Booking
from common.data.refusal import Refused
from common.http.throttle import take_place

# A number that guests gave is not ours to fill with texts, and each of them costs money.
TEXTS = "3/day"


def send_lost_ticket(*, reference: str, phone: str, email: str, now: dt.datetime) -> Booking | None:
    """Owe the ticket to the e-mail address of the booking of that reference, if `phone` (E.164) or `email` is its own.

    Where the guest gave no address, and asks by the number that they gave, the booking is returned: its ticket is to be
    sent to that number, at most TEXTS. Whoever asks is told the same every time, so that nobody learns by guessing who
    has booked.
    """
    booking = Booking.objects.select_related("slot").filter(reference=reference, consented_at__isnull=False).first()
    if booking is None or not is_theirs(booking, phone=phone, email=email):
        return None
    if booking.contact_email:
        with suppress(Refused):
            send_again(booking=booking, now=now)
        return None
    comes = booking.status in AWAITED and booking.slot.ends_at > now
    return booking if comes and take_place(f"lost_text_{booking.pk}", TEXTS) else None


def is_theirs(booking: Booking, *, phone: str, email: str) -> bool:
    """Whether `phone` (E.164), or `email` where that is empty, was given with the booking."""
    if phone:
        return str(booking.contact_phone or "") == phone
    return bool(email) and booking.contact_email.lower() == email.lower()
