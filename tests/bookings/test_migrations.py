"""An installation of an earlier version goes over with all it had: to lunar rules, and to an outbox of its own."""

import datetime as dt
import importlib
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from bookings import migrations
from bookings.domain.messages import owe_waiting
from bookings.enums import MessageKind
from bookings.models import Booking, Closure, Schedule, Slot, WaitingEntry
from experiences.models import Experience
from outbox.models import OutboxMessage
from tests.factories import NOW, local_time, make_experience
from villages.models import Commune, Craft, Host, Province, Village

pytestmark = pytest.mark.long
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
            for model in (Slot, Schedule, Closure, Experience, Host, Village, Craft, Commune, Province, User):
                model.objects.all().delete()


def go_to(node: tuple[str, str]):
    """Migrate `bookings` there and return the models of that state."""
    return MigrationExecutor(connection).migrate([node]).apps


# What landed long ago stays as it is; the walk of the messages is run on a server too.
@pytest.mark.database_free
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


BEFORE_THE_OUTBOX = ("bookings", "0004_after_the_move")
STATES = ["sent", "pending", "sending", "failed", "sent", "sent"]


@pytest.fixture
def before_the_outbox(django_db_setup, django_db_blocker):
    """The models when messages were a table of `bookings`."""
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block
        try:
            yield go_to(BEFORE_THE_OUTBOX)
        finally:
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
            for model in (
                OutboxMessage,
                WaitingEntry,
                Booking,
                Slot,
                Experience,
                Host,
                Village,
                Commune,
                Province,
                User,
            ):
                model.objects.all().delete()


def test_messages_move_to_the_outbox_as_they_stand(before_the_outbox, monkeypatch):
    migration = importlib.import_module("bookings.migrations.0005_messages_move_to_the_outbox")
    # Two ids at a time, so that what was sent is moved in several parts.
    monkeypatch.setattr(migration, "PART", 2)
    slot = before_the_outbox.get_model("bookings", "Slot").objects.create(
        experience_id=make_experience().pk,
        starts_at=local_time(SATURDAY),
        ends_at=local_time(SATURDAY) + dt.timedelta(hours=3),
        closes_at=local_time(SATURDAY) - dt.timedelta(hours=1),
        capacity=8,
    )
    booking, entry = _booking_and_entry(before_the_outbox, slot)
    old = before_the_outbox.get_model("bookings", "OutboxMessage")
    for number, state in enumerate(STATES):
        old.objects.create(
            key=f"key {number}",
            booking_id=booking.pk if number % 2 else None,
            waiting_entry_id=None if number % 2 else entry.pk,
            kind="moved" if number % 2 else "waiting",
            audience="guest",
            sequence=number,
            to=f"khach{number}@example.org",
            language="vi",
            state=state,
            attempts=number,
            created_at=NOW,
            due_at=NOW + DAY,
            leased_until=NOW if state == "sending" else None,
            sent_at=NOW if state == "sent" else None,
            error="451" if state == "failed" else "",
        )
    names = [field.attname for field in old._meta.fields if field.attname not in ("booking_id", "waiting_entry_id")]
    before = list(old.objects.order_by("pk").values(*names))

    go_to(("bookings", LATEST))
    assert list(OutboxMessage.objects.order_by("pk").values(*names)) == before
    assert [type(message.subject) for message in OutboxMessage.objects.order_by("pk")] == [WaitingEntry, Booking] * 3
    assert set(OutboxMessage.objects.values_list("subject_id", flat=True)) == {booking.pk, entry.pk}
    assert "bookings_outboxmessage" not in connection.introspection.table_names()
    # The next message has an id of its own.
    owe_waiting(entry=WaitingEntry.objects.get(), kind=MessageKind.WAITING_CLOSED, now=NOW)
    assert OutboxMessage.objects.count() == len(STATES) + 1


def _booking_and_entry(apps, slot: Slot):
    booking = apps.get_model("bookings", "Booking").objects.create(
        uuid=uuid.uuid4(),
        fingerprint="",
        reference="AAAAAA",
        slot_id=slot.pk,
        status="ON_HOLD",
        language="vi",
        seats=2,
        total_vnd=500_000,
        created_at=NOW,
        hold_expires_at=NOW,
    )
    entry = apps.get_model("bookings", "WaitingEntry").objects.create(
        uuid=uuid.uuid4(),
        slot_id=slot.pk,
        language="vi",
        seats=2,
        contact_name="Nguyễn Thị Hà",
        contact_phone="+84912345678",
        contact_email="ha@example.org",
        created_at=NOW,
    )
    return booking, entry
