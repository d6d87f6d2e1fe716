"""One booking's money, as a line and as a page of the desk show it."""

import datetime as dt
import uuid as uuids
from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.shell.fresh import MADE_ANEW
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.money.owing import account
from bookings.domain.money.settle import ahead_left
from bookings.enums import BY_HAND, LedgerKind, LedgerState, OnlineProvider, OnlineRefundState, PaidBy
from bookings.models import Booking, LedgerEntry
from bookings.models.ledger import MOVES_MONEY
from bookings.texts import by_text, entry_text
from common.words.dates import time_text
from common.words.money import format_vnd
from villages.models import Host

ASKING = (OnlineRefundState.WAITING, OnlineRefundState.ASKED)


@dataclass(frozen=True)
class MoneyLine:
    """A row of the ledger that nobody took back. `ends` are (url, text) for a transfer whose end is not known yet;
    `entry` is its id where it is a payment, so that a phone without signal can name it."""

    entry: int | None
    text: str
    detail: str
    undo_url: str
    ends: list[tuple[str, str]]


@dataclass(frozen=True)
class Purse:
    """`due` in đồng: above 0 to collect, below 0 to give back. `key` makes of two taps of one page one payment.

    `ahead` is what of it must come first for a booking that waits for money. `code_url` shows a bank transfer of
    it as a code; empty where nothing is due or the host has no account.
    `refund_ways` are the gateways that it can go back by, each with its name.
    `near`: the party is here or about to come, so that the row offers to take the money.
    """

    due: int
    near: bool
    due_text: str
    ahead: int
    ahead_text: str
    done_text: str
    key: str = field(metadata=MADE_ANEW)
    lines: list[MoneyLine]
    pay_url: str
    refund_url: str
    waive_url: str
    keep_url: str
    code_url: str
    methods: list[tuple[str, str]]
    refund_ways: list[tuple[str, str]]

    @property
    def owed_back(self) -> int:
        """In đồng, where `due` is below 0."""
        return max(-self.due, 0)


def make_purse(booking: Booking, host: Host, *, now: dt.datetime) -> Purse:
    """Of a booking that came from `lookups.with_money`."""
    money = account(booking)
    held, ahead = money.received - money.refunded, ahead_left(booking, money)
    args = [host.slug, booking.reference]
    return Purse(
        due=money.due,
        near=booking.slot.starts_at - now <= EARLIEST,
        due_text=format_vnd(abs(money.due)),
        ahead=ahead,
        ahead_text=format_vnd(ahead),
        done_text=_("Collected %(amount)s") % {"amount": format_vnd(held)} if held > 0 else "",
        key=str(uuids.uuid4()),
        lines=[_line(entry, args) for entry in booking.standing_rows],  # type: ignore[attr-defined]
        pay_url=reverse("desk:pay", args=args),
        refund_url=reverse("desk:refund", args=args),
        waive_url=reverse("desk:waive", args=args),
        keep_url=reverse("desk:keep_rest", args=args),
        code_url=reverse("desk:transfer", args=args) if money.due > 0 and host.takes_transfers else "",
        methods=[(method.value, str(method.label)) for method in BY_HAND],
        refund_ways=_refund_ways(booking.standing_rows, owed=max(-money.due, 0)),  # type: ignore[attr-defined]
    )


def _refund_ways(rows: list[LedgerEntry], *, owed: int) -> list[tuple[str, str]]:
    """Gateways that brought as much as is owed and have not given it back; the domain looks at each payment."""
    left: Counter[str] = Counter()
    for row in rows:
        if row.state != LedgerState.BOUNCED and row.kind in MOVES_MONEY:
            left[row.method] += row.amount_vnd if row.kind == LedgerKind.PAYMENT else -row.amount_vnd
    return [(one.value, str(one.label)) for one in OnlineProvider if 0 < owed <= left[one.value]]


def _line(entry: LedgerEntry, args: list[str]) -> MoneyLine:
    by_gateway = entry.method in OnlineProvider.values
    detail = [time_text(entry.happened_at), by_text(entry.by_name, entry.method), entry.note]
    asked = getattr(entry, "online_refund", None)
    if asked and entry.state == LedgerState.SENT:
        detail.append(str(asked.get_state_display()))
    elif entry.kind == LedgerKind.REFUND and entry.method != PaidBy.CASH:
        detail.append(str(entry.get_state_display()))
    bounced = entry.state == LedgerState.BOUNCED
    return MoneyLine(
        entry=entry.pk if entry.kind == LedgerKind.PAYMENT else None,
        text=entry_text(entry),
        detail=" · ".join(part for part in detail if part),
        undo_url="" if bounced or by_gateway else reverse("desk:entry_reverse", args=[*args, entry.pk]),
        ends=refund_ends_of(entry, args) if entry.state == LedgerState.SENT else [],
    )


def refund_ends_of(entry: LedgerEntry, args: list[str]) -> list[tuple[str, str]]:
    """(url, text) of how a refund on its way may end; `args` are the host's slug and the booking's reference.

    None while a gateway is asked for it. `entry` comes with its `online_refund`.
    """
    asked = getattr(entry, "online_refund", None)
    if asked and asked.state in ASKING:
        return []
    return [
        (reverse("desk:entry_arrived", args=[*args, entry.pk]), _("It has arrived")),
        (reverse("desk:entry_bounced", args=[*args, entry.pk]), _("It came back")),
    ]
