"""What a process holds in its memory is as true as what the cache keeps."""

import pytest

from page_cache import store
from page_cache.store import forget, held, let_go
from tests.common.data.caches import dead_redis
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_it_is_made_once_until_something_changes():
    assert held("here", 1, lambda: "old") == "old"
    assert held("here", 1, lambda: "new") == "old"
    make_product()
    assert held("here", 1, lambda: "new") == "new"
    forget()
    assert held("here", 1, lambda: "newer") == "newer"


def test_yesterday_does_for_no_other_day():
    assert held("here", "monday", lambda: "old") == "old"
    assert held("here", "tuesday", lambda: "new") == "new"


def test_each_name_has_its_own():
    assert (held("here", 1, lambda: "a"), held("there", 1, lambda: "b")) == ("a", "b")
    assert held("here", 1, lambda: "c") == "a"


def test_even_nothing_is_worth_holding():
    assert held("here", 1, list) == []
    assert held("here", 1, lambda: ["more"]) == []


def test_what_was_written_without_a_word_shows_after_a_minute(monkeypatch):
    moments = iter([100.0, 100.0, 100.0 + store.SECONDS, 100.0 + store.SECONDS + 1, 200.0])
    monkeypatch.setattr(store.time, "monotonic", lambda: next(moments))
    let_go()
    assert held("here", 1, lambda: "old") == "old"
    assert held("here", 1, lambda: "new") == "old"
    assert held("here", 1, lambda: "newer") == "old"
    assert held("here", 1, lambda: "newest") == "newest"


def test_without_a_cache_nothing_is_held(settings):
    settings.CACHES = dead_redis()
    assert held("here", 1, lambda: "old") == "old"
    assert held("here", 1, lambda: "new") == "new"
