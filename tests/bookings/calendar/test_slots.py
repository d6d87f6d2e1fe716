"""Slots out of schedules. On which days a schedule falls: test_recurrence.py."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.calendar.conflicts import keep
from bookings.domain.calendar.one_slot import edit_slot
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Schedule, Slot
from bookings.models.schedule import validate_dates, validate_lunar_day, validate_times, validate_weekdays
from tests.factories import local_time, make_booking, make_experience, make_schedule, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SATURDAY = dt.date(2026, 11, 28)


@shared
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


@pytest.mark.parametrize(("start", "end"), [(-30, -1), (181, None), (200, 300)])
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


def test_a_slot_with_guests_keeps_its_hours_and_at_least_their_seats(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + 2 * DAY)
    make_slots(now=now)
    booked, empty = Slot.objects.order_by("starts_at")[:2]
    make_booking(booked, adults=5, now=now)
    kept = Slot.objects.values("starts_at", "ends_at", "planned_at", "taken").get(pk=booked.pk)
    Schedule.objects.filter(pk=schedule.pk).update(capacity=2)
    type(experience).objects.update(capacity=1, duration_minutes=15)
    for _ in range(2):
        assert make_slots(now=now) == 0
        assert Slot.objects.values(*kept).get(pk=booked.pk) == kept
        assert dict(Slot.objects.values_list("pk", "capacity")) == {booked.pk: 5, empty.pk: 2}
    empty.refresh_from_db()
    assert empty.ends_at == empty.starts_at + dt.timedelta(minutes=15)


def test_several_times_a_day(experience, now):
    make_schedule(experience, times=["14:00", "08:30", "14:00"], valid_until=now.date() + DAY)
    assert make_slots(now=now) == 3
    hours = [timezone.localtime(slot.starts_at).strftime("%d %H:%M") for slot in Slot.objects.all()]
    assert hours == ["23 14:00", "24 08:30", "24 14:00"]


def test_what_was_changed_by_hand_stays_when_rules_are_applied_again(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + 3 * DAY)
    make_slots(now=now)
    slot = Slot.objects.first()
    unit = experience.units.first()
    later = slot.starts_at + dt.timedelta(hours=2)
    edit_slot(slot_id=slot.pk, capacity=3, starts_at=later, prices={unit.pk: 100_000}, note="Mưa vẫn đón", now=now)
    changed = Slot.objects.values().get(pk=slot.pk)
    schedule.capacity = 6
    schedule.save()
    assert make_slots(now=now) == 0
    assert Slot.objects.values().get(pk=slot.pk) == changed
    assert set(Slot.objects.exclude(pk=slot.pk).values_list("capacity", flat=True)) == {6}


def test_a_slot_moved_to_later_that_day_outlives_its_planned_start(experience, now):
    make_schedule(experience, times=["10:00"], valid_until=now.date())
    make_slots(now=now)
    slot = Slot.objects.get()
    edit_slot(slot_id=slot.pk, starts_at=slot.starts_at + dt.timedelta(hours=6), now=now)
    assert make_slots(now=now + dt.timedelta(hours=2)) == 0
    assert Slot.objects.get().withdrawn_at is None


def test_a_slot_belongs_to_the_schedule_that_makes_it_now(experience, now):
    first = make_schedule(experience, valid_until=now.date() + DAY)
    make_slots(now=now)
    first.delete()
    second = make_schedule(experience, valid_until=now.date() + DAY, capacity=4)
    make_slots(now=now)
    slot = Slot.objects.get()
    assert (slot.schedule, slot.capacity, slot.withdrawn_at) == (second, 4, None)


def test_a_slot_that_no_schedule_planned_is_left_alone(experience, now):
    make_slot(experience, now + 3 * DAY, capacity=5)
    before = Slot.objects.values().get()
    make_slots(now=now)
    assert Slot.objects.values().get() == before


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


def test_deleting_a_schedule_withdraws_its_slots_and_keeps_who_booked(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + 2 * DAY)
    make_slots(now=now)
    booking = make_booking(Slot.objects.first(), now=now)
    schedule.delete()
    make_slots(now=now)
    assert not Slot.objects.on_sale(now).exists()
    assert list(Slot.objects.standing()) == [booking.slot]
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


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


@pytest.mark.parametrize("value", [None, "0", [7], [-1], [0, "1"], {"0": 1}])
def test_weekdays_that_are_none(value):
    with pytest.raises(ValidationError):
        validate_weekdays(value)


@pytest.mark.parametrize("value", [[], [0], [6], list(range(7))])
def test_weekdays_that_are_some(value):
    validate_weekdays(value)


@pytest.mark.parametrize("value", [None, [], "08:30", ["8h30"], ["25:00"], [830], [None]])
def test_times_that_are_none(value):
    with pytest.raises(ValidationError):
        validate_times(value)


@pytest.mark.parametrize("value", [None, "2026-11-28", ["28/11/2026"], ["2026-11-31"], [1]])
def test_dates_that_are_none(value):
    with pytest.raises(ValidationError):
        validate_dates(value)


@pytest.mark.parametrize("value", [0, 31, -2])
def test_lunar_days_that_are_none(value):
    with pytest.raises(ValidationError):
        validate_lunar_day(value)


def test_seats_above_a_rule_that_became_smaller_go_when_their_guests_go(experience, now):
    schedule = make_schedule(experience, capacity=8, valid_until=SATURDAY)
    make_slots(now=now)
    slot = Slot.objects.get(starts_at=local_time(SATURDAY, 8, 30))
    parties = [make_booking(slot, adults=adults, now=now) for adults in (4, 3)]
    Schedule.objects.filter(pk=schedule.pk).update(capacity=5)
    make_slots(now=now)
    slot.refresh_from_db()
    assert (slot.capacity, slot.taken) == (7, 7)
    cancel(booking=parties[1], by=CancelledBy.GUEST, now=now)
    slot.refresh_from_db()
    assert (slot.capacity, slot.taken) == (5, 4)


def test_a_party_that_was_kept_is_asked_about_anew_after_another_change(experience, now):
    schedule = make_schedule(experience, valid_until=SATURDAY)
    make_slots(now=now)
    booking = make_booking(Slot.objects.get(starts_at=local_time(SATURDAY, 8, 30)), now=now)
    Schedule.objects.filter(pk=schedule.pk).update(times=["10:00"])
    make_slots(now=now)
    keep(booking=booking, now=now)
    Schedule.objects.filter(pk=schedule.pk).update(times=["08:30"])
    make_slots(now=now)
    booking.refresh_from_db()
    assert booking.kept_at is None
