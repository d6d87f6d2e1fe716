"""Pages while the cache fails, and once it answers again."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache

from common.data import cache_breaker
from common.data.cache_breaker import breaker_of
from page_cache.store import cached, forget
from tests.common.data.caches import FILES, at, dead_redis, no_room
from tests.factories import make_standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path, monkeypatch):
    """A cache of files that is tried each time."""
    settings.CACHES = at(FILES, tmp_path)
    monkeypatch.setattr(cache_breaker, "PAUSE", 0)
    breaker_of.cache_clear()


def test_pages_are_rendered_each_time(client, page_tree, settings):
    settings.CACHES = dead_redis()
    about = make_standard_page(page_tree, "about", title="Giới thiệu")
    assert "Giới thiệu" in client.get(about.url).content.decode()
    about.title = "Về chúng tôi"
    about.save_revision().publish()
    assert "Về chúng tôi" in client.get(about.url).content.decode()


def test_a_change_that_the_cache_was_not_told_of_is_told_at_the_next_look(files, monkeypatch):
    assert cached("here", lambda: "old") == "old"
    with monkeypatch.context() as patch:
        patch.setattr(FileBasedCache, "delete", fail)
        forget()
        assert cached("here", lambda: "new") == "new"
    assert cached("here", lambda: "new") == "new"
    assert cached("here", lambda: "newer") == "new"


def test_a_full_cache_still_forgets(files):
    assert cached("here", lambda: "old") == "old"
    with no_room():
        forget()
        assert cached("here", lambda: "new") == "new"
    assert cached("here", lambda: "newer") == "newer"
    assert cache.get_many(["kept:version"])


def fail(*arguments, **options):
    raise OSError("Input/output error")
