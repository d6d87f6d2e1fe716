"""Whoever lost their ticket gets it again where it went before. What is asked for is never shown."""

import datetime as dt

from bookings.domain.booking.contact import send_again
from bookings.models import Booking
from common.data.refusal import Refused


def send_lost_ticket(*, reference: str, phone: str, email: str, now: dt.datetime) -> bool:
    """Owe the ticket to the e-mail address of the booking of that reference, if `phone` (E.164) or `email` is its own.

    Whether anything is sent is for our own tests: whoever asks is told the same every time, so that nobody learns by
    guessing who has booked.
    """
    booking = Booking.objects.filter(reference=reference, consented_at__isnull=False).first()
    if booking is None or not booking.contact_email:
        return False
    if not _is_theirs(booking, phone=phone, email=email):
        return False
    try:
        send_again(booking=booking, now=now)
    except Refused:
        return False
    return True


def _is_theirs(booking: Booking, *, phone: str, email: str) -> bool:
    if phone:
        return str(booking.contact_phone or "") == phone
    return bool(email) and booking.contact_email.lower() == email.lower()
