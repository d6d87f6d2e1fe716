"""Write the ledger: money taken and given back, what is left by agreement, and taking a row back by another one.

Every function locks the booking's row first, so that two phones at once do not take the same money twice, and of a
booking that waits for money its slot before that; `key` is the tap's own, and the same tap sent again changes nothing.
"""

import datetime as dt
import uuid as uuids

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain import messages
from bookings.domain.money.owing import Account, account_of
from bookings.domain.money.settle import settle
from bookings.domain.seats import lock
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import (
    BY_HAND,
    Audience,
    Awaits,
    LedgerKind,
    LedgerState,
    MessageKind,
    OnlineRefundState,
    PaidBy,
)
from bookings.models import BankNoticeEntry, Booking, LedgerEntry, LedgerMove, OnlineRefund, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import moment_text
from common.words.money import format_vnd


class OldPage(Refused):
    message = _("This page is old. Load it anew and tap again.")


class NothingDue(Refused):
    """Nothing is to be collected, or to be given back; says who was quicker, if somebody was."""

    message = _("Nothing is left to pay for this booking.")


class NothingToReturn(Refused):
    message = _("Nothing is to be given back for this booking.")


class MoreThanDue(Refused):
    """More than is left to collect, or to give back."""


class DueChanged(Refused):
    """Somebody paid, gave back or changed the party since the page was made."""


class NotReversible(Refused):
    message = _("This row takes another one back, so it stays. Write the money down anew.")


class ReturnedAlready(Refused):
    message = _("This money was given back or kept by agreement since. Take that back first.")


class OfTheBank(Refused):
    message = _("The bank told of this money. Take it back under “Money in”, where its notice is.")


class OfTheGateway(Refused):
    message = _("The gateway told of this money, so this row stays. What is too much can be given back.")


class StillAsking(Refused):
    message = _("The gateway is being asked just now. Look again in a few minutes.")


class NotUnderWay(Refused):
    message = _("Only a refund that is on its way can arrive or come back.")


@atomic_with_retry
def take_payment(
    *,
    key: uuids.UUID,
    booking: Booking,
    method: PaidBy,
    amount_vnd: int,
    due_vnd: int,
    by: User,
    now: dt.datetime,
    note: str = "",
) -> LedgerEntry:
    """Money that a guest gave. `due_vnd` is what the page said is left to pay: had that changed, nothing is taken.

    A booking that waits for money ahead stands as soon as enough of it is there.
    Raises OldPage, NothingDue, DueChanged, MoreThanDue, MovedMeanwhile.
    """
    slot, booking = hold_booking(booking)
    entry, account = _begin(key, booking, LedgerKind.PAYMENT, amount_vnd, now=now)
    if entry:
        return entry
    if account.due <= 0:
        raise NothingDue(_who_was_quicker(booking) or NothingDue.message)
    _require_unchanged(booking, account.due, due_vnd)
    if amount_vnd > account.due:
        raise MoreThanDue(_("Only %(amount)s is left to pay.") % {"amount": format_vnd(account.due)})
    entry = _write(
        key, booking, LedgerKind.PAYMENT, LedgerState.RECEIVED, amount_vnd, by, now, method=method, note=note
    )
    if slot:
        settle(booking, slot, now=now)
    return entry


@atomic_with_retry
def give_back(
    *,
    key: uuids.UUID,
    booking: Booking,
    method: PaidBy,
    amount_vnd: int,
    by: User,
    now: dt.datetime,
    note: str = "",
) -> LedgerEntry:
    """Money that the host returned: in cash it has arrived, else it is on its way.

    Raises OldPage, NothingToReturn, MoreThanDue.
    """
    hold_booking(booking)
    entry, account = _begin(key, booking, LedgerKind.REFUND, amount_vnd, now=now)
    if entry:
        return entry
    _require_returnable(account, amount_vnd)
    state = LedgerState.ARRIVED if method == PaidBy.CASH else LedgerState.SENT
    return _write(key, booking, LedgerKind.REFUND, state, amount_vnd, by, now, method=method, note=note)


@atomic_with_retry
def waive(
    *, key: uuids.UUID, booking: Booking, amount_vnd: int, by: User, now: dt.datetime, note: str = ""
) -> LedgerEntry:
    """The host does not ask for this part of the price. Raises OldPage, MoreThanDue."""
    hold_booking(booking)
    entry, account = _begin(key, booking, LedgerKind.WAIVED, amount_vnd, now=now)
    if entry:
        return entry
    most = max(account.charged - account.waived, 0)
    if amount_vnd > most:
        raise MoreThanDue(_("The visit costs only %(amount)s.") % {"amount": format_vnd(most)})
    return _write(key, booking, LedgerKind.WAIVED, LedgerState.AGREED, amount_vnd, by, now, note=note)


@atomic_with_retry
def keep_rest(
    *, key: uuids.UUID, booking: Booking, amount_vnd: int, by: User, now: dt.datetime, note: str = ""
) -> LedgerEntry:
    """The guest leaves what was to be given back. Raises OldPage, NothingToReturn, MoreThanDue."""
    hold_booking(booking)
    entry, account = _begin(key, booking, LedgerKind.KEPT, amount_vnd, now=now)
    if entry:
        return entry
    _require_returnable(account, amount_vnd)
    return _write(key, booking, LedgerKind.KEPT, LedgerState.AGREED, amount_vnd, by, now, note=note)


@atomic_with_retry
def reverse(*, entry: LedgerEntry, by: User, now: dt.datetime) -> LedgerEntry:
    """Take a row back by another one of the same amount. A second call changes nothing.

    Raises NotReversible, OfTheBank, OfTheGateway, ReturnedAlready.
    """
    hold_booking(entry.booking)
    entry = LedgerEntry.objects.select_related("booking").get(pk=entry.pk)
    if entry.reverses_id is not None or entry.state == LedgerState.BOUNCED:
        raise NotReversible
    if other := LedgerEntry.objects.filter(reverses=entry).first():
        return other
    if BankNoticeEntry.objects.filter(entry=entry, undone_at__isnull=True).exists():
        raise OfTheBank
    if entry.method and entry.method not in BY_HAND:
        raise OfTheGateway
    account = account_of(entry.booking, now=now)
    left = account.received - account.refunded - account.kept
    if entry.kind == LedgerKind.PAYMENT and entry.amount_vnd > left:
        raise ReturnedAlready
    # One row can be taken back once, so its number is key enough.
    key = uuids.uuid5(uuids.NAMESPACE_OID, f"reverse {entry.pk}")
    return _write(
        key, entry.booking, LedgerKind(entry.kind), LedgerState(entry.state), entry.amount_vnd, by, now,
        method=entry.method, reverses=entry,
    )  # fmt: skip


@atomic_with_retry
def refund_ends(*, entry: LedgerEntry, state: LedgerState, by: User | None, now: dt.datetime) -> LedgerEntry:
    """A refund has arrived, or came back (BOUNCED) and is owed again: its guest is asked for other details.

    A second call changes nothing. While a gateway is asked for it, nobody's hand (`by`) ends it.
    Raises NotUnderWay, StillAsking.
    """
    hold_booking(entry.booking)
    asking = (OnlineRefundState.WAITING, OnlineRefundState.ASKED)
    if by and OnlineRefund.objects.filter(entry=entry, state__in=asking).exists():
        raise StillAsking
    changed = LedgerEntry.objects.filter(
        pk=entry.pk, state=LedgerState.SENT, reverses__isnull=True, reversed_by__isnull=True
    ).update(state=state)
    entry.refresh_from_db()
    if changed:
        LedgerMove.objects.create(entry=entry, before=LedgerState.SENT, after=state, by=by, at=now)
        if state == LedgerState.BOUNCED:
            kind = MessageKind.REFUND_BOUNCED
            messages.owe(booking=entry.booking, kind=kind, now=now, to=[Audience.GUEST], number=entry.pk)
    elif entry.state != state:
        raise NotUnderWay
    return entry


def last_payment(booking: Booking) -> LedgerEntry | None:
    """The last money that was taken for this booking and that stands."""
    standing = LedgerEntry.objects.filter(booking=booking, kind=LedgerKind.PAYMENT, reverses=None, reversed_by=None)
    return standing.order_by("-pk").first()


def hold_booking(booking: Booking) -> tuple[Slot | None, Booking]:
    """Hold the booking's row until the transaction ends, against whoever cancels or pays; its first statement.

    Of one that waits for money, hold its slot before, and return it with the booking fresh: money may let it stand.
    Raises MovedMeanwhile.
    """
    slot = None
    if booking.awaits == Awaits.PAYMENT:
        slot, booking = lock.lock_booking(booking)
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence"))
    return slot, booking


def _begin(
    key: uuids.UUID, booking: Booking, kind: LedgerKind, amount_vnd: int, *, now: dt.datetime
) -> tuple[LedgerEntry | None, Account]:
    """What this very tap has written already, and how the booking stands. Under its lock. Raises OldPage."""
    written = LedgerEntry.objects.filter(key_hash=key_hash(key)).first()
    if written and (written.booking_id, written.kind, written.amount_vnd) != (booking.pk, kind, amount_vnd):
        raise OldPage
    return written, account_of(booking, now=now)


def _write(
    key: uuids.UUID,
    booking: Booking,
    kind: LedgerKind,
    state: LedgerState,
    amount_vnd: int,
    by: User,
    now: dt.datetime,
    *,
    method: str = "",
    note: str = "",
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        key_hash=key_hash(key),
        host_id=booking.slot.experience.host_id,
        booking=booking,
        kind=kind,
        method=method,
        state=state,
        amount_vnd=amount_vnd,
        reverses=reverses,
        by=by,
        by_name=str(by),
        note=note,
        happened_at=now,
        created_at=now,
    )


def _require_unchanged(booking: Booking, due: int, said: int) -> None:
    if due == said:
        return
    now_due = _("%(amount)s is left to pay now. Please look again.") % {"amount": format_vnd(due)}
    raise DueChanged(" ".join(filter(None, [_who_was_quicker(booking), now_due])))


def _require_returnable(account: Account, amount_vnd: int) -> None:
    if account.due >= 0:
        raise NothingToReturn
    if amount_vnd > -account.due:
        raise MoreThanDue(_("Only %(amount)s is to be given back.") % {"amount": format_vnd(-account.due)})


def _who_was_quicker(booking: Booking) -> str:
    """Who took the last money of this booking, and when; empty where nobody did."""
    last = last_payment(booking)
    if last is None:
        return ""
    told = {"who": last.by_name, "amount": format_vnd(last.amount_vnd), "when": moment_text(last.happened_at)}
    return _("%(who)s took %(amount)s at %(when)s.") % told
