"""A day's closing in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.domain.money.closing import ClosedDay, Till
from bookings.models import DayClosing
from common.words.dates import local, short_day_text, time_text
from common.words.money import format_vnd


@dataclass(frozen=True)
class ClosingLine:
    """One closing of a day: who and when, what was counted beside the ledger, and what came of it."""

    text: str
    detail: str
    difference_text: str
    even: bool


def closing_line(closing: DayClosing) -> ClosingLine:
    at = local(closing.closed_at)
    when = time_text(at) if at.date() == closing.day else f"{time_text(at)} {short_day_text(at.date())}"
    parts = [
        _("counted %(amount)s") % {"amount": format_vnd(closing.counted_vnd)},
        _("of it for change %(amount)s") % {"amount": format_vnd(closing.float_vnd)} if closing.float_vnd else "",
        _("by the ledger %(amount)s") % {"amount": format_vnd(closing.expected_cash_vnd)},
        closing.note,
    ]
    return ClosingLine(
        text=f"{when} · {closing.by_name}",
        detail=" · ".join(part for part in parts if part),
        difference_text=difference_text(closing.difference_vnd),
        even=not closing.difference_vnd,
    )


def difference_text(difference_vnd: int) -> str:
    """`thiếu 50.000 ₫`."""
    amount = {"amount": format_vnd(abs(difference_vnd))}
    if difference_vnd < 0:
        return _("%(amount)s missing") % amount
    return _("%(amount)s too much") % amount if difference_vnd else _("no difference")


def day_text(closed: ClosedDay | None) -> str:
    """A closed day in a list of days; empty where it is not closed."""
    if closed is None:
        return ""
    since = _("the ledger changed since")
    text = _("book closed: %(what)s") % {"what": difference_text(closed.closing.difference_vnd)}
    return f"{text}, {since}" if closed.changed else text


def since_text(closed: ClosedDay | None) -> str:
    """What was written down for the day after its closing; empty where nothing was."""
    if closed is None or not closed.changed:
        return ""
    return _("After the closing the ledger changed: %(what)s. Count again and correct it.") % {
        "what": _till(closed.since)
    }


def month_text_of(closed: Mapping[dt.date, ClosedDay]) -> str:
    """How many days were closed, and their differences together; empty where none was."""
    if not closed:
        return ""
    total = sum(day.closing.difference_vnd for day in closed.values())
    said = ngettext("Book of %(n)s day closed: %(what)s", "Books of %(n)s days closed: %(what)s", len(closed))
    return said % {"n": len(closed), "what": difference_text(total)}


def _till(till: Till) -> str:
    parts = [(_("cash"), till.cash), (_("bank transfer"), till.transfer)]
    # A true minus, and never at the end of a line without its amount.
    return ", ".join(
        f"{name} {'+' if amount > 0 else '−'}{format_vnd(abs(amount))}" for name, amount in parts if amount
    )
