"""A cache that is dead, hangs or is full answers as an empty one would, and is left alone for a while."""

import errno
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.test import RequestFactory
from django.utils.module_loading import import_string

from common.data import cache_breaker
from common.data.cache import FAIL_OPEN, asked_in_earnest
from common.data.cache_breaker import Breaker, breaker_of
from common.http.throttle import too_many
from tests.common.data.caches import FILES, REDIS, at, dead_redis, no_room, silent_redis

LOGGER = "common.data.cache_breaker"


@pytest.fixture(autouse=True)
def rested():
    """No failure is carried from one test into the next."""
    breaker_of.cache_clear()


@pytest.fixture(params=["redis", "files"])
def dead(request, settings, tmp_path):
    """Nobody listens; a file lies where the folder should be."""
    (tmp_path / "cache").write_text("no folder")
    settings.CACHES = dead_redis() if request.param == "redis" else at(FILES, tmp_path / "cache")


@pytest.fixture
def files(settings, tmp_path):
    settings.CACHES = at(FILES, tmp_path)


def broken(*arguments, **options):
    raise OSError(errno.EROFS, "Read-only file system")


ANSWERS = [
    (lambda: cache.get("a"), None),
    (lambda: cache.get("a", "else"), "else"),
    (lambda: cache.get_many(["a", "b"]), {}),
    (lambda: cache.has_key("a"), False),
    (lambda: cache.set("a", 1), None),
    (lambda: cache.set_many({"a": 1, "b": 2}), ["a", "b"]),
    (lambda: cache.add("a", 1), True),
    (lambda: cache.get_or_set("a", lambda: 1), 1),
    (lambda: cache.touch("a"), False),
    (lambda: cache.delete("a"), False),
    (lambda: cache.delete_many(["a"]), None),
    (lambda: cache.clear(), None),
]


@pytest.mark.parametrize(("ask", "answer"), ANSWERS)
def test_every_operation_answers_as_an_empty_cache_would(dead, ask, answer, monkeypatch):
    monkeypatch.setattr(cache_breaker, "PAUSE", 0)
    for _ in range(2):
        assert ask() == answer


def test_there_is_nothing_to_count_on(dead):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_requests_are_not_counted_and_nobody_is_turned_away(dead):
    request = RequestFactory().get("/")
    assert not any(too_many(request, scope="test", rate="1/hour") for _ in range(3))


def test_one_that_hangs_costs_one_time_out_and_one_line_for_all_threads(settings, caplog):
    with silent_redis() as silent, caplog.at_level(logging.ERROR, LOGGER):
        settings.CACHES = at(REDIS, f"redis://127.0.0.1:{silent.port}/0")
        began = time.monotonic()
        for _ in range(100):
            cache.get("a")
        assert time.monotonic() - began < 0.5
        # Not asked twice either.
        assert len(silent.taken) == 1
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(cache.get, ["a"] * 20))
        assert len(silent.taken) == 1
    assert len(caplog.records) == 1


def test_when_it_has_rested_one_tries_for_all():
    breaker = Breaker()
    breaker.failed(OSError())
    assert not breaker.lets_through()
    breaker._rests_until = time.monotonic() - 1
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert all(breaker.lets_through() for _ in range(3))


def test_it_is_used_again_once_it_answers(files, monkeypatch):
    monkeypatch.setattr(cache_breaker, "PAUSE", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(FileBasedCache, "set", broken)
        cache.set("a", 1)
    cache.set("a", 2)
    assert cache.get("a") is None
    time.sleep(0.11)
    cache.set("a", 3)
    assert cache.get("a") == 3


def test_threads_that_fail_together_write_one_line(caplog):
    breaker = Breaker()
    with caplog.at_level(logging.ERROR, LOGGER):
        for _ in range(5):
            breaker.failed(OSError(28, "No space left on device"))
    (line,) = caplog.messages
    assert "No space left" in line


def test_a_full_disk_keeps_what_it_has(files, monkeypatch):
    monkeypatch.setattr(cache_breaker, "PAUSE", 0)
    cache.set("a", 1)
    with no_room():
        cache.set("b", 2)
        assert cache.set_many({"b": 2}) == ["b"]
        assert cache.get_many(["a", "b"]) == {"a": 1}
    cache.set("b", 2)
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}


@pytest.mark.parametrize("delete", [lambda: cache.delete("a"), lambda: cache.delete_many(["a", "b"])])
def test_what_could_not_be_deleted_is_before_anything_else_is_asked(files, monkeypatch, delete):
    monkeypatch.setattr(cache_breaker, "PAUSE", 0)
    cache.set_many({"a": 1, "b": 2, "c": 3})
    with monkeypatch.context() as patch:
        patch.setattr(FileBasedCache, "delete", broken)
        delete()
        # Still owed by whoever asks.
        assert cache.get("a") is None
    assert cache.get("a") is None
    assert cache.get("c") == 3
    cache.set("a", 4)
    assert cache.get("a") == 4


def test_what_is_owed_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(cache_breaker, "MOST_OWED", 3)
    breaker = Breaker()
    for number in range(10):
        breaker.owe([(str(number), None)])
    assert len(breaker.take_owed()) == 3


def test_who_asks_in_earnest_hears_of_failures_while_it_rests(dead):
    cache.set("a", 1)
    with asked_in_earnest(), pytest.raises(Exception, match=r"connecting|directory"):
        cache.set("a", 1)
    cache.set("a", 1)


def test_a_thread_that_waits_keeps_no_other_waiting(settings):
    with silent_redis() as silent:
        settings.CACHES = at(REDIS, f"redis://127.0.0.1:{silent.port}/0")
        cache.get("a")
        vars(breaker_of(settings.CACHES["default"]["LOCATION"]))["_rests_until"] = 0.0
        done = Event()
        Thread(target=lambda: (cache.get("a"), done.set())).start()
        while len(silent.taken) < 2 and not done.is_set():
            time.sleep(0.001)
        began = time.monotonic()
        cache.get("a")
        assert time.monotonic() - began < 0.1
        assert done.wait(5)


@pytest.mark.parametrize(("django", "ours"), FAIL_OPEN.items())
def test_what_settings_choose_is_djangos_own_otherwise(django, ours):
    assert issubclass(import_string(ours), import_string(django))
