"""The idempotency key that a form carries, and those that follow from it."""

import itertools
import uuid
from collections.abc import Iterator

from django.http import HttpRequest


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key that the form carries, or a fresh one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def keys_of(request: HttpRequest) -> Iterator[uuid.UUID]:
    """The form's key, then one after the other, for a form whose key was used up: a double click asks for the same."""
    return itertools.accumulate(itertools.repeat("again"), uuid.uuid5, initial=key_of(request))
