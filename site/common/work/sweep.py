"""One bad row never stops a sweep: each is done alone, and what fails is logged, counted and left for the next time."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection, transaction

from common.data.db import parts

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass
class Count:
    """How many rows were done and how many failed."""

    done: int = 0
    failed: int = 0


_count: ContextVar[Count | None] = ContextVar("count", default=None)


@contextlib.contextmanager
def counted() -> Iterator[Count]:
    """Counts what every sweep inside does."""
    count = Count()
    token = _count.set(count)
    try:
        yield count
    finally:
        _count.reset(token)


def failures() -> int:
    """How many rows have failed so far in what is being counted."""
    count = _count.get()
    return count.failed if count else 0


def failed_before(number: int) -> None:
    """Count also what failed in earlier pieces of the same run."""
    _add(failed=number)


def each(what: str, rows: Iterable[T], do: Callable[[T], int | None]) -> int:
    """`do` for each of `rows`, named by `what` in the log; returns the sum of what it answered.

    `do` must own its transaction, or need none. Where one is open already, each row has a savepoint in it.
    """
    return sum(_alone(what, row, do) for row in rows)


def each_part(what: str, ids: Sequence[int], do: Callable[[Sequence[int]], int | None]) -> int:
    """`do` for many `ids` at once, each time in a transaction; those of a part that fails, one by one."""
    total = 0
    for part in parts(ids):
        try:
            with transaction.atomic():
                total += do(part) or 0
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            _reconnect()
            total += each(what, part, lambda pk: _in_transaction(do, [pk]))
        else:
            _add(done=len(part))
    return total


def failed(what: str, row: Any) -> None:
    """Log the exception that is being handled, with its traceback, and count it."""
    logger.exception("%s failed for %s; going on with the next", what, row)
    _add(failed=1)
    _reconnect()


def _alone(what: str, row: T, do: Callable[[T], int | None]) -> int:
    try:
        with transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext():
            answer = do(row) or 0
    except SoftTimeLimitExceeded:
        # The worker's own sign to end: no row's fault.
        raise
    except Exception:
        failed(what, row)
        return 0
    _add(done=1)
    return answer


def _in_transaction(do: Callable[[T], int | None], row: T) -> int | None:
    with transaction.atomic():
        return do(row)


def _reconnect() -> None:
    """A connection that broke is no reason for the next row to fail as well."""
    if not connection.in_atomic_block:
        with contextlib.suppress(DatabaseError):
            connection.close_if_unusable_or_obsolete()


def _add(*, done: int = 0, failed: int = 0) -> None:
    count = _count.get()
    if count is not None:
        count.done += done
        count.failed += failed
