"""What a host took and gave back in a span of days, by day, method, experience, person and source; to the đồng."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Sum, When
from django.db.models.functions import TruncDate

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.money.owing import BIG, ZERO, signed_amount
from bookings.enums import LedgerKind
from bookings.models import LedgerEntry
from bookings.models.ledger import MOVES_MONEY
from villages.models import Host


@dataclass(frozen=True)
class Sums:
    """In đồng. `taken` is what guests paid, `given_back` what went back to them, rows that were taken back deducted."""

    taken: int
    given_back: int

    @property
    def net(self) -> int:
        return self.taken - self.given_back


def money_between(host: Host, first: dt.date, last: dt.date) -> QuerySet[LedgerEntry]:
    """Rows in which money changed hands, from `first` to `last` inclusive by the clock of Việt Nam, in order.

    A row that takes another back stands on the day on which that was noticed.
    """
    rows = LedgerEntry.objects.filter(
        host=host, kind__in=MOVES_MONEY, happened_at__gte=day_start(first), happened_at__lt=day_end(last)
    )
    return rows.order_by("happened_at", "pk")


def sums(rows: QuerySet[LedgerEntry]) -> Sums:
    """Of all `rows`, in one query."""
    found = rows.order_by().aggregate(taken=_sum(LedgerKind.PAYMENT), given_back=_sum(LedgerKind.REFUND))
    return Sums(found["taken"] or 0, found["given_back"] or 0)


def sums_by(rows: QuerySet[LedgerEntry], *fields: str) -> dict[tuple[Any, ...], Sums]:
    """The same by the values of `fields`, in one query."""
    found = rows.order_by(*fields).values_list(*fields)
    found = found.annotate(taken=_sum(LedgerKind.PAYMENT), given_back=_sum(LedgerKind.REFUND))
    return {tuple(key): Sums(taken or 0, given_back or 0) for *key, taken, given_back in found}


def sums_by_day(rows: QuerySet[LedgerEntry]) -> dict[dt.date, Sums]:
    """By the day on which the money changed hands."""
    by_day = sums_by(rows.annotate(day=TruncDate("happened_at")), "day")
    return {day: found for (day,), found in by_day.items()}


def sums_by_day_and_method(rows: QuerySet[LedgerEntry]) -> dict[tuple[dt.date, str], Sums]:
    """By that day and by how it did."""
    by_both = sums_by(rows.annotate(day=TruncDate("happened_at")), "day", "method")
    return {(day, method): found for (day, method), found in by_both.items()}


def _sum(kind: LedgerKind) -> Sum:
    return Sum(Case(When(kind=kind, then=signed_amount()), default=ZERO, output_field=BIG))


def flow() -> Case:
    """A row's amount as the host's purse sees it: above 0 came in, below 0 went out."""
    return Case(When(kind=LedgerKind.REFUND, then=-signed_amount()), default=signed_amount(), output_field=BIG)
