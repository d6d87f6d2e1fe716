"""A household business's takings of a year beside the sum up to which it owes no VAT and no personal income tax.

The sum is the law's and changes with it, so it is data with a day from which it holds. Other kinds of hosts keep books
of their own and are told nothing here.
"""

import datetime as dt
from dataclasses import dataclass

from bookings.domain.money.statement import money_between, sums
from villages.enums import HostKind
from villages.models import Host


@dataclass(frozen=True)
class Threshold:
    """`amount_vnd` a calendar year, from `since` on."""

    since: dt.date
    amount_vnd: int
    source: str


# Latest first.
THRESHOLDS = (Threshold(dt.date(2026, 1, 1), 1_000_000_000, "Nghị định 68/2026/NĐ-CP, Nghị định 141/2026/NĐ-CP"),)


@dataclass(frozen=True)
class YearSoFar:
    """What was taken in `year` through this desk, and the threshold that holds for it."""

    year: int
    taken_vnd: int
    threshold: Threshold

    @property
    def percent(self) -> int:
        """Rounded down, 0 for a year in which more went back than came in."""
        return max(self.taken_vnd, 0) * 100 // self.threshold.amount_vnd


def year_so_far(host: Host, day: dt.date) -> YearSoFar | None:
    """Of the calendar year of `day`; None for a host, or a year, for which we know no threshold."""
    first, last = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    threshold = next((known for known in THRESHOLDS if known.since <= last), None)
    if host.kind != HostKind.HOUSEHOLD or threshold is None:
        return None
    return YearSoFar(day.year, sums(money_between(host, first, last)).net, threshold)
