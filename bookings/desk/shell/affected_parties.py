"""Saying before a rule changes whom it touches."""

from collections.abc import Sequence

from bookings.desk.shell import words
from bookings.forms.affected import seen_key
from bookings.models import Booking
from bookings.texts import party_text


def affected_rows(bookings: Sequence[Booking]) -> list[dict]:
    """For templates/desk/shell/_affected_parties.html."""
    return [
        {
            "name": booking.contact_name,
            "party": party_text(booking),
            "when": words.near_moment(booking.slot.starts_at),
            "experience": booking.slot.experience.label,
            "phone": words.phone_text(booking),
            "phone_url": booking.contact_phone.as_rfc3966 if booking.contact_phone else "",
        }
        for booking in bookings
    ]


def affected_context(bookings: Sequence[Booking]) -> dict:
    """What a page that asks to save all the same shows."""
    return {"affected": affected_rows(bookings), "seen": seen_key(bookings)}
