"""What a compiled query gives is what Django gives, on the database in use."""

import datetime as dt
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, Sum

from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from common.data.compiled import Insert, Select, Update, attach
from experiences.models import Experience
from outbox.models import OutboxMessage
from tests.common.data.rows import facts
from tests.factories import make_booking, make_experience, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[True, False], ids=["compiled", "by the ORM"])
def way(request, settings):
    """Each of the two ways in which a query runs."""
    settings.COMPILED_QUERIES = request.param
    return request.param


SLOT = Select(lambda pk: Slot.objects.with_rules().filter(pk=pk), pk=Slot._meta.pk)
BY_UUID = Select(lambda uuid: Booking.objects.filter(uuid=uuid), uuid=Booking._meta.get_field("uuid"))
STARTING = Select(
    lambda first: Slot.objects.filter(starts_at__gte=first).order_by("starts_at"),
    first=DateTimeField(),
)
WITH_PLACE = Select(
    lambda pk: Experience.objects.select_related("place", "host__village").filter(pk=pk),
    pk=Experience._meta.pk,
)
SEATS = Select(
    lambda slot: (
        Booking.objects.filter(slot=slot)
        .order_by("status")
        .values("status")
        .annotate(seats=Sum("seats"))
        .values_list("status", "seats")
    ),
    slot=Slot._meta.pk,
)


def test_instances_are_those_of_the_queryset(now):
    slot = make_slot(now=now, prices={"3": 120_000}, capacity=12)
    make_slot(slot.experience, days=9, now=now)
    (found,) = SLOT.all(pk=slot.pk)
    assert facts(found) == facts(Slot.objects.with_rules().get(pk=slot.pk))
    assert (found.prices, found.rule_seats, found.shares) == ({"3": 120_000}, slot.experience.capacity, False)
    assert found.experience.languages == slot.experience.languages


def test_what_comes_with_an_instance_needs_no_other_query(now, django_assert_num_queries):
    slot = make_slot(now=now)
    with django_assert_num_queries(1):
        assert SLOT.first(pk=slot.pk).experience.host.name == slot.experience.host.name


def test_a_relation_that_leads_nowhere_is_none():
    experience = make_experience()
    assert experience.place is None
    found = WITH_PLACE.first(pk=experience.pk)
    assert facts(found) == facts(Experience.objects.select_related("place", "host__village").get(pk=experience.pk))


def test_a_uuid_and_a_moment_find_what_they_name(now):
    slot = make_slot(now=now)
    later = make_slot(slot.experience, days=30, now=now)
    booking = make_booking(slot, now=now)
    make_booking(slot, now=now)
    assert BY_UUID.all(uuid=booking.uuid) == [booking]
    assert BY_UUID.first(uuid=uuid.uuid4()) is None
    assert STARTING.all(first=slot.starts_at) == [slot, later]
    assert STARTING.all(first=slot.starts_at + dt.timedelta(seconds=1)) == [later]


def test_rows_come_as_values_list_gives_them(now):
    slot = make_slot(now=now, capacity=20)
    make_booking(slot, adults=2, now=now)
    make_booking(slot, adults=3, now=now)
    make_booking(slot, BookingStatus.ON_HOLD, adults=1, now=now)
    assert SEATS.all(slot=slot.pk) == [("CONFIRMED", 5), ("ON_HOLD", 1)]


def test_none_is_refused_where_it_would_find_nothing():
    with pytest.raises(ValueError, match="None"):
        SLOT.all(pk=None)


@pytest.mark.parametrize(
    "queryset",
    [lambda: Slot.objects.values(), lambda: Booking.objects.prefetch_related("units")],
    ids=["dictionaries", "a second query"],
)
def test_a_queryset_that_would_be_answered_otherwise_is_refused(queryset):
    with pytest.raises(TypeError):
        Select(queryset).all()


def test_an_update_writes_what_is_given_and_says_how_many(now):
    slot, other = make_slot(now=now, capacity=8), make_slot(now=now, capacity=8)
    change = Update(
        lambda pk: Slot.objects.filter(pk=pk),
        sets={"capacity": F("capacity") + 1},
        writes=("note", "decided_at"),
        pk=Slot._meta.pk,
    )
    assert change.run(pk=slot.pk, note="Mang  theo áo mưa", decided_at=now) == 1
    slot.refresh_from_db()
    # In the field's own way: NFC, one space.
    assert (slot.capacity, slot.note, slot.decided_at) == (9, "Mang theo áo mưa", now)
    assert change.run(pk=slot.pk, note="", decided_at=None) == 1
    slot.refresh_from_db()
    other.refresh_from_db()
    assert (slot.capacity, slot.decided_at, other.capacity) == (10, None, 8)
    assert change.run(pk=0, note="", decided_at=None) == 0


def test_an_inserted_row_is_the_one_that_save_would_write(now):
    slot = make_slot(now=now)
    fields = {
        "slot": slot,
        "status": BookingStatus.ON_HOLD,
        "language": "vi",
        "seats": 2,
        "total_vnd": 500_000,
        "contact_name": "Nguyễn  Thị Lan",
        "contact_phone": "0912 345 678",
        "created_at": now,
        "hold_expires_at": now,
    }
    saved = Booking.objects.create(uuid=uuid.uuid4(), reference="AAAAAA", **fields)
    booking = Booking(uuid=uuid.uuid4(), reference="CCCCCC", **fields)
    Insert(Booking).run(booking)
    assert (booking._state.adding, booking._state.db) == (False, "default")
    rows = Booking.objects.filter(pk__in=[saved.pk, booking.pk]).order_by("pk")
    ours = {"id", "uuid", "reference"}
    first, second = ({key: value for key, value in row.items() if key not in ours} for row in rows.values())
    assert first == second
    assert rows[1].uuid == booking.uuid


def test_an_insert_keeps_the_constraints_and_may_ignore_a_conflict(now):
    booking = make_booking(make_slot(now=now), now=now)

    def message() -> OutboxMessage:
        return OutboxMessage(
            key="once",
            subject_type=ContentType.objects.get_for_model(Booking),
            subject_id=booking.pk,
            kind="CONFIRMED",
            audience="GUEST",
            to="lan@example.org",
            created_at=now,
            due_at=now,
        )

    add, add_once = Insert(OutboxMessage), Insert(OutboxMessage, ignore_conflicts=True)
    add.run(message())
    add_once.run(message())
    with pytest.raises(IntegrityError), transaction.atomic():
        add.run(message())
    assert OutboxMessage.objects.filter(key="once").count() == 1


def test_a_query_is_compiled_once_for_a_connection_and_each_time_by_the_orm(now, way):
    slot = make_slot(now=now)
    built = []

    def build(pk):
        built.append(1)
        return Slot.objects.filter(pk=pk)

    select = Select(build, pk=Slot._meta.pk)
    assert [select.first(pk=slot.pk), select.first(pk=0)] == [slot, None]
    assert len(built) == (1 if way else 2)


def test_rows_that_are_attached_are_asked_for_no_more(django_assert_num_queries):
    slot = make_slot()
    make_booking(slot)
    rows = list(slot.bookings.all())
    fresh = Slot.objects.get(pk=slot.pk)
    attach(fresh, "bookings", rows)
    with django_assert_num_queries(0):
        assert list(fresh.bookings.all()) == rows
    with django_assert_num_queries(1):
        assert fresh.bookings.filter(status=BookingStatus.CONFIRMED).count() == 1
