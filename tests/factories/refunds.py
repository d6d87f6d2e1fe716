"""A visit that was paid and does not take place, so that money is due back."""

import datetime as dt
import uuid

from accounts.models import User
from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.money.refund_account import AccountDetails, give_account
from bookings.enums import CancelledBy, LedgerState, PaidBy
from bookings.models import Booking, LedgerEntry, RefundAccount, Slot
from tests.factories.bookings import make_booking
from tests.factories.people import make_user

DETAILS = AccountDetails("970436", "0011001234567", "NGUYEN THI HA")


def make_owed(slot: Slot, *, now: dt.datetime, paid_at: dt.datetime | None = None, **fields) -> Booking:
    """Paid in full by transfer (`paid_at`), and cancelled by its host `now`."""
    booking = make_booking(slot, now=paid_at or now, **fields)
    ledger.take_payment(
        key=uuid.uuid4(),
        booking=booking,
        method=PaidBy.TRANSFER,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=paid_at or now,
    )
    return cancel(booking=booking, by=CancelledBy.HOST, now=now)


def give_details(booking: Booking, *, now: dt.datetime, details: AccountDetails = DETAILS) -> RefundAccount:
    return give_account(booking=booking, details=details, now=now)


def send_back(booking: Booking, *, now: dt.datetime, amount_vnd: int = 0, by: User | None = None) -> LedgerEntry:
    """By transfer; all that is due where no amount is told."""
    return ledger.give_back(
        key=uuid.uuid4(),
        booking=booking,
        method=PaidBy.TRANSFER,
        amount_vnd=amount_vnd or -account_of(booking).due,
        by=by or make_user(),
        now=now,
    )


def bounce(entry: LedgerEntry, *, now: dt.datetime) -> LedgerEntry:
    return ledger.refund_ends(entry=entry, state=LedgerState.BOUNCED, by=entry.by, now=now)
