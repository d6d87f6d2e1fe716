"""What every test may count on: a clean cache, Vietnamese, one fixed moment, and `page_tree` for those that ask."""

import datetime as dt
from contextlib import nullcontext
from unittest import mock

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.utils import translation

from bookings.domain.seats import opening
from page_cache.store import let_go
from tests.factories import NOW

pytest_plugins = [
    "tests.plugins.counted_lines",
    "tests.plugins.database_free",
    "tests.plugins.further_arguments",
    "tests.plugins.long_first",
    "tests.plugins.migrated",
    "tests.plugins.no_skips",
    "tests.plugins.rare_collecting",
    "tests.plugins.rooms",
    "tests.plugins.shared_stage",
]


@pytest.fixture(autouse=True)
def clean_state():
    """No rate limit, site root or language is carried from one test into the next."""
    cache.clear()
    let_go()
    with translation.override("vi"):
        yield
    cache.clear()


@pytest.fixture(autouse=True)
def open_for_booking(request):
    """Nobody asks for terms before a booking, but where a test is about that or has a site with terms."""
    asked = {"agreed_pages_asked", "demo_world"} & set(request.fixturenames)
    # Not by `monkeypatch`, whose changes would then outlive the test's transaction.
    with nullcontext() if asked else mock.patch.object(opening, "_asks", {}):
        yield


@pytest.fixture
def agreed_pages_asked():
    """As on a real site: no booking is taken before the pages that guests agree to are finished."""


@pytest.fixture(autouse=True)
def no_borrowed_content_types(request):
    """A test without the database must not pass only because an earlier one warmed Django's process-wide cache."""
    if not request.node.get_closest_marker("django_db") and "db" not in request.fixturenames:
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def now() -> dt.datetime:
    """Monday 23 November 2026, 09:00 in Việt Nam."""
    return NOW
