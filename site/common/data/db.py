"""What both databases need of every transaction that fights for a row."""

import errno
import functools
import hashlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
# The disk is full, or this server is a copy that takes no writes.
CANNOT_WRITE = ("53100", "25006")
CANNOT_WRITE_SQLITE = ("disk is full", "disk I/O error", "readonly database")
CANNOT_WRITE_FILES = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
# Under REPEATABLE READ whoever waited for a row must begin again each time that another got it: a crowd takes many.
ATTEMPTS = 20
LONGEST_SLEEP = 0.4
# Ids in one IN (…): well below what SQLite takes.
PART = 500


def which_database() -> str:
    """The database that settings name, for whoever runs a command: its file, or its name and server."""
    told = settings.DATABASES["default"]
    if told["ENGINE"].endswith("sqlite3"):
        return f"SQLite {told['NAME']} ({settings.SETTINGS_MODULE})"
    where = f"{told['HOST'] or 'this machine'}:{told['PORT'] or 5432}"
    return f"PostgreSQL {told['NAME']} on {where} ({settings.SETTINGS_MODULE})"


def cannot_write(error: BaseException | None) -> bool:
    """Whether `error`, or what it came from, is a disk that is full or only for reading."""
    if error is None:
        return False
    if isinstance(error, OSError) and error.errno in CANNOT_WRITE_FILES:
        return True
    told = isinstance(error, DatabaseError) and any(words in str(error) for words in CANNOT_WRITE_SQLITE)
    return (
        told or getattr(error, "sqlstate", None) in CANNOT_WRITE or cannot_write(error.__cause__ or error.__context__)
    )


def _worth_retrying(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in (SERIALIZATION_FAILURE, DEADLOCK) or "database is locked" in str(error)


def atomic_with_retry(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction, again after a serialization failure, a deadlock or a locked SQLite file.

    Inside a transaction that is already open it takes part in that one and does not retry: the outermost owner must.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if attempt == ATTEMPTS or not _worth_retrying(error):
                    raise
                time.sleep(min(random.uniform(0.005, 0.02) * 2**attempt, random.uniform(0.5, 1) * LONGEST_SLEEP))
        raise AssertionError("unreachable")

    return run


def one_at_a_time(*names: str) -> None:
    """Until this transaction ends, others that name one of `names` here wait. Rows are locked before it, never after.

    On SQLite a transaction that writes is alone anyway.
    """
    if connection.vendor != "postgresql":
        return
    # In one order, so that no two callers deadlock.
    keys = sorted(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True) for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["pg_advisory_xact_lock(%s)"] * len(keys)), keys)


def parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """`ids` in pieces that one statement takes."""
    return (ids[start : start + PART] for start in range(0, len(ids), PART))
