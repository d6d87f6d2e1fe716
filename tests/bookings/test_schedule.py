"""Slots out of weekly schedules, and days off."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from bookings.domain.closures import close_day, reopen_day
from bookings.domain.hold import SlotClosed
from bookings.domain.recurrence import day_end, day_start
from bookings.domain.schedule import make_slots
from bookings.enums import BookingStatus
from bookings.models import Closure, Schedule, Slot
from bookings.models.schedule import validate_weekdays
from tests.factories import (
    local_time,
    make_booking,
    make_experience,
    make_schedule,
    make_slot,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SATURDAY = dt.date(2026, 11, 28)


@pytest.fixture
def experience():
    return make_experience()


def days_of(slots) -> list[dt.date]:
    return [timezone.localtime(slot.starts_at).date() for slot in slots]


def test_a_daily_schedule_fills_the_horizon(experience, now, settings):
    schedule = make_schedule(experience, times=["14:00"])
    assert make_slots(now=now) == settings.SLOT_HORIZON_DAYS + 1
    slots = list(Slot.objects.all())
    today = now.date()
    assert days_of(slots) == [today + offset * DAY for offset in range(settings.SLOT_HORIZON_DAYS + 1)]
    first = slots[0]
    assert first.starts_at == local_time(today, 14, 0)
    assert first.ends_at == first.starts_at + dt.timedelta(minutes=experience.duration_minutes)
    assert first.closes_at == first.starts_at - dt.timedelta(minutes=experience.cutoff_minutes)
    assert (first.capacity, first.taken, first.schedule, first.experience) == (8, 0, schedule, experience)


def test_what_began_today_is_not_made(experience, now):
    make_schedule(experience, times=["09:00"], valid_until=now.date() + DAY)
    make_slots(now=now)
    assert days_of(Slot.objects.all()) == [now.date() + DAY]


def test_only_its_weekdays(experience, now):
    make_schedule(experience, weekdays=[5, 6], valid_until=now.date() + 14 * DAY)
    make_slots(now=now)
    assert days_of(Slot.objects.all()) == [SATURDAY + offset * DAY for offset in (0, 1, 7, 8)]


def test_weekdays_are_those_of_việt_nam(experience, now):
    """00:30 on Saturday in Việt Nam is Friday in UTC."""
    make_schedule(experience, weekdays=[5], times=["00:30"], valid_until=SATURDAY)
    make_slots(now=now)
    assert days_of(Slot.objects.all()) == [SATURDAY]


def test_from_and_until_are_inclusive(experience, now):
    make_schedule(experience, valid_from=now.date() + 3 * DAY, valid_until=now.date() + 5 * DAY)
    make_slots(now=now)
    assert days_of(Slot.objects.all()) == [now.date() + offset * DAY for offset in (3, 4, 5)]


@pytest.mark.parametrize(("start", "end"), [(-30, -1), (91, None), (200, 300)])
def test_a_season_that_is_over_or_far_away_makes_nothing(experience, now, start, end):
    until = None if end is None else now.date() + end * DAY
    make_schedule(experience, valid_from=now.date() + start * DAY, valid_until=until)
    assert make_slots(now=now) == 0


def test_a_schedule_may_have_seats_of_its_own(experience, now):
    make_schedule(experience, capacity=3, valid_until=now.date() + DAY)
    make_slots(now=now)
    assert set(Slot.objects.values_list("capacity", flat=True)) == {3}


def test_a_second_run_makes_nothing_and_the_next_day_makes_one(experience, now):
    make_schedule(experience)
    make_slots(now=now)
    assert make_slots(now=now) == 0
    assert make_slots(now=now + DAY) == 1


def test_two_schedules_at_one_time_make_one_slot(experience, now):
    for _ in range(2):
        make_schedule(experience, valid_until=now.date() + DAY)
    assert make_slots(now=now) == 1


def test_a_slot_that_stands_is_not_changed(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + 2 * DAY)
    make_slots(now=now)
    booked = Slot.objects.first()
    make_booking(booked, adults=5, now=now)
    standing = list(Slot.objects.values("pk", "starts_at", "ends_at", "capacity", "taken", "schedule_id"))
    Schedule.objects.filter(pk=schedule.pk).update(capacity=2)
    type(experience).objects.update(capacity=1, duration_minutes=15)
    assert make_slots(now=now) == 0
    assert list(Slot.objects.values(*standing[0])) == standing


def test_standing_slots_follow_a_new_cut_off_but_not_those_that_began(experience, now):
    make_schedule(experience, valid_until=now.date() + 2 * DAY)
    begun = make_slot(experience, now - dt.timedelta(minutes=30))
    make_slots(now=now)
    type(experience).objects.update(cutoff_minutes=240)
    make_slots(now=now)
    for slot in Slot.objects.upcoming(now):
        assert slot.starts_at - slot.closes_at == dt.timedelta(minutes=240)
    before = begun.closes_at
    begun.refresh_from_db()
    assert begun.closes_at == before


def test_a_schedule_that_made_slots_is_ended_and_not_deleted(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + DAY)
    make_slots(now=now)
    with pytest.raises(ProtectedError):
        schedule.delete()


def test_ending_a_schedule_stops_the_sale_and_keeps_who_booked(experience, now):
    schedule = make_schedule(experience, weekdays=list(range(7)))
    make_slots(now=now)
    first, later = Slot.objects.order_by("starts_at")[0], Slot.objects.order_by("starts_at")[20]
    booking = make_booking(later, now=now)
    schedule.valid_until = timezone.localtime(first.starts_at).date()
    schedule.save()
    make_slots(now=now)
    assert list(Slot.objects.on_sale(now)) == [first]
    with pytest.raises(SlotClosed):
        make_booking(Slot.objects.order_by("starts_at")[5], now=now)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert later in Slot.objects.standing()
    schedule.valid_until = None
    schedule.save()
    make_slots(now=now)
    assert not Slot.objects.filter(withdrawn_at__isnull=False).exists()


def test_another_weekday_moves_the_offer(experience, now):
    schedule = make_schedule(experience, weekdays=[5])
    make_slots(now=now)
    schedule.weekdays = [6]
    schedule.save()
    make_slots(now=now)
    assert {timezone.localtime(slot.starts_at).weekday() for slot in Slot.objects.on_sale(now)} == {6}


def test_what_is_switched_off_makes_no_slots(now):
    make_schedule(make_experience(active=False))
    assert make_slots(now=now) == 0


def test_one_experience_at_a_time(experience, now):
    make_schedule(experience, valid_until=now.date() + DAY)
    other = make_schedule(valid_until=now.date() + DAY).experience
    assert make_slots(now=now, experiences=[experience]) == 1
    assert not other.slots.exists()


def test_a_day_has_twenty_four_hours_in_việt_nam():
    assert day_start(SATURDAY) == dt.datetime(2026, 11, 27, 17, 0, tzinfo=dt.UTC)
    assert day_end(SATURDAY) - day_start(SATURDAY) == DAY


def close(experience, day, now, **kwargs) -> Closure:
    return close_day(host=experience.host, day=day, by=make_user(), now=now, **kwargs)


def test_closing_a_day_closes_all_slots_of_the_host_and_nothing_else(experience, now):
    second = make_experience(experience.host)
    closed = [
        make_slot(experience, local_time(SATURDAY, 0, 0)),
        make_slot(second, local_time(SATURDAY, 23, 59)),
    ]
    open_ones = [
        make_slot(experience, local_time(SATURDAY - DAY, 23, 59)),
        make_slot(experience, local_time(SATURDAY + DAY, 0, 0)),
        make_slot(starts_at=local_time(SATURDAY)),
    ]
    closure = close(experience, SATURDAY, now, reason="Giỗ tổ")
    assert (closure.reason, closure.created_at) == ("Giỗ tổ", now)
    assert set(closure.slots.all()) == set(closed)
    assert set(Slot.objects.open()) == set(open_ones)


def test_closing_twice_changes_nothing(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    first = close(experience, SATURDAY, now, reason="Giỗ tổ")
    again = close(experience, SATURDAY, now + DAY, reason="Khác")
    assert (again.pk, again.reason, again.created_at) == (first.pk, "Giỗ tổ", now)
    slot.refresh_from_db()
    assert slot.closure == first


def test_parties_already_booked_stay(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    booking = make_booking(slot, now=now)
    close(experience, SATURDAY, now)
    booking.refresh_from_db()
    slot.refresh_from_db()
    assert (booking.status, slot.taken) == ("CONFIRMED", 2)


def test_a_slot_made_later_on_a_closed_day_is_closed(experience, now):
    closure = close(experience, SATURDAY, now)
    make_schedule(experience, valid_until=SATURDAY + DAY)
    make_slots(now=now)
    assert days_of(closure.slots.all()) == [SATURDAY]
    assert SATURDAY not in days_of(Slot.objects.open())


def test_an_open_day_is_offered_again(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    close(experience, SATURDAY, now)
    for _ in range(2):
        reopen_day(host=experience.host, day=SATURDAY, now=now)
    slot.refresh_from_db()
    assert not slot.is_closed
    assert not Closure.objects.exists()
    make_slots(now=now)
    assert Slot.objects.open().get() == slot


@pytest.mark.parametrize("value", [None, [], "0", [7], [-1], [0, "1"], {"0": 1}])
def test_weekdays_that_are_none(value):
    with pytest.raises(ValidationError):
        validate_weekdays(value)


@pytest.mark.parametrize("value", [[0], [6], list(range(7))])
def test_weekdays_that_are_some(value):
    validate_weekdays(value)
