"""Secret keys for the demo, made once and kept outside the repository."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from pushing.keys import new_key


def demo_secret_key(folder: Path) -> str:
    """The key kept in `folder`/secret_key."""
    return _kept(folder / "secret_key", get_random_secret_key)


def demo_push_key(folder: Path) -> str:
    """The key kept in `folder`/push_key, by which the demo tells phones."""
    return _kept(folder / "push_key", new_key)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """Several processes that start together agree on one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = make()
        file.write(key)
    return key
