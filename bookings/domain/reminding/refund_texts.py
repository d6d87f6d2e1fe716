"""A guest with a phone and no address hears by text that money comes back, and where to say into which account.

Once, and again after each refund that came back; whoever has said it is left alone (decision 0067).
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from bookings.domain.money.ledger import hold_booking
from bookings.domain.money.owing import account_of
from bookings.domain.money.refund_account import is_doubtful, refund_account_of
from bookings.domain.money.refunds import came_back_at, refunds_due, under_way_of, with_came_back_at
from bookings.domain.reminding.guests import is_waking
from bookings.enums import GuestWay, LedgerState, MessageKind
from bookings.models import Booking, LedgerMove, RefundAccount
from bookings.models.booking import UNDO_WINDOW
from common.data.db import atomic_with_retry
from common.work.sweep import each
from outbox.owing import owe
from texting.providers import available

MOST_A_TIME = 2_000
# As `texting` names it, and a template of Zalo's.
TEXT = "refund"


def text_due(*, now: dt.datetime) -> int:
    """Owe the text to whom money is due back, once a cancelling can no longer be taken back; returns how many."""
    if not is_waking(now) or not available(TEXT):
        return 0
    owed = refunds_due(now=now).filter(Q(owed_since__lte=now - UNDO_WINDOW), contact_email="").exclude(contact_phone="")
    told = Booking.objects.filter(pk=OuterRef("pk"), messages__kind=MessageKind.REFUND_ACCOUNT)
    given = Exists(RefundAccount.objects.filter(booking=OuterRef("pk")))
    fresh = with_came_back_at(owed).filter(Q(~Exists(told), ~given) | Q(came_back_at__isnull=False))
    ids = list(fresh.values_list("pk", flat=True)[:MOST_A_TIME])
    return each("texting of money back the guest of booking", ids, lambda pk: _tell(pk, now=now))


@atomic_with_retry
def _tell(pk: int, *, now: dt.datetime) -> bool:
    booking = Booking.objects.select_related("slot").get(pk=pk)
    hold_booking(booking)
    booking = Booking.objects.select_related("slot").get(pk=pk)
    number = LedgerMove.objects.filter(entry__booking=booking, after=LedgerState.BOUNCED).count()
    key = f"refund-text:{pk}:{number}"
    if not waits_for_account(booking, now=now) or booking.messages.filter(key=key).exists():
        return False
    owe(
        key=key,
        subject=booking,
        kind=MessageKind.REFUND_ACCOUNT,
        audience=GuestWay.PHONE,
        sequence=booking.sequence,
        to="",
        language=booking.language,
        now=now,
    )
    return True


def waits_for_account(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether money is due back, by text alone its guest is reached, and they have yet to say where it is to come."""
    if booking.erased_at or booking.contact_email or not booking.contact_phone:
        return False
    if not available(TEXT, str(booking.contact_phone)) or under_way_of(booking).exists():
        return False
    given = refund_account_of(booking)
    if given is not None and not is_doubtful(given, came_back_at(booking)):
        return False
    return account_of(booking, now=now).due < 0
