"""A change that leaves booked parties without a place is saved once its sender has seen just these."""

from collections.abc import Mapping, Sequence

from bookings.models import Booking


def seen_key(bookings: Sequence[Booking]) -> str:
    """What the form carries to say that its sender has seen these parties."""
    return ",".join(sorted(booking.reference for booking in bookings)) or "none"


def has_seen(asked: Mapping[str, str], bookings: Sequence[Booking]) -> bool:
    """Whether the sender of `asked` has seen every one of `bookings`; somebody may have booked meanwhile."""
    return {booking.reference for booking in bookings} <= set(asked.get("seen", "").split(","))
