"""The nightly index is built in short pieces, each of which asks for the next, and is done when the last one is."""

import pytest
from wagtail.search.models import IndexEntry

from common.models import Work
from pages import search_index
from pages.tasks import refresh_search
from tests.factories import make_page_tree, make_story_page

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]
TASK = "pages.tasks.refresh_search"


@pytest.fixture
def stories(monkeypatch):
    """Indexed by nothing yet, and a piece is over after two rows."""
    tree = make_page_tree()
    pages = [make_story_page(tree, slug=f"chuyen-{number}") for number in range(3)]
    IndexEntry.objects.all().delete()
    monkeypatch.setattr(search_index, "ROWS", 2)
    monkeypatch.setattr(search_index, "PIECE", -1.0)
    return pages


@pytest.fixture
def asked(monkeypatch) -> list[dict]:
    """What the task asked for, as a broker would carry it."""
    found: list[dict] = []
    monkeypatch.setattr(refresh_search, "apply_async", lambda *, kwargs: found.append(kwargs))
    return found


def ran() -> Work | None:
    return Work.objects.filter(name=TASK, ran_at__isnull=False).first()


def test_a_piece_ends_in_time_and_asks_for_the_next(stories, asked):
    refresh_search(when_old=True)
    assert len(asked) == 1
    assert IndexEntry.objects.count() == 2
    assert ran() is None, "it would not be begun again where the chain broke"


def test_all_pieces_index_everything_once_and_the_last_one_says_so(stories, asked, monkeypatch):
    number = 0
    refresh_search(when_old=True)
    while len(asked) > number:
        number += 1
        label, pk = asked[-1]["after"]
        refresh_search(after=[label, pk], failed=asked[-1]["failed"])
    assert number > 2
    assert IndexEntry.objects.filter(object_id__in=[page.pk for page in stories]).count() == 3
    assert ran().failed == 0
    refresh_search(when_old=True)
    assert len(asked) == number


def test_a_row_that_failed_in_an_early_piece_is_told_at_the_end(stories, asked, monkeypatch):
    do = search_index._add

    def fail(index, model, part):
        if stories[0].pk in part:
            raise RuntimeError
        return do(index, model, part)

    monkeypatch.setattr(search_index, "_add", fail)
    refresh_search(when_old=True)
    while ran() is None:
        refresh_search(**asked[-1])
    assert ran().failed > 0
    assert IndexEntry.objects.filter(object_id=stories[1].pk).exists()
