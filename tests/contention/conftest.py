"""Real connections at once, at every isolation level that an installation may run at."""

import pytest
from django.db import connection, connections

from accounts.models import User
from bookings.models import Booking, DayClosing, LedgerEntry, LedgerMove, Resource, Slot, WaitingEntry
from experiences.models import Experience
from tests.factories import make_experience, make_host
from villages.models import Commune, Host, Province, Village

# Whatever is referred to comes after what refers to it.
EMPTIED = (
    DayClosing,
    LedgerEntry,
    WaitingEntry,
    Booking,
    Slot,
    Resource,
    Experience,
    Host,
    Village,
    Commune,
    Province,
    User,
)
LEVELS = ["READ COMMITTED", "REPEATABLE READ"]


def pytest_generate_tests(metafunc):
    if "isolation" in metafunc.fixturenames:
        on_postgresql = connections["default"].vendor == "postgresql"
        metafunc.parametrize("isolation", LEVELS if on_postgresql else ["IMMEDIATE"], indirect=True)


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """Rows that other connections see, deleted afterwards: takes the place of pytest-django's fixture of this name.

    That one empties every table, also of what Wagtail's migrations wrote and other tests need, and takes four seconds
    for it on PostgreSQL. Should pytest-django rename it, these tests are slow and otherwise the same.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "an earlier test left its transaction open: every thread would wait"
        yield
        LedgerMove.objects.all().delete()
        LedgerEntry.objects.filter(reverses__isnull=False).delete()
        for model in EMPTIED:
            model.objects.all().delete()


@pytest.fixture
def isolation(request, transactional_db, monkeypatch) -> str:
    """New connections, which are those of threads, open at this level; on SQLite as the settings say."""
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel

        level = IsolationLevel[request.param.replace(" ", "_")]
        options = connections.settings["default"]["OPTIONS"]
        monkeypatch.setitem(options, "isolation_level", level)
    return request.param


@pytest.fixture
def experience(isolation):
    """No Wagtail page, no locale: transactional tests before this one may have emptied those tables."""
    return make_experience(make_host(email=""), extras=())
