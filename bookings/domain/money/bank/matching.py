"""A notice finds its booking: by a whole reference and the sum that is due. What no rule can decide is left to a
person.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext, override

from accounts.models import User
from bookings.domain.money.bank import keeping, noting
from bookings.domain.money.bank.speaking import Sign, Speaks, gone, is_surely, speaks_for
from bookings.domain.money.group_deposit import deposit_asked_by
from bookings.domain.money.ledger import hold_booking, refund_ends
from bookings.domain.money.owing import account_of
from bookings.domain.money.receive import AHEAD, receive
from bookings.domain.money.settle import ahead_left
from bookings.domain.money.transfer import transfer_for
from bookings.enums import BookingStatus, LedgerState, LookWhy, NoticeState, PaidBy
from bookings.models import BankConnection, BankNotice, Booking, LedgerEntry
from common.data.db import atomic_with_retry
from common.work.sweep import each

AT_ONCE = 500


@dataclass(frozen=True)
class Verdict:
    """One of: `why` a person has to look; money for each of `pays`, with its part; a row that is `there` already; a
    refund that went out (`sent`); the same as `twin`.
    """

    why: LookWhy | None = None
    pays: Sequence[tuple[Booking, int]] = ()
    there: LedgerEntry | None = None
    sent: LedgerEntry | None = None
    twin: BankNotice | None = None


def match_new(*, now: dt.datetime) -> int:
    """Every notice that nobody has matched yet, the oldest first; returns how many. AT_ONCE at most."""
    new = BankNotice.objects.filter(state=NoticeState.NEW).order_by("pk")
    pks = list(new.values_list("pk", flat=True)[:AT_ONCE])
    return each("matching bank notice", pks, lambda pk: match(notice_id=pk, now=now))


@atomic_with_retry
def match(*, notice_id: int, now: dt.datetime) -> bool:
    """Decide what `notice_id` pays, or why a person has to look. A second call changes nothing: False then."""
    if not BankNotice.objects.filter(pk=notice_id, state=NoticeState.NEW).update(state=NoticeState.NEW):
        return False
    notice = BankNotice.objects.select_related("host").get(pk=notice_id)
    verdict = _judge(notice, speaks_for([notice])[notice.pk], now=now)
    if verdict.twin:
        return keeping.move(notice, NoticeState.SET_ASIDE, note=same_as(verdict.twin), now=now)
    if verdict.why:
        return keeping.move(notice, NoticeState.TO_LOOK_AT, why=verdict.why, now=now)
    if verdict.pays:
        rows = [write_payment(notice, booking, part, now=now) for booking, part in verdict.pays]
        keeping.link(notice, rows, wrote=True, now=now)
    elif verdict.sent:
        end = refund_ends(entry=verdict.sent, state=LedgerState.ARRIVED, by=None, now=now)
        keeping.link(notice, [end], wrote=True, now=now)
    elif verdict.there:
        keeping.link(notice, [verdict.there], wrote=False, now=now)
    return keeping.move(notice, NoticeState.MATCHED, now=now)


def write_payment(
    notice: BankNotice, booking: Booking, amount_vnd: int, *, now: dt.datetime, by: User | None = None
) -> LedgerEntry:
    """`amount_vnd` of the notice for `booking`. Its key is the notice's, and another one after each time it was
    undone.
    """
    key = uuids.uuid5(uuids.NAMESPACE_OID, f"bank notice {notice.pk} {notice.moves.count()} {booking.pk}")
    # A clock of the bank's that runs far ahead: a person has seen it, and the money is there.
    happened_at = notice.happened_at if notice.happened_at - now <= AHEAD else now
    return receive(
        key=key,
        booking=booking,
        method=PaidBy.TRANSFER,
        amount_vnd=amount_vnd,
        happened_at=happened_at,
        by=by,
        now=now,
        note=" ".join(filter(None, [notice.get_provider_display(), notice.bank_reference]))[:200],
    )


def same_as(twin: BankNotice) -> str:
    """Kept with the notice, in Vietnamese as a host's own words are."""
    with override("vi"):
        told = {"provider": twin.get_provider_display(), "number": twin.bank_reference or twin.provider_id}
        return gettext("the same as from %(provider)s: %(number)s") % told


def is_known_account(notice: BankNotice) -> bool:
    """Whether the account is the host's, as it is verified or as their connection names it. Without one nothing is
    said.
    """
    if not notice.account:
        return True
    known = [notice.host.bank_account]
    ways = BankConnection.objects.filter(host=notice.host_id, provider=notice.provider)
    return _bare(notice.account) in map(_bare, filter(None, [*known, *ways.values_list("account", flat=True)]))


def _bare(account: str) -> str:
    return "".join(char for char in account.upper() if char.isalnum())


def _judge(notice: BankNotice, speaks: Speaks, *, now: dt.datetime) -> Verdict:
    if not notice.amount_vnd:
        return Verdict(LookWhy.UNREAD)
    if notice.happened_at - now > AHEAD:
        return Verdict(LookWhy.AHEAD)
    if not is_known_account(notice):
        return Verdict(LookWhy.ACCOUNT)
    if speaks.twins:
        sure = next((twin for twin in speaks.twins if is_surely(twin, notice)), None)
        return Verdict(twin=sure) if sure else Verdict(LookWhy.TWIN)
    if not notice.came_in:
        return _judge_refund(notice, speaks.refunds)
    named = speaks.named
    if len(named) > 1:
        return Verdict(LookWhy.SEVERAL)
    if not named:
        nearly = any(Sign.NEARLY in one.signs for one in speaks.bookings)
        return Verdict(LookWhy.MANGLED if nearly else LookWhy.NO_REFERENCE)
    if Sign.NAMED not in named[0].signs:
        return Verdict(LookWhy.MANGLED)
    return _judge_booking(notice, named[0].booking, speaks.by_hand, now=now)


def _judge_booking(
    notice: BankNotice, booking: Booking, by_hand: Sequence[LedgerEntry], *, now: dt.datetime
) -> Verdict:
    """Under the lock of the booking, and of its group's, so that two notices of one sum do not both find it due."""
    for one in _with_its_group(booking):
        hold_booking(one)
    booking = Booking.objects.select_related("slot__experience__host").get(pk=booking.pk)
    account = account_of(booking, now=now)
    due = account.due
    if booking.status == BookingStatus.ON_HOLD:
        return Verdict(LookWhy.HELD)
    if due > 0 and notice.amount_vnd in _asked_for(booking, due, now=now):
        return Verdict(pays=[(booking, notice.amount_vnd)])
    deposit = deposit_asked_by(booking, now=now)
    if deposit and notice.amount_vnd == deposit.left_vnd:
        return Verdict(pays=deposit.spread())
    # Late, and exactly what was asked for: the places are taken again, or it is to be given back.
    if booking.status == BookingStatus.EXPIRED and notice.amount_vnd == ahead_left(booking, account):
        return Verdict(pays=[(booking, notice.amount_vnd)])
    there = [row for row in by_hand if row.booking_id == booking.pk and row.by_name]
    # Noted by a hand before the bank told of it: each row once.
    if due <= 0 and len(there) == 1:
        return Verdict(there=there[0])
    if gone(booking):
        return Verdict(LookWhy.OFF)
    if due <= 0:
        return Verdict(LookWhy.PAID_ALREADY)
    return Verdict(LookWhy.TOO_LITTLE if notice.amount_vnd < due else LookWhy.TOO_MUCH)


def _with_its_group(booking: Booking) -> list[Booking]:
    """The booking and what else its group has booked, in the order in which they are locked."""
    group = Q(quoted__quote__request__quotes__places__booking=booking)
    return list(Booking.objects.filter(Q(pk=booking.pk) | group).select_related("slot").distinct().order_by("pk"))


def _asked_for(booking: Booking, due: int, *, now: dt.datetime) -> set[int]:
    """Sums that the guest was asked for: all that is due, and what their code says."""
    transfer = transfer_for(booking, now=now)
    return {due, transfer.amount_vnd} if transfer else {due}


def _judge_refund(notice: BankNotice, refunds: Sequence[LedgerEntry]) -> Verdict:
    """Only a refund whose booking the note names, of the same sum, is surely meant."""
    named = noting.named(notice.note)
    meant = [row for row in refunds if row.booking.reference in named and row.state == LedgerState.SENT]
    return Verdict(sent=meant[0]) if len(meant) == 1 else Verdict(LookWhy.OUTGOING)
