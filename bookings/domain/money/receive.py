"""Money that has arrived, as a bank or a gateway tells it: written down whatever the booking owes by now."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.ledger import OldPage, hold_booking
from bookings.domain.money.settle import settle
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import BookingStatus, LedgerKind, LedgerState, PaidBy
from bookings.models import Booking, LedgerEntry
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# A bank's clock may be off by this much; what is further ahead was misread.
AHEAD = dt.timedelta(days=1)
# In đồng, what a row of the ledger can hold.
MOST = 2_000_000_000


class NotYetHappened(Refused):
    message = _("By its date this money comes only later. Look at the date first.")


class StillHeld(Refused):
    message = _(
        "This booking is not finished yet, so no money can be noted for it. Wait until it is, or choose another."
    )


class NoSuchSum(Refused):
    message = _("A sum is above 0 and at most 2,000,000,000 đồng.")


@atomic_with_retry
def receive(
    *,
    key: uuids.UUID,
    booking: Booking,
    method: PaidBy,
    amount_vnd: int,
    happened_at: dt.datetime,
    now: dt.datetime,
    by: User | None = None,
    note: str = "",
) -> LedgerEntry:
    """Write down money that is there already: also more than is due, which is to be given back then, and also for a
    booking that was cancelled or ran out. One that waits for money ahead stands as soon as enough of it is there.
    The same key again changes nothing.

    `happened_at` is the bank's word. Raises OldPage, NoSuchSum, NotYetHappened, StillHeld, MovedMeanwhile.
    """
    slot, booking = hold_booking(booking)
    written = LedgerEntry.objects.filter(key_hash=key_hash(key)).first()
    if written:
        if (written.booking_id, written.kind, written.amount_vnd) != (booking.pk, LedgerKind.PAYMENT, amount_vnd):
            raise OldPage
        return written
    if not 0 < amount_vnd <= MOST:
        raise NoSuchSum
    if happened_at - now > AHEAD:
        raise NotYetHappened
    if Booking.objects.filter(pk=booking.pk, status=BookingStatus.ON_HOLD).exists():
        raise StillHeld
    entry = LedgerEntry.objects.create(
        key_hash=key_hash(key),
        host_id=booking.slot.experience.host_id,
        booking=booking,
        kind=LedgerKind.PAYMENT,
        method=method,
        state=LedgerState.RECEIVED,
        amount_vnd=amount_vnd,
        by=by,
        by_name=str(by or ""),
        note=note,
        happened_at=happened_at,
        created_at=now,
    )
    if slot:
        settle(booking, slot, now=now)
    return entry
