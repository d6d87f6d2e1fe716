"""Saying before a rule changes whom it touches, and saving once the host has seen just these."""

from collections.abc import Mapping, Sequence

from bookings.desk.shell import words
from bookings.models import Booking
from bookings.texts import party_text


def affected_rows(bookings: Sequence[Booking]) -> list[dict]:
    """For templates/desk/calendar/_affected_parties.html."""
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


def seen_key(bookings: Sequence[Booking]) -> str:
    """What the form carries to say that its sender has seen these parties."""
    return ",".join(sorted(booking.reference for booking in bookings)) or "none"


def has_seen(asked: Mapping[str, str], bookings: Sequence[Booking]) -> bool:
    """Whether the sender of `asked` has seen every one of `bookings`; somebody may have booked meanwhile."""
    return {booking.reference for booking in bookings} <= set(asked.get("seen", "").split(","))


def affected_context(bookings: Sequence[Booking]) -> dict:
    """What a page that asks to save all the same shows."""
    return {"affected": affected_rows(bookings), "seen": seen_key(bookings)}
