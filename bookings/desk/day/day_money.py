"""The money of a day's visits: to collect, collected, left; how, and by whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.domain.money.owing import account
from bookings.enums import LedgerKind, LedgerState, PaidBy
from bookings.models import Booking
from bookings.texts import by_text
from common.words.money import format_vnd


@dataclass(frozen=True)
class DayMoney:
    """Amounts as readers see them; `to_collect` is empty where no visit of the day costs anything."""

    to_collect: str
    collected: str
    left: str
    to_return: str
    by_method: list[str]
    by_member: list[str]


def day_money(bookings: Iterable[Booking]) -> DayMoney:
    """Of bookings that came from `lookups.with_money`; asks the database nothing."""
    charged = held = left = to_return = 0
    methods: Counter[str] = Counter()
    members: Counter[str] = Counter()
    for booking in bookings:
        money = account(booking)
        charged += money.charged - min(money.waived, money.charged)
        held += money.received - money.refunded
        left += max(money.due, 0)
        to_return += max(-money.due, 0)
        for entry in booking.standing_rows:  # type: ignore[attr-defined]
            if entry.method and entry.state != LedgerState.BOUNCED:
                amount = entry.amount_vnd if entry.kind == LedgerKind.PAYMENT else -entry.amount_vnd
                methods[entry.method] += amount
                members[entry.by_name] += amount
    return DayMoney(
        to_collect=format_vnd(charged) if charged or held else "",
        collected=format_vnd(held),
        left=format_vnd(left),
        to_return=format_vnd(to_return) if to_return else "",
        by_method=[_said(str(method.label), methods[method]) for method in PaidBy if methods[method]],
        # One person alone need not read their own name.
        by_member=[_said(by_text(name), members[name]) for name in sorted(members)] if len(members) > 1 else [],
    )


def _said(what: str, amount: int) -> str:
    return _("%(what)s %(amount)s") % {"what": what, "amount": format_vnd(amount)}
