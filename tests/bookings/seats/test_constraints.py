"""What must never break is refused by the database itself, whoever writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from bookings.enums import BookingStatus, MessageKind, ScheduleKind
from bookings.models import Booking, BookingUnit, Closure, Schedule, Slot
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_resource, make_schedule, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
TET = {"lunar_first_month": 12, "lunar_first_day": 28, "lunar_last_month": 1, "lunar_last_day": 3}


@shared
def booking(now):
    return make_booking(make_slot(now=now), now=now)


def refused(name: str):
    """The write inside breaks the constraint of this name (or of these columns, as SQLite says it)."""
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("slot_never_oversold", {"taken": 9}),
        ("slot_never_oversold", {"capacity": 1}),
        ("slot_ends_after_start", {"ends_at": F("starts_at")}),
        ("slot_closes_before_start", {"closes_at": F("ends_at")}),
        ("taken", {"taken": -1}),
    ],
)
def test_slots(booking, constraint, change):
    with refused(constraint), transaction.atomic():
        Slot.objects.update(**change)


def test_a_slot_starts_once(booking):
    slot = booking.slot
    with refused("slot_once_per_start|experience_id"), transaction.atomic():
        make_slot(slot.experience, slot.starts_at)


@pytest.mark.parametrize("status", [BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED])
def test_nothing_stands_without_consent(booking, now, status):
    with refused("booking_confirmed_has_consent"), transaction.atomic():
        Booking.objects.update(status=status, redeemed_at=now, consented_at=None)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("booking_redeemed_has_time", {"status": BookingStatus.REDEEMED}),
        ("booking_cancelled_has_time", {"status": BookingStatus.CANCELLED}),
        ("seats", {"seats": -1}),
        ("total_vnd", {"total_vnd": -1}),
    ],
)
def test_bookings(booking, constraint, change):
    with refused(constraint), transaction.atomic():
        Booking.objects.update(**change)


@pytest.mark.parametrize("field", ["uuid", "reference"])
def test_keys_and_references_are_unique(booking, now, field):
    other = make_booking(booking.slot, now=now)
    with refused(field), transaction.atomic():
        Booking.objects.filter(pk=other.pk).update(**{field: getattr(booking, field)})


def test_a_kind_of_guest_is_on_one_line(booking):
    line = booking.units.get()
    with refused("booking_unit_type_once|booking_id"), transaction.atomic():
        BookingUnit.objects.create(booking=booking, type=line.type, quantity=1, price_vnd=1, seats=1)


def test_a_message_is_owed_once(booking, now):
    message = OutboxMessage.objects.first()
    with refused("key"), transaction.atomic():
        OutboxMessage.objects.create(
            key=message.key,
            subject=booking,
            kind=MessageKind.CONFIRMED,
            audience=message.audience,
            to=message.to,
            language="vi",
            created_at=now,
            due_at=now,
        )


def test_a_season_ends_after_it_begins(now):
    make_schedule(valid_until=now.date())
    with refused("schedule_period"), transaction.atomic():
        Schedule.objects.update(valid_until=now.date() - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("closure_has_days", {}),
        ("closure_has_days", {"first_day": 1}),
        ("closure_has_days", {"last_day": 1}),
        ("closure_has_days", {"first_day": 1, "last_day": 0}),
        ("closure_has_days", {"lunar_first_month": 1, "lunar_first_day": 1, "lunar_last_month": 1}),
        ("closure_has_days", {"first_day": 0, "last_day": 1} | TET),
        ("closure_of_one_thing", {"first_day": 0, "last_day": 1, "experience": 1, "resource": 1}),
    ],
)
def test_closed_days(booking, now, constraint, fields):
    experience = booking.slot.experience
    things = {"experience": experience, "resource": make_resource(experience.host)}
    days = {
        name: now.date() + dt.timedelta(days=value) if name.endswith("_day") and name not in TET else value
        for name, value in fields.items()
        if name not in things
    }
    days |= {name: thing for name, thing in things.items() if name in fields}
    with refused(constraint), transaction.atomic():
        Closure.objects.create(host=experience.host, created_at=now, **days)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("schedule_every_weeks", {"every_weeks": 0}),
        ("schedule_lunar_has_span", {"kind": ScheduleKind.LUNAR}),
        ("schedule_lunar_has_span", {"kind": ScheduleKind.LUNAR} | TET | {"lunar_last_day": None}),
    ],
)
def test_schedules(constraint, change):
    make_schedule()
    with refused(constraint), transaction.atomic():
        Schedule.objects.update(**change)


def test_a_planned_start_makes_one_slot(booking, now):
    slot = booking.slot
    Slot.objects.update(planned_at=slot.starts_at)
    with refused("slot_once_per_planned_start|planned_at"), transaction.atomic():
        make_slot(slot.experience, slot.starts_at + dt.timedelta(hours=1), planned_at=slot.starts_at)


def test_what_is_booked_cannot_be_deleted_from_under_the_guest(booking):
    for row in (booking.slot, booking.slot.experience, booking.slot.experience.host, booking.slot.experience.village):
        with pytest.raises(ProtectedError), transaction.atomic():
            row.delete()


def test_a_price_may_be_deleted_and_the_booking_keeps_it(booking):
    booking.slot.experience.units.all().delete()
    line = booking.units.get()
    assert (line.unit, line.price_vnd, line.quantity) == (None, 350_000, 2)


def test_no_booking_hangs_in_the_air(booking):
    def hang():
        Booking.objects.update(slot_id=booking.slot_id + 999)
        # Both databases check a foreign key at the end of the transaction.
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        hang()
