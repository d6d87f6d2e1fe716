"""Keeps what all readers see alike until something that pages show changes.

Everything kept carries the version that stood before it was read from the database, and is good only while that version
stands. So a change never leaves behind what a slow reader had read before it.
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

T = TypeVar("T")

VERSION = "kept:version"
# What changes without a signal, such as rows that were mended by SQL, shows after this many seconds.
SECONDS = 60
# Of this process alone, by name: version, what it was made for, when it ends, and what was made.
_held: dict[str, tuple[str, Hashable, float, Any]] = {}


def look(name: str) -> tuple[str, Any]:
    """The version that stands, and what `put` kept under `name` since it began; else None."""
    key = _key(name)
    try:
        found = cache.get_many([VERSION, key])
    except (AttributeError, ImportError):
        # An earlier release kept an object of a class that this one has not.
        found = {}
    version = found.get(VERSION) or _renew()
    stood, value = found.get(key, (None, None))
    return version, (value if stood == version else None)


def put(name: str, value: object, *, version: str) -> None:
    """Keep `value`, which was made after `version` was looked up."""
    cache.set(_key(name), (version, value), SECONDS)


def cached(name: str, make: Callable[[], T]) -> T:
    """What `make` gave under `name` since the last change, else what it gives now; never None.

    For what every reader may see; what only some may see has no place in it.
    """
    version, value = look(name)
    if value is None:
        value = make()
        put(name, value, version=version)
    return value


def held(name: str, mark: Hashable, make: Callable[[], T]) -> T:
    """As `cached`, in the memory of this process: for thousands of rows, which a cache would hand over with each page.

    What was made for another `mark`, such as yesterday, is made anew. Each name stays in memory, so that no reader may
    make one up.
    """
    version = cache.get(VERSION) or _renew()
    stood, made_for, until, value = _held.get(name, ("", None, 0.0, None))
    if (stood, made_for) != (version, mark) or time.monotonic() > until:
        value = make()
        _held[name] = (version, mark, time.monotonic() + SECONDS, value)
    return value


def let_go() -> None:
    """Nothing is held any more, as in a process that has just begun."""
    _held.clear()


def forget(**_signal: object) -> None:
    """At once for this transaction, and once more when others can see what it wrote.

    A cache that is down stops nobody from writing: `common.data.cache` owes it the deletion until it answers. What
    another process keeps there meanwhile is good for SECONDS at most.
    """
    cache.delete(VERSION)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: cache.delete(VERSION))


def watch(senders: Iterable[type[models.Model]]) -> None:
    """Forget everything whenever a row of these models is written, or what it is linked to.

    An `update()` sends no signal: whoever updates what pages show calls `forget`.
    """
    for model in senders:
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(forget, sender=model)


def _key(name: str) -> str:
    """A release has its own: pages name static files by their hash, and holes by the secret key."""
    release = f"{settings.SECRET_KEY}{getattr(staticfiles_storage, 'manifest_hash', '')}"
    return f"kept:{hashlib.sha256(release.encode()).hexdigest()[:8]}:{name}"


def _renew() -> str:
    # Not a count: one that was lost would start again and bring back what is old.
    version = uuid.uuid4().hex
    cache.set(VERSION, version, None)
    return version
