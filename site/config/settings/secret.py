"""A secret key for the demo, made once and kept outside the repository."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def demo_secret_key(folder: Path) -> str:
    """The key kept in `folder`/secret_key; several processes that start together agree on one."""
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = get_random_secret_key()
        file.write(key)
    return key
