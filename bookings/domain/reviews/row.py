"""The booking's row is held while its review is looked at and written: no seats move, so no slot is locked."""

import datetime as dt
from typing import Any

from django.db.models import F

from bookings.domain.history import note
from bookings.enums import Act
from bookings.models import Booking, Review


def hold(booking_id: int) -> Booking:
    """The booking fresh, with its slot, its house and whether it has a review. Must be the transaction's first."""
    Booking.objects.filter(pk=booking_id).update(sequence=F("sequence"))
    return Booking.objects.select_related("slot__experience__host", "review").get(pk=booking_id)


def review_of(booking: Booking) -> Review | None:
    """One that stands or was taken back, as it was when the booking was read."""
    return getattr(booking, "review", None)


def told(booking: Booking, what: str, *, now: dt.datetime, **more: Any) -> None:
    """Write into the booking's history what became of its review."""
    note(booking, Act.REVIEW, now=now, after={"review": what, **more})
