"""Lets a cache that failed rest for some seconds, for all threads of this process."""

import logging
import time
from collections.abc import Iterable
from functools import cache
from threading import Lock

logger = logging.getLogger(__name__)

PAUSE = 5.0
# Names are made of readers' addresses too: a flood of them must not fill the memory.
MOST_OWED = 1_000

# A key and its version, as `cache.delete` takes them.
Name = tuple[str, int | None]


class Breaker:
    """After a failure nothing is let through for PAUSE seconds; then one tries for all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rests_until: float | None = None
        self._silent_until = 0.0
        self._owed: set[Name] = set()

    def lets_through(self) -> bool:
        if self._rests_until is None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._rests_until is not None and now < self._rests_until:
                return False
            # Whoever comes meanwhile goes on without; only this one may have to wait for a time-out.
            self._rests_until = now + PAUSE
            return True

    def failed(self, error: Exception) -> None:
        with self._lock:
            now = time.monotonic()
            self._rests_until = now + PAUSE
            said = now < self._silent_until
            if not said:
                self._silent_until = now + PAUSE
        if not said:
            # Threads that waited for the same answer, and all who come within the pause, say nothing more.
            logger.error("the cache fails and is left alone for %d s: %s: %s", PAUSE, type(error).__name__, error)

    def answered(self) -> None:
        self._rests_until = None

    def owe(self, names: Iterable[Name]) -> None:
        """Remember deletions that failed: what was deleted may still stand there."""
        with self._lock:
            self._owed.update(list(names)[: MOST_OWED - len(self._owed)])

    def take_owed(self) -> set[Name]:
        if not self._owed:
            return set()
        with self._lock:
            owed, self._owed = self._owed, set()
        return owed


@cache
def breaker_of(location: str) -> Breaker:
    """Each thread has a cache object of its own; what they reach is one."""
    return Breaker()
