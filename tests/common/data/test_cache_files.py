"""On one small machine the cache is files, which have to go some day."""

import datetime as dt
import os

from django.core.cache import caches
from django.utils import timezone

from common.data.cache_files import forget_files


def test_files_that_nobody_wrote_for_two_days_go_and_younger_ones_stay(settings, tmp_path):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    }
    now = timezone.now()
    for name, days in (("old", 3), ("young", 1)):
        caches["default"].set(name, name, None)
        path = max(tmp_path.iterdir(), key=lambda it: it.stat().st_mtime_ns)
        written = (now - dt.timedelta(days=days)).timestamp()
        os.utime(path, (written, written))
    (tmp_path / "notes.txt").write_text("not the cache's")
    os.utime(tmp_path / "notes.txt", (0, 0))
    assert forget_files(now=now) == 1
    assert caches["default"].get_many(["old", "young"]) == {"young": "young"}
    assert (tmp_path / "notes.txt").exists()


def test_other_caches_are_left_alone():
    assert forget_files(now=timezone.now()) == 0
