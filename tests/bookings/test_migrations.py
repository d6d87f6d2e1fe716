"""An installation of the first version goes over to lunar rules with all it had."""

import datetime as dt
import importlib
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from bookings import migrations
from bookings.models import Closure, Schedule, Slot
from experiences.models import Experience
from tests.factories import NOW, local_time, make_experience
from villages.models import Commune, Host, Province, Village

DAY = dt.timedelta(days=1)
SATURDAY = dt.date(2026, 11, 28)
FIRST = ("bookings", "0001_initial")
# The last so far.
LATEST = max(path.stem for path in Path(migrations.__file__).parent.glob("0*.py"))


@pytest.fixture
def first_version(django_db_setup, django_db_blocker):
    """The models of `bookings` as they first were, in tables like theirs; the next test has today's again.

    Outside a transaction: SQLite makes tables anew for a migration, PostgreSQL alters none that has rows in flight.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block
        try:
            yield go_to(FIRST)
        finally:
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
            for model in (Slot, Schedule, Closure, Experience, Host, Village, Commune, Province, User):
                model.objects.all().delete()


def go_to(node: tuple[str, str]):
    """Migrate `bookings` there and return the models of that state."""
    return MigrationExecutor(connection).migrate([node]).apps


def test_schedules_closed_days_and_slots_come_through(first_version, monkeypatch):
    # One slot at a time, so that more than one part is written.
    monkeypatch.setattr(importlib.import_module("bookings.migrations.0003_times_and_days"), "PART", 1)
    experience = make_experience()
    schedule = first_version.get_model("bookings", "Schedule").objects.create(
        experience_id=experience.pk, weekdays=[5, 6], time=dt.time(8, 30), valid_from=NOW.date()
    )
    closure = first_version.get_model("bookings", "Closure").objects.create(
        host_id=experience.host_id, day=SATURDAY, reason="Giỗ tổ", created_at=NOW
    )
    planned, closed, by_hand = (
        first_version.get_model("bookings", "Slot").objects.create(
            experience_id=experience.pk,
            starts_at=(start := local_time(SATURDAY + number * DAY)),
            ends_at=start + dt.timedelta(hours=3),
            closes_at=start - dt.timedelta(hours=1),
            capacity=8,
            taken=number,
            **fields,
        )
        for number, fields in enumerate(
            [{"schedule_id": schedule.pk}, {"schedule_id": schedule.pk, "closure_id": closure.pk}, {}]
        )
    )

    new = go_to(("bookings", LATEST))
    moved = new.get_model("bookings", "Schedule").objects.get()
    assert (moved.pk, moved.kind, moved.every_weeks, moved.dates) == (schedule.pk, "weekly", 1, [])
    assert (moved.times, moved.weekdays, moved.valid_from) == (["08:30"], [5, 6], NOW.date())
    span = new.get_model("bookings", "Closure").objects.get()
    assert (span.first_day, span.last_day, span.reason, span.created_at) == (SATURDAY, SATURDAY, "Giỗ tổ", NOW)
    assert (span.experience_id, span.resource_id, span.lunar_first_month) == (None, None, None)
    slots = {slot.pk: slot for slot in new.get_model("bookings", "Slot").objects.all()}
    assert {pk: slot.planned_at for pk, slot in slots.items()} == {
        planned.pk: planned.starts_at,
        closed.pk: closed.starts_at,
        by_hand.pk: None,
    }
    assert [slots[slot.pk].taken for slot in (planned, closed, by_hand)] == [0, 1, 2]
    assert (slots[closed.pk].closure_id, slots[closed.pk].schedule_id) == (closure.pk, schedule.pk)
    assert not any(slot.capacity_by_hand or slot.prices or slot.note or slot.waiting for slot in slots.values())
