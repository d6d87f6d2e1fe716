"""What an audit finds, how an invariant gets its name, and one moment of the database for all of them."""

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from django.db import connection, transaction


@dataclass(frozen=True)
class Finding:
    """`subject` names the row, `text` says what is wrong with it, without personal data.

    An `open_decision` is no fault: something changed for which somebody has yet to decide.
    """

    invariant: str
    subject: str
    text: str
    open_decision: bool = False


Check = Callable[[dt.datetime], Iterator[Finding]]


@dataclass(frozen=True)
class Invariant:
    """`promise` is what must hold; `check` yields where it does not at a moment."""

    name: str
    promise: str
    check: Check


class Invariants(dict[str, Invariant]):
    """Those of one audit, by name."""

    def state(self, name: str) -> Callable[[Check], Check]:
        """Register a check under `name`; its docstring is the promise."""

        def register(check: Check) -> Check:
            def named(now: dt.datetime) -> Iterator[Finding]:
                return (replace(found, invariant=name) for found in check(now))

            self[name] = Invariant(name, " ".join((check.__doc__ or "").split()), named)
            return named

        return register

    def audit(self, *, now: dt.datetime, only: Collection[str] = ()) -> Iterator[Finding]:
        """Every finding of all, or of those named; consume it whole, it holds a snapshot of the database."""
        with _snapshot():
            for name, item in self.items():
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


def fault(subject: str, text: str) -> Finding:
    return Finding("", subject, text)
