"""`audit`: what must always hold of seats, shared resources, waiting lists, days, messages and
money, counted afresh.

Nothing here uses what the product counts with: an error there must not hide itself. Reads only, in a constant number
of queries for each invariant, streamed, all of one moment of the database.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator

from django.db import connection, transaction

from bookings.domain.audit import cancelled_times, days, messages, money, resources, rota, seats, waiting
from bookings.domain.audit.finding import INVARIANTS, Finding, Invariant

__all__ = ["INVARIANTS", "Finding", "Invariant", "audit"]

# Imported for the invariants they state.
PARTS = (seats, resources, rota, waiting, cancelled_times, days, messages, money)


def audit(*, now: dt.datetime, only: Collection[str] = ()) -> Iterator[Finding]:
    """Every finding of all invariants, or of those named; consume it whole, it holds a snapshot of the database."""
    with _snapshot():
        for name, item in INVARIANTS.items():
            if not only or name in only:
                yield from item.check(now)


@contextlib.contextmanager
def _snapshot() -> Iterator[None]:
    """One moment for all queries, nobody kept waiting; inside an open transaction, that one's."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # atomic() would begin IMMEDIATE here and keep every writer out for as long as we read.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
