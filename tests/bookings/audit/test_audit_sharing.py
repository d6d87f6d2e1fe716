"""The audit of what is shared, of whose turn it is, and of days: see test_audit."""

import datetime as dt

import pytest
from django.db.models import F

from bookings.domain.audit.days import falls_on, in_lunar_span
from bookings.domain.calendar.closures import close
from bookings.domain.calendar.recurrence import days_of
from bookings.enums import ScheduleKind
from bookings.models import (
    Assignment,
    Booking,
    BookingExtra,
    Closure,
    DayOff,
    ExtraUse,
    Resource,
    ResourceUse,
    Schedule,
    Slot,
)
from common.words.lunar import YearlySpan
from experiences.models import Extra
from tests.bookings.audit.audit_world import BOOKED, DAY, faults, found, make_world, open_decisions
from tests.factories import NOW, make_resource, make_schedule
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def world():
    return make_world()


def change(rows, **fields) -> None:
    assert rows.update(**fields)


def test_more_wheels_in_use_than_there_are(world):
    change(Resource.objects.filter(pk=world.wheels.pk), capacity=7)
    assert faults() == {"resource-capacity"}
    assert f"8 are in use and there are 7: slots {world.full.pk}" in found()[0].text


def test_two_visits_that_share_too_few(world):
    """Two and two: three are enough for either, not for both at once."""
    change(Booking.objects.filter(slot=world.full), status="CANCELLED", cancelled_at=NOW)
    change(Resource.objects.filter(pk=world.wheels.pk), capacity=3)
    [clash] = [item for item in found() if item.invariant == "resource-capacity"]
    both = sorted([world.party.slot_id, world.beside.slot_id])
    assert f"4 are in use and there are 3: slots {both[0]}, {both[1]}" in clash.text


def test_clearing_counts(world):
    """The afternoon's visit begins when the morning's is over, and not before it is cleared away."""
    later = world.party.slot.ends_at + dt.timedelta(minutes=46)
    hours = dt.timedelta(hours=2)
    change(Slot.objects.filter(pk=world.beside.slot_id), starts_at=later, closes_at=later, ends_at=later + hours)
    change(Resource.objects.filter(pk=world.wheels.pk), capacity=2)
    of_party = f"slots {min(world.party.slot_id, world.beside.slot_id)}, "
    assert not any(of_party in item.text for item in found())
    change(ResourceUse.objects.filter(resource=world.wheels), clearing_minutes=32)
    assert any(of_party in item.text for item in found())


def test_a_capacity_lowered_after_they_booked_is_the_host_s_to_decide(world):
    change(Resource.objects.filter(pk=world.wheels.pk), capacity=7, changed_at=NOW)
    assert (faults(), open_decisions()) == (set(), {"resource-capacity"})


def test_a_booking_made_after_the_capacity_was_lowered_is_a_fault(world):
    change(Resource.objects.filter(pk=world.wheels.pk), capacity=7, changed_at=BOOKED + dt.timedelta(hours=1))
    change(Booking.objects.filter(slot=world.full, status="CONFIRMED"), confirmed_at=NOW)
    assert faults() == {"resource-capacity"}


def test_more_visits_at_once_than_artisans_who_are_there(world):
    both = Assignment.objects.filter(slot__in=[world.party.slot, world.beside.slot])
    off = both.first().artisan
    day = world.party.slot.starts_at.date()
    DayOff.objects.create(artisan=off, first_day=day, last_day=day, created_at=BOOKED - DAY)
    both.filter(artisan=off).delete()
    assert faults() == {"resource-capacity", "rota-filled"}
    change(DayOff.objects.all(), created_at=NOW)
    assert (faults(), open_decisions()) == (set(), {"resource-capacity", "rota-filled"})


def test_an_artisan_in_two_places(world):
    turn = Assignment.objects.get(slot=world.party.slot)
    change(Assignment.objects.filter(slot=world.beside.slot), artisan=turn.artisan)
    assert faults() == {"artisan-once"}


def test_an_artisan_at_work_on_a_day_off(world):
    turn, day = Assignment.objects.get(slot=world.alone.slot), world.alone.slot.starts_at.date()
    off = DayOff.objects.create(artisan=turn.artisan, first_day=day, last_day=day, created_at=BOOKED - DAY)
    assert faults() == {"artisan-day-off"}
    change(DayOff.objects.filter(pk=off.pk), created_at=NOW)
    assert (faults(), open_decisions()) == (set(), {"artisan-day-off"})


def test_an_artisan_who_left_and_still_has_turns(world):
    turn = Assignment.objects.get(slot=world.alone.slot)
    turn.artisan.active = False
    turn.artisan.save()
    assert faults() == set()
    assert "artisan-day-off" in open_decisions()


def test_a_visit_without_its_artisan(world):
    Assignment.objects.filter(slot=world.alone.slot).delete()
    assert faults() == {"rota-filled"}


def test_the_rota_has_an_hour_to_follow_a_booking(world):
    Assignment.objects.filter(slot=world.alone.slot).delete()
    change(Booking.objects.filter(pk=world.alone.pk), confirmed_at=NOW - dt.timedelta(minutes=50))
    assert faults() == set()


def test_a_slot_that_was_withdrawn_although_a_rule_makes_it(world):
    change(Slot.objects.filter(pk=world.empty.pk), withdrawn_at=NOW)
    assert faults() == {"slot-follows-rule"}


def test_a_slot_that_is_offered_although_no_rule_makes_it(world):
    change(Schedule.objects.filter(experience=world.empty.experience), times=["08:00", "08:30"])
    assert faults() == {"rule-has-slots"}
    change(Schedule.objects.filter(experience=world.empty.experience), times=["08:00"])
    assert faults() == {"rule-has-slots", "slot-follows-rule"}


def test_a_rule_that_lacks_a_slot(world):
    world.empty.delete()
    assert faults() == {"rule-has-slots"}


def test_a_slot_moved_by_hand_still_is_its_rule_s(world):
    change(Slot.objects.filter(pk=world.empty.pk), starts_at=F("starts_at") + dt.timedelta(minutes=20))
    assert faults() == set()


def test_an_open_slot_on_a_closed_day(world):
    change(Slot.objects.filter(closure=world.closed), closure=None)
    assert faults() == {"slot-closed"}


def test_a_closed_slot_on_an_open_day(world):
    change(Slot.objects.filter(pk=world.empty.pk), closure=world.closed)
    assert faults() == {"slot-closed"}


@pytest.mark.parametrize("of", ["experience", "resource", "lunar"])
def test_days_closed_for_part_of_the_house(world, of):
    experience, day = world.empty.experience, world.empty.starts_at.date()
    what = {
        "experience": {"experience": experience, "days": (day, day)},
        "resource": {"resource": world.wheels, "days": (day, day)},
        # Twelve days from the twentieth of the tenth lunar month, 28 November 2026.
        "lunar": {"lunar": YearlySpan(10, 20, 10, -1)},
    }[of]
    closed = close(host=experience.host, by=None, now=NOW, **what)
    slots = Slot.objects.filter(closure=closed)
    assert slots.exists()
    assert faults() == set()
    change(slots, closure=None)
    assert faults() == {"slot-closed"}


def test_a_party_on_a_day_that_was_closed_later_is_the_host_s_to_decide(world):
    day = world.alone.slot.starts_at.date()
    closed = close(host=world.alone.slot.experience.host, by=None, now=NOW, days=(day, day))
    assert (faults(), open_decisions()) == (set(), {"booked-while-offered"})
    change(Closure.objects.filter(pk=closed.pk), created_at=BOOKED - DAY)
    assert faults() == {"booked-while-offered"}
    change(Booking.objects.filter(pk=world.alone.pk), kept_at=NOW)
    assert found() == []


def test_a_party_at_a_time_that_is_no_longer_offered(world):
    world.alone.slot.experience.schedules.update(valid_until=NOW.date())
    change(Slot.objects.filter(planned_at__gt=NOW, experience=world.alone.slot.experience), withdrawn_at=NOW)
    assert (faults(), open_decisions()) == (set(), {"booked-while-offered"})
    change(Slot.objects.filter(withdrawn_at__isnull=False), withdrawn_at=BOOKED - DAY)
    assert faults() == {"booked-while-offered"}


FIRST, LAST = dt.date(2025, 1, 1), dt.date(2034, 12, 31)
DAYS = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]


@pytest.mark.parametrize(
    "span",
    [(3, 14, 3, 16), (12, 25, 1, 5), (12, -1, 1, 3), (6, 30, 6, 30), (6, 1, 7, -1), (1, 1, 12, -1), (2, 6, 2, 6)],
)
def test_two_ways_to_count_lunar_days_agree(span):
    """Ten years with leap months 6 (2025), 5 (2028), 3 (2031) and 11 (2033)."""
    by_year = {
        start + number * DAY
        for start, end in YearlySpan(*span).between(FIRST, LAST)
        for number in range((end - start).days + 1)
    }
    assert [day for day in DAYS if in_lunar_span(day, span)] == [day for day in DAYS if day in by_year]


def test_two_ways_to_count_weeks_agree():
    rule = make_schedule(weekdays=[1, 6], every_weeks=3, valid_from=dt.date(2026, 11, 25), kind=ScheduleKind.WEEKLY)
    assert [day for day in DAYS if falls_on(rule, day)] == days_of(rule, first=FIRST, last=LAST)


def test_an_extra_that_is_promised_more_often_than_there_is(world):
    line = world.party.extras.get()
    change(Extra.objects.filter(pk=line.extra_id), per_slot=1)
    change(BookingExtra.objects.filter(pk=line.pk), per_slot=1)
    assert faults() == {"extra-stock"}
    change(BookingExtra.objects.filter(pk=line.pk), per_slot=2)
    assert (faults(), open_decisions()) == (set(), {"extra-stock"})


def test_an_extra_that_takes_what_is_not_there(world):
    line = world.party.extras.get()
    boats = make_resource(world.party.slot.experience.host, 1, changed_at=BOOKED - DAY)
    ExtraUse.objects.create(extra_id=line.extra_id, resource=boats, quantity=1)
    assert faults() == {"resource-capacity"}
    change(Resource.objects.filter(pk=boats.pk), capacity=2)
    assert faults() == set()
