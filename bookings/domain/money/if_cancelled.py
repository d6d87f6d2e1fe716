"""What a guest would lose and get back by cancelling now: said before it is done."""

import datetime as dt
from dataclasses import dataclass

from bookings.domain.money.owing import account_of
from bookings.models import Booking


@dataclass(frozen=True)
class IfCancelled:
    """In đồng, of what was paid ahead: what the terms keep and what comes back. `percent` is what the terms give back
    of the price; None where the two settle it between them.
    """

    percent: int | None
    kept_vnd: int
    back_vnd: int


def if_cancelled(booking: Booking, *, now: dt.datetime) -> IfCancelled:
    """By what was agreed, in one query."""
    account = account_of(booking)
    paid = max(account.received - account.refunded, 0)
    kept = min(booking.fee_vnd(now), paid)
    return IfCancelled(booking.percent_back(now), kept, paid - kept)
