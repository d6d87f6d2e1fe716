"""The cache of one small machine is files, of which Django deletes only those that are asked for again."""

import datetime as dt
from pathlib import Path

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.filebased import FileBasedCache

# Longer than anything in the cache is good for, rate limits included.
KEPT = dt.timedelta(days=2)


def forget_files(*, now: dt.datetime) -> int:
    """Delete the cache's files that nobody wrote for two days; returns how many. Other caches do so themselves."""
    backend = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(backend, FileBasedCache):
        return 0
    folder, until = Path(vars(backend)["_dir"]), (now - KEPT).timestamp()
    old = [path for path in folder.glob(f"*{backend.cache_suffix}") if path.stat().st_mtime < until]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
