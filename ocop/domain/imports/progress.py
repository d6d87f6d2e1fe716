"""How far the writing of a file is.

It is one transaction, of which nobody else reads anything before it ends; so this goes by the cache. Without one, the
page says that the file is being written, and not how far.
"""

from django.core.cache import cache

from ocop.models import RegisterImport

# Seconds: longer than any worker lives.
KEPT = 600


def tell_writing(row: RegisterImport, percent: float) -> None:
    cache.set(_key(row), round(percent), KEPT)


def writing_percent(row: RegisterImport) -> int:
    """Of 100; 0 where nothing is known."""
    return min(100, cache.get(_key(row)) or 0)


def _key(row: RegisterImport) -> str:
    """Another try begins anew."""
    return f"ocop_import_{row.pk}_{row.attempts}"
