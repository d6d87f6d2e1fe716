"""What a person decides of a bank notice: which bookings it pays, which refund it is, that it is none of theirs; and
back.

Each takes the notice by compare-and-swap first, then the bookings in order of their ids. The same again changes
nothing.
"""

import datetime as dt
from collections.abc import Mapping

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.bank import keeping
from bookings.domain.money.bank.matching import same_as, write_payment
from bookings.domain.money.bank.speaking import standing_rows
from bookings.domain.money.ledger import hold_booking, refund_ends, reverse
from bookings.enums import OPEN_NOTICES, LedgerKind, LedgerState, LookWhy, NoticeState
from bookings.models import BankNotice, BankNoticeEntry, Booking, LedgerEntry
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.money import format_vnd

# Nobody pays for more parties at once.
MOST_PARTS = 20


class DecidedMeanwhile(Refused):
    message = _("This notice was decided meanwhile. Look at it as it is now.")


class NotWhole(Refused):
    """The parts are not the notice's sum."""

    def __init__(self, parts_vnd: int, amount_vnd: int) -> None:
        message = _("The parts are %(parts)s together, and the bank says %(amount)s. Make them the same.")
        super().__init__(message % {"parts": format_vnd(parts_vnd), "amount": format_vnd(amount_vnd)})


class NotTheirs(Refused):
    message = _("This booking is not one of your house.")


class NotIncoming(Refused):
    message = _("This money went out, so it pays for no booking.")


class NotThisRow(Refused):
    message = _("This row of the ledger is not there any more, is of another sum, or belongs to another notice.")


class NoReason(Refused):
    message = _("Write in a few words why, so that it can be understood later.")


class RefundStays(Refused):
    message = _("What the bank said of a refund stays as it is. If it was wrong, mend it at the booking.")


@atomic_with_retry
def accept(*, notice: BankNotice, parts: Mapping[int, int], by: User, now: dt.datetime) -> BankNotice:
    """It pays `parts`, in đồng by the id of the booking, which are its whole sum.

    Raises DecidedMeanwhile, NotIncoming, NotWhole, NotTheirs, and what `receive` raises.
    """
    notice, is_open = _take(notice)
    if not is_open:
        return _same_or_refused(notice, dict(parts) == _parts_of(notice))
    if not notice.came_in:
        raise NotIncoming
    if sum(parts.values()) != notice.amount_vnd or len(parts) > MOST_PARTS:
        raise NotWhole(sum(parts.values()), notice.amount_vnd)
    bookings = Booking.objects.filter(slot__experience__host=notice.host_id).select_related("slot__experience")
    found = bookings.in_bulk(parts)
    if len(found) != len(parts):
        raise NotTheirs
    rows = [write_payment(notice, found[pk], parts[pk], by=by, now=now) for pk in sorted(parts)]
    keeping.link(notice, rows, wrote=True, now=now)
    keeping.move(notice, NoticeState.MATCHED, by=by, now=now)
    return notice


@atomic_with_retry
def accept_row(*, notice: BankNotice, entry: LedgerEntry, by: User, now: dt.datetime) -> BankNotice:
    """It tells of a row that is in the ledger: money that was noted by hand, or a refund, which has arrived where the
    money went out and came back where it came in.

    Raises DecidedMeanwhile, NotThisRow, NotUnderWay.
    """
    notice, is_open = _take(notice)
    if not is_open:
        told = _standing(notice).filter(entry=entry).exists()
        return _same_or_refused(notice, told or entry.booking_id in _parts_of(notice))
    hold_booking(entry.booking)
    row = standing_rows().filter(pk=entry.pk, host=notice.host_id, amount_vnd=notice.amount_vnd).first()
    if row is None or (row.kind == LedgerKind.PAYMENT and not notice.came_in):
        raise NotThisRow
    if row.kind == LedgerKind.PAYMENT:
        keeping.link(notice, [row], wrote=False, now=now)
    else:
        _end_refund(notice, row, by=by, now=now)
    keeping.move(notice, NoticeState.MATCHED, by=by, now=now)
    return notice


@atomic_with_retry
def set_aside(
    *, notice: BankNotice, reason: str, by: User, now: dt.datetime, twin: BankNotice | None = None
) -> BankNotice:
    """It is none of the house's bookings, or the same as `twin`, which is reason enough. Raises DecidedMeanwhile,
    NoReason.
    """
    notice, is_open = _take(notice)
    if not is_open:
        return _same_or_refused(notice, notice.state == NoticeState.SET_ASIDE)
    note = same_as(twin) if twin else reason.strip()
    if not note:
        raise NoReason
    keeping.move(notice, NoticeState.SET_ASIDE, note=note, by=by, now=now)
    return notice


@atomic_with_retry
def undo(*, notice: BankNotice, by: User, now: dt.datetime) -> BankNotice:
    """Take back what was decided, by a person or a rule: it is to be looked at again, and what it wrote is taken back
    by other rows. One that is open stays so.

    Raises RefundStays, ReturnedAlready.
    """
    notice, is_open = _take(notice)
    if is_open:
        return notice
    standing = list(_standing(notice).select_related("entry__booking").order_by("entry__booking"))
    if any(row.wrote and row.entry.kind == LedgerKind.REFUND for row in standing):
        raise RefundStays
    BankNoticeEntry.objects.filter(pk__in=[row.pk for row in standing]).update(undone_at=now)
    for row in standing:
        if row.wrote:
            reverse(entry=row.entry, by=by, now=now)
    keeping.move(notice, NoticeState.TO_LOOK_AT, why=LookWhy.UNDONE, by=by, now=now)
    return notice


def _take(notice: BankNotice) -> tuple[BankNotice, bool]:
    """The notice fresh, held until the transaction ends, and whether it is still to be decided."""
    BankNotice.objects.filter(pk=notice.pk).update(state=F("state"))
    fresh = BankNotice.objects.select_related("host").get(pk=notice.pk)
    return fresh, fresh.state in OPEN_NOTICES


def _same_or_refused(notice: BankNotice, same: bool) -> BankNotice:
    if not same:
        raise DecidedMeanwhile
    return notice


def _standing(notice: BankNotice) -> QuerySet[BankNoticeEntry]:
    return BankNoticeEntry.objects.filter(notice=notice, undone_at__isnull=True)


def _parts_of(notice: BankNotice) -> dict[int, int]:
    return dict(_standing(notice).values_list("entry__booking", "entry__amount_vnd"))


def _end_refund(notice: BankNotice, row: LedgerEntry, *, by: User, now: dt.datetime) -> None:
    """One that came back after it was taken to have arrived is money that came in, which is to be given back anew."""
    ended = LedgerState.BOUNCED if notice.came_in else LedgerState.ARRIVED
    if row.state == LedgerState.SENT:
        keeping.link(notice, [refund_ends(entry=row, state=ended, by=by, now=now)], wrote=True, now=now)
    elif row.state == ended:
        keeping.link(notice, [row], wrote=False, now=now)
    elif notice.came_in:
        back = write_payment(notice, row.booking, notice.amount_vnd, by=by, now=now)
        keeping.link(notice, [back], wrote=True, now=now)
    else:
        raise NotThisRow
