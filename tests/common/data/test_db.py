"""What is tried again, how often, and what is not."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from common.data import db
from tests.factories import make_village
from villages.models import Village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outermost(monkeypatch):
    """As if the test's own transaction were not there, and without waiting."""
    monkeypatch.setattr(db, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(db.time, "sleep", lambda seconds: None)


def failure(sqlstate: str) -> OperationalError:
    error = OperationalError("could not serialize access due to concurrent update")
    error.__cause__ = SimpleNamespaceError(sqlstate)
    return error


class SimpleNamespaceError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def failing(error: Exception, times: int):
    calls = []

    @db.atomic_with_retry
    def run(name: str) -> int:
        calls.append(name)
        make_village(name)
        if len(calls) <= times:
            raise error
        return len(calls)

    return run, calls


@pytest.mark.parametrize("error", [failure("40001"), failure("40P01"), OperationalError("database is locked")])
def test_a_lost_fight_for_a_row_is_tried_again_from_a_clean_state(error):
    run, _calls = failing(error, times=3)
    assert run("Đông Hồ") == 4
    assert Village.objects.filter(name="Đông Hồ").count() == 1


@pytest.mark.parametrize(
    "error",
    [
        failure("57014"),
        OperationalError("disk I/O error"),
        IntegrityError("CHECK"),
        DatabaseError("?"),
        ValueError(),
    ],
)
def test_any_other_error_is_raised_at_once_and_undone(error):
    run, calls = failing(error, times=9)
    with pytest.raises(type(error)):
        run("Đông Hồ")
    assert len(calls) == 1
    assert not Village.objects.filter(name="Đông Hồ").exists()


def test_it_gives_up_after_its_attempts():
    run, calls = failing(failure("40001"), times=99)
    with pytest.raises(OperationalError):
        run("Đông Hồ")
    assert len(calls) == db.ATTEMPTS


def test_inside_an_open_transaction_it_leaves_trying_again_to_the_owner(monkeypatch):
    monkeypatch.setattr(db, "connection", SimpleNamespace(in_atomic_block=True))
    run, calls = failing(failure("40001"), times=1)
    with pytest.raises(OperationalError), transaction.atomic():
        run("Đông Hồ")
    assert len(calls) == 1
