"""Caches that fail open: one that is dead, hangs or is full answers as an empty one would, and stops nobody.

Settings choose these by what CACHE_URL names. Only `asked_in_earnest` hears of failures.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.core.cache.backends import filebased, redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis.exceptions import RedisError

from common.data.cache_breaker import breaker_of

# Seconds to connect, and again for an answer: together under the half second that a request may lose.
TIMEOUT = 0.2

FAIL_OPEN = {
    "django.core.cache.backends.redis.RedisCache": "common.data.cache.RedisCache",
    "django.core.cache.backends.filebased.FileBasedCache": "common.data.cache.FileCache",
}

_FAILED = object()
_in_earnest: ContextVar[bool] = ContextVar("in_earnest", default=False)


@contextmanager
def asked_in_earnest() -> Iterator[None]:
    """Inside, a cache is asked though it rests, and its failures are raised."""
    token = _in_earnest.set(True)
    try:
        yield
    finally:
        _in_earnest.reset(token)


class FailOpen(BaseCache):
    """Before a backend of Django's. What it inherits from BaseCache besides is made of these."""

    failures: tuple[type[Exception], ...] = (OSError,)

    def __init__(self, location: Any, params: dict[str, Any]) -> None:
        super().__init__(location, params)  # type: ignore[call-arg]
        self._breaker = breaker_of(str(location))
        self._asks = False

    def get(self, key, default=None, version=None):
        return self._ask(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._ask({}, super().get_many, keys, version)

    def has_key(self, key, version=None):
        return self._ask(False, super().has_key, key, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._ask(None, super().set, key, value, timeout, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(list(data), super().set_many, data, timeout, version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(True, super().add, key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask(False, super().touch, key, timeout, version)

    def incr(self, key, delta=1, version=None):
        count = self._ask(None, super().incr, key, delta, version)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return count

    def delete(self, key, version=None):
        return bool(self._delete_or_owe([key], version, super().delete, key))

    def delete_many(self, keys, version=None):
        keys = list(keys)
        self._delete_or_owe(keys, version, super().delete_many, keys)

    def clear(self):
        return self._ask(None, super().clear)

    def _delete_or_owe(self, keys: list[str], version: int | None, delete: Callable[..., Any], what: Any) -> Any:
        """What could not be deleted is, before anything else is asked: nobody is given what was taken back."""
        done = self._ask(_FAILED, delete, what, version)
        if done is _FAILED:
            self._breaker.owe((key, version) for key in keys)
            return None
        return done

    def _ask(self, instead: Any, operation: Callable[..., Any], *arguments: Any) -> Any:
        # An operation may be made of others; the outermost one answers for all.
        if self._asks or _in_earnest.get():
            return operation(*arguments)
        if not self._breaker.lets_through():
            return instead
        self._asks = True
        try:
            self._pay()
            answer = operation(*arguments)
        except self.failures as error:
            self._breaker.failed(error)
            return instead
        finally:
            self._asks = False
        self._breaker.answered()
        return answer

    def _pay(self) -> None:
        owed = self._breaker.take_owed()
        try:
            for key, version in owed:
                super().delete(key, version)
        except self.failures:
            self._breaker.owe(owed)
            raise


class RedisCache(FailOpen, redis.RedisCache):
    failures = (RedisError, OSError)

    def __init__(self, location: Any, params: dict[str, Any]) -> None:
        times = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
        super().__init__(location, {**params, "OPTIONS": {**times, **params.get("OPTIONS", {})}})


class FileCache(FailOpen, filebased.FileBasedCache):
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """One at a time, whatever the key: what is counted in places must not give one twice."""
        return self._ask(True, self._add_alone, key, value, timeout, version)

    def _add_alone(self, key, value, timeout, version):
        with (Path(vars(self)["_dir"]) / "adding.lock").open("w") as held:
            # Let go of when the file is closed, or its process dies.
            fcntl.flock(held, fcntl.LOCK_EX)
            return filebased.FileBasedCache.add(self, key, value, timeout, version)

    def _createdir(self) -> None:
        # Called when a thread first names the cache, where nothing could be caught. Writing fails by itself.
        with suppress(OSError):
            super()._createdir()  # type: ignore[misc]
