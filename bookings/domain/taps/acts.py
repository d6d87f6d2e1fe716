"""What each kind of tap does: one call of the domain, and whether somebody had done it before."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.booking import attendance
from bookings.domain.money import ledger
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import Act, DeskTapKind, PaidBy
from bookings.models import Booking, BookingAct, LedgerEntry
from common.data.refusal import Refused


@dataclass(frozen=True)
class Done:
    """It was so already: by whom and when, where somebody wrote that down."""

    by: str = ""
    at: dt.datetime | None = None
    user_id: int | None = None


class TapAct(Protocol):
    """Does what the tap asks; None where that changed something. Raises Refused. The booking's row is held."""

    def __call__(
        self, *, booking: Booking, key: uuids.UUID, value: Mapping[str, Any], by: User, now: dt.datetime
    ) -> Done | None: ...


class UnknownPayment(Refused):
    message = _("There is no such payment to take back.")


def _attend(act: Callable[..., object], *written_as: Act) -> TapAct:
    """`act` of bookings.domain.booking.attendance; the history names who did it before as one of `written_as`."""

    def do(*, booking: Booking, key: uuids.UUID, value: Mapping[str, Any], by: User, now: dt.datetime) -> Done | None:
        before = _attendance(booking)
        act(booking=booking, now=now)
        return None if _attendance(booking) != before else _who(booking, written_as)

    return do


def _came(*, booking: Booking, key: uuids.UUID, value: Mapping[str, Any], by: User, now: dt.datetime) -> Done | None:
    before = _attendance(booking)
    came = {int(unit): number for unit, number in value["units"].items()}
    attendance.check_in_some(booking=booking, came=came, charge_all=value["charge_all"], now=now)
    return None if _attendance(booking) != before else _who(booking, (Act.CAME, Act.CHECKED_IN))


def _pay(*, booking: Booking, key: uuids.UUID, value: Mapping[str, Any], by: User, now: dt.datetime) -> Done | None:
    """All that the host saw is due, or a part of it. Another phone that took just that all was quicker; any other
    change is refused: a part like one that is there already may be another one."""
    amount = value["amount"]
    due = value.get("due", amount)
    try:
        entry = ledger.take_payment(
            key=key, booking=booking, method=PaidBy(value["method"]), amount_vnd=amount, due_vnd=due, by=by, now=now
        )
    except ledger.NothingDue:
        last = ledger.last_payment(booking)
        if last is None or last.amount_vnd != amount or amount != due:
            raise
        return _entry(last)
    # The same key may have come with the page's own form, whose answer was lost.
    return None if entry.created_at == now else _entry(entry)


def _pay_undo(
    *, booking: Booking, key: uuids.UUID, value: Mapping[str, Any], by: User, now: dt.datetime
) -> Done | None:
    which = {"pk": value["entry"]} if "entry" in value else {"key_hash": key_hash(uuids.UUID(value["key"]))}
    entry = LedgerEntry.objects.filter(booking=booking, **which).first()
    if entry is None:
        raise UnknownPayment
    before = LedgerEntry.objects.filter(reverses=entry).first()
    if before:
        return _entry(before)
    ledger.reverse(entry=entry, by=by, now=now)
    return None


def _attendance(booking: Booking) -> list[tuple[object, ...]]:
    rows = Booking.objects.filter(pk=booking.pk).order_by("units__pk")
    return list(rows.values_list("status", "no_show_at", "missing_vnd", "units__pk", "units__came"))


def _who(booking: Booking, acts: tuple[Act, ...]) -> Done:
    last = BookingAct.objects.filter(booking=booking, act__in=acts).order_by("-pk").first()
    return Done(last.user_name, last.at, last.user_id) if last else Done()


def _entry(entry: LedgerEntry) -> Done:
    return Done(entry.by_name, entry.created_at, entry.by_id)


ACTS: Mapping[DeskTapKind, TapAct] = {
    DeskTapKind.CHECK_IN: _attend(attendance.check_in, Act.CHECKED_IN, Act.CAME),
    DeskTapKind.UNDO_CHECK_IN: _attend(attendance.undo_check_in, Act.CHECK_IN_UNDONE),
    DeskTapKind.CAME: _came,
    DeskTapKind.NO_SHOW: _attend(attendance.mark_no_show, Act.NO_SHOW),
    DeskTapKind.UNDO_NO_SHOW: _attend(attendance.undo_no_show, Act.NO_SHOW_UNDONE),
    DeskTapKind.PAY: _pay,
    DeskTapKind.PAY_UNDO: _pay_undo,
}
