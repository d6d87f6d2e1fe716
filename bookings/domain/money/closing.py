"""The day's closing: the cash is counted, and kept beside what the ledger says of that day.

Rows are never edited: a correction is another closing of the same day, and the last one holds. Money may still be
written down for a day that was closed: what changed since is what the ledger says now, less what the closing kept.
"""

import datetime as dt
import uuid as uuids
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.ledger import OldPage
from bookings.domain.money.statement import money_between, sums_by, sums_by_day_and_method
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import PaidBy
from bookings.models import DayClosing
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import time_text
from common.words.money import format_vnd
from villages.models import Host


class NotYet(Refused):
    message = _("This day has not come yet. Count its cash when it is over.")


class LedgerMoved(Refused):
    """Money was written down since the page was made."""


class ClosedSince(Refused):
    """Somebody else closed the day since the page was made."""


@dataclass(frozen=True)
class Till:
    """What the ledger says of a day, in đồng: what was taken less what was given back."""

    cash: int = 0
    transfer: int = 0


@dataclass(frozen=True)
class ClosedDay:
    """A day's last closing, and how the ledger has changed since."""

    closing: DayClosing
    since: Till

    @property
    def changed(self) -> bool:
        return self.since != Till()


def till_of(host: Host, day: dt.date) -> Till:
    """As the ledger stands now, in one query."""
    found = sums_by(money_between(host, day, day), "method")
    return _till({method: money.net for (method,), money in found.items()})


@atomic_with_retry
def close_till(
    *,
    key: uuids.UUID,
    host: Host,
    day: dt.date,
    counted_vnd: int,
    float_vnd: int,
    cash_vnd: int,
    seen: int,
    note: str,
    by: User,
    now: dt.datetime,
) -> DayClosing:
    """Keep what was counted. `cash_vnd` is what the page said the ledger has, `seen` the number of the last closing
    that it showed, 0 for none: had either changed, nothing is written.

    The same tap again, or the same count again, changes nothing. Raises NotYet, OldPage, LedgerMoved, ClosedSince.
    """
    # One after the other: the first statement of every closing of this host.
    Host.objects.filter(pk=host.pk).update(kind=F("kind"))
    if day > timezone.localtime(now).date():
        raise NotYet
    told = (host.pk, day, counted_vnd, float_vnd, note)
    written = DayClosing.objects.filter(key_hash=key_hash(key)).first()
    if written and _said(written) == told:
        return written
    last = DayClosing.objects.filter(host=host, day=day).order_by("number").last()
    if (last.number if last else 0) != seen:
        raise ClosedSince(_who_closed(last) if last else OldPage.message)
    if written:
        raise OldPage
    till = till_of(host, day)
    if till.cash != cash_vnd:
        said = _("The ledger has changed: it says %(amount)s in cash now. Look again, then close the day.")
        raise LedgerMoved(said % {"amount": format_vnd(till.cash)})
    if (
        last
        and _said(last) == told
        and (last.expected_cash_vnd, last.expected_transfer_vnd)
        == (
            till.cash,
            till.transfer,
        )
    ):
        return last
    return DayClosing.objects.create(
        key_hash=key_hash(key),
        host=host,
        day=day,
        number=seen + 1,
        expected_cash_vnd=till.cash,
        expected_transfer_vnd=till.transfer,
        counted_vnd=counted_vnd,
        float_vnd=float_vnd,
        note=note,
        by=by,
        by_name=str(by),
        closed_at=now,
    )


def closings_of(host: Host, day: dt.date) -> list[DayClosing]:
    """All of one day, the last first."""
    return list(DayClosing.objects.filter(host=host, day=day).order_by("-number"))


def closed_days(host: Host, first: dt.date, last: dt.date) -> dict[dt.date, ClosedDay]:
    """The days from `first` to `last` inclusive that were closed, in order; in two queries."""
    closings = DayClosing.objects.filter(host=host, day__gte=first, day__lte=last).order_by("day", "number")
    holds = {closing.day: closing for closing in closings}
    if not holds:
        return {}
    now: dict[dt.date, dict[str, int]] = defaultdict(dict)
    for (day, method), money in sums_by_day_and_method(money_between(host, first, last)).items():
        now[day][method] = money.net
    return {day: ClosedDay(closing, _since(closing, _till(now[day]))) for day, closing in holds.items()}


def _till(by_method: dict[str, int]) -> Till:
    return Till(by_method.get(PaidBy.CASH, 0), by_method.get(PaidBy.TRANSFER, 0))


def _since(closing: DayClosing, till: Till) -> Till:
    return Till(till.cash - closing.expected_cash_vnd, till.transfer - closing.expected_transfer_vnd)


def _said(closing: DayClosing) -> tuple[int, dt.date, int, int, str]:
    return closing.host_id, closing.day, closing.counted_vnd, closing.float_vnd, closing.note


def _who_closed(closing: DayClosing) -> str:
    said = _("%(who)s closed this day at %(when)s with %(amount)s. Look again before you correct it.")
    told = {
        "who": closing.by_name,
        "when": time_text(closing.closed_at),
        "amount": format_vnd(closing.counted_vnd),
    }
    return said % told
