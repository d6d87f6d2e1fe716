"""Keeps what the frame shows to all readers alike until a page, its privacy, a site or a locale changes.

Everything kept carries the version that stood before it was read from the database, and is good only while that version
stands. So a change never leaves behind what a slow reader had read before it.
"""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, PageViewRestriction, Site, get_page_models

T = TypeVar("T")

VERSION = "frame:version"
# What changes without a signal, such as rows that were mended by SQL, shows after this many seconds.
SECONDS = 60


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` gave under `name` since the last change, else what it gives now.

    For what every reader may see; what only some may see has no place in it.
    """
    key = f"frame:{name}"
    found = cache.get_many([VERSION, key])
    version = found.get(VERSION) or _renew()
    stood, value = found.get(key, (None, None))
    if stood != version:
        value = make()
        cache.set(key, (version, value), SECONDS)
    return value


def forget(**_signal: object) -> None:
    """At once for this transaction, and once more when others can see what it wrote."""
    _renew()
    transaction.on_commit(_renew)


def watch() -> None:
    """Publishing, unpublishing, moving and renaming all save the page, in the transaction of the rest they write."""
    for model in (*get_page_models(), PageViewRestriction, Site, Locale):
        post_save.connect(forget, sender=model)
        post_delete.connect(forget, sender=model)


def _renew() -> str:
    # Not a count: one that was lost would start again and bring back what is old.
    version = uuid.uuid4().hex
    cache.set(VERSION, version, None)
    return version
