"""Whoever stands at the gate: entered, checked in and paid in one step."""

import datetime as dt
import uuid as uuids
from typing import Any

from accounts.models import User
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.enter import enter
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.enums import PaidBy
from bookings.models import Booking
from common.data.db import atomic_with_retry


@atomic_with_retry
def receive(
    *,
    key: uuids.UUID,
    by: User,
    now: dt.datetime,
    is_here: bool,
    paid_by: PaidBy | None,
    **asked: Any,
) -> Booking:
    """`enter` what was `asked`; the party `is_here` already, and has paid all of it where `paid_by` says how.

    All of it or nothing. A second call changes nothing, whatever became of the booking since. Raises what `enter`,
    `check_in` and `take_payment` raise.
    """
    booking = enter(key=key, now=now, **asked)
    if booking.confirmed_at != now:
        return booking
    if is_here:
        booking = check_in(booking=booking, now=now)
    due = account_of(booking).due if paid_by else 0
    if paid_by and due:
        paid = uuids.uuid5(key, "paid")
        take_payment(key=paid, booking=booking, method=paid_by, amount_vnd=due, due_vnd=due, by=by, now=now)
    return booking
