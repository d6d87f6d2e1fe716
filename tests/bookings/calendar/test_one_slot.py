"""One slot changed by hand: never against who booked it, and until the hand lets go of it again."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.cancel import cancel
from bookings.domain.calendar.closures import close_day
from bookings.domain.calendar.one_slot import (
    BadCapacity,
    BadPrice,
    BadStart,
    SlotOver,
    StartFixed,
    edit_slot,
    follow_rules,
)
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.lock import SlotGone
from bookings.enums import BookingStatus, CancelledBy, SlotDecision, WaitingStatus
from bookings.models import Schedule, Slot
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_schedule,
    make_slot,
    make_user,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SATURDAY = dt.date(2026, 11, 28)


@shared
def experience():
    return make_experience(duration_minutes=120, cutoff_minutes=60)


@shared
def schedule(experience, now):
    schedule = make_schedule(experience, valid_until=now.date() + 13 * DAY)
    make_slots(now=now)
    return schedule


@shared
def slot(schedule):
    """Saturday at 08:30, eight seats by its schedule."""
    return Slot.objects.get(starts_at=local_time(SATURDAY))


def row(slot) -> dict:
    return Slot.objects.values().get(pk=slot.pk)


def refused(expected, slot, now, **change) -> str:
    """Nothing is changed; the sentence in English."""
    before = row(slot)
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(expected) as caught:
            edit_slot(slot_id=slot.pk, now=now, **change)
        with translation.override(language):
            sentence = str(caught.value.message)
            assert sentence.endswith(".")
    assert row(slot) == before
    return sentence


def test_nothing_given_nothing_changed(slot, now):
    before = row(slot)
    edit_slot(slot_id=slot.pk, now=now)
    assert row(slot) == before


def test_more_seats_can_be_booked_at_once(slot, now):
    make_booking(slot, adults=8, now=now)
    for _ in range(2):
        edited = edit_slot(slot_id=slot.pk, capacity=10, now=now)
        assert (edited.capacity, edited.capacity_by_hand) == (10, True)
    assert ask(slot, adults=2, now=now)


def test_no_fewer_seats_than_are_taken(slot, now):
    make_booking(slot, adults=3, now=now)
    assert "3 seats are taken" in refused(BadCapacity, slot, now, capacity=2)
    assert edit_slot(slot_id=slot.pk, capacity=3, now=now).capacity == 3


def test_a_hold_counts_until_it_runs_out(slot, now):
    ask(slot, adults=1, now=now)
    make_booking(slot, adults=1, now=now)
    assert "2 seats are taken" in refused(BadCapacity, slot, now, capacity=1)
    edited = edit_slot(slot_id=slot.pk, capacity=1, now=now + HOUR)
    assert (edited.capacity, edited.taken) == (1, 1)


@pytest.mark.parametrize("capacity", [0, -1, 501])
def test_what_is_no_number_of_seats(slot, now, capacity):
    refused(BadCapacity, slot, now, capacity=capacity)


def test_the_seats_as_they_are_are_not_set_by_hand(slot, now):
    assert not edit_slot(slot_id=slot.pk, capacity=8, now=now).capacity_by_hand


def test_added_seats_are_offered_to_who_waits(slot, now):
    make_booking(slot, adults=8, now=now)
    entry = wait(slot, adults=2, now=now)
    edit_slot(slot_id=slot.pk, capacity=9, now=now)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.WAITING
    edit_slot(slot_id=slot.pk, capacity=10, now=now)
    entry.refresh_from_db()
    assert (entry.status, entry.booking.seats) == (WaitingStatus.OFFERED, 2)


def test_the_whole_visit_moves_with_its_start(slot, now):
    start = local_time(SATURDAY, 14, 0)
    for _ in range(2):
        edited = edit_slot(slot_id=slot.pk, starts_at=start, now=now)
    edited.refresh_from_db()
    assert (edited.starts_at, edited.ends_at, edited.closes_at) == (start, start + 2 * HOUR, start - HOUR)
    assert (edited.planned_at, edited.moved_by_hand) == (local_time(SATURDAY), True)
    make_slots(now=now)
    assert Slot.objects.filter(starts_at__gte=local_time(SATURDAY, 0, 0), starts_at__lt=start + DAY / 2).count() == 1


@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED])
def test_the_start_stays_while_somebody_counts_on_it(slot, now, status):
    for _ in range(2):
        make_booking(slot, status, now=now)
    assert "2 parties" in refused(StartFixed, slot, now, starts_at=local_time(SATURDAY, 14, 0))


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.EXPIRED])
def test_who_is_gone_does_not_hold_the_start(slot, now, status):
    make_booking(slot, status, now=now)
    assert edit_slot(slot_id=slot.pk, starts_at=local_time(SATURDAY, 14, 0), now=now).moved_by_hand


def test_a_hold_that_ran_out_does_not_hold_the_start_either(slot, now):
    ask(slot, adults=1, now=now)
    assert edit_slot(slot_id=slot.pk, starts_at=local_time(SATURDAY, 14, 0), now=now + HOUR).moved_by_hand


def test_the_start_stays_while_somebody_waits_for_it(slot, now):
    booking = make_booking(slot, adults=8, now=now)
    wait(slot, adults=2, now=now)
    close_day(host=slot.experience.host, day=SATURDAY, by=make_user(), now=now)
    # What comes free on a closed day is offered to nobody.
    cancel(booking=booking, by=CancelledBy.HOST, now=now)
    refused(StartFixed, slot, now, starts_at=local_time(SATURDAY, 14, 0))


def test_a_start_in_the_past_and_one_that_is_anothers(slot, now):
    refused(BadStart, slot, now, starts_at=now)
    refused(BadStart, slot, now, starts_at=local_time(SATURDAY + DAY))
    make_slot(starts_at=local_time(SATURDAY, 14, 0))
    assert edit_slot(slot_id=slot.pk, starts_at=local_time(SATURDAY, 14, 0), now=now).moved_by_hand


def test_onto_a_closed_day_and_off_it(slot, now):
    sunday = SATURDAY + DAY
    closure = close_day(host=slot.experience.host, day=sunday, by=make_user(), now=now)
    assert edit_slot(slot_id=slot.pk, starts_at=local_time(sunday, 14, 0), now=now).closure == closure
    assert edit_slot(slot_id=slot.pk, starts_at=local_time(SATURDAY, 14, 0), now=now).closure is None


def test_a_new_start_is_decided_on_anew(slot, now):
    Slot.objects.filter(pk=slot.pk).update(decision=SlotDecision.CALLED_OFF, decided_at=now)
    edited = edit_slot(slot_id=slot.pk, starts_at=local_time(SATURDAY, 14, 0), now=now)
    assert (edited.decision, edited.decided_at) == ("", None)


def test_prices_of_its_own_are_for_who_books_from_now_on(experience, slot, now):
    before = make_booking(slot, adults=2, now=now)
    adult, child, _infant = experience.units.all()
    for _ in range(2):
        edited = edit_slot(slot_id=slot.pk, prices={adult.pk: 500_000, child.pk: child.price_vnd}, now=now)
        # A price like the experience's follows the experience.
        assert edited.prices == {str(adult.pk): 500_000}
    before.refresh_from_db()
    assert before.total_vnd == 2 * adult.price_vnd
    assert ask(slot, adults=1, children=1, now=now).total_vnd == 500_000 + child.price_vnd
    assert edit_slot(slot_id=slot.pk, prices={}, now=now).prices == {}
    assert ask(slot, adults=1, now=now).total_vnd == adult.price_vnd


@pytest.mark.parametrize("price", [-1, 100_000_001])
def test_what_is_no_price(experience, slot, now, price):
    unit = experience.units.first()
    refused(BadPrice, slot, now, prices={unit.pk: price})
    assert edit_slot(slot_id=slot.pk, prices={unit.pk: 100_000_000}, now=now)
    assert edit_slot(slot_id=slot.pk, prices={unit.pk: 0}, now=now).prices == {str(unit.pk): 0}


def test_prices_only_of_its_own_units(slot, now):
    stranger = make_experience().units.first()
    refused(BadPrice, slot, now, prices={stranger.pk: 1})


def test_a_note(slot, now):
    assert edit_slot(slot_id=slot.pk, note=" Hôm nay có mở lò ", now=now).note == "Hôm nay có mở lò"
    assert edit_slot(slot_id=slot.pk, capacity=4, now=now).note == "Hôm nay có mở lò"
    assert edit_slot(slot_id=slot.pk, note="", now=now).note == ""


def test_one_thing_refused_nothing_changed(slot, now):
    make_booking(slot, adults=3, now=now)
    refused(StartFixed, slot, now, capacity=5, note="Mới", starts_at=local_time(SATURDAY, 14, 0))


def test_what_is_over_and_what_is_gone(slot, now):
    with pytest.raises(SlotOver):
        edit_slot(slot_id=slot.pk, note="Muộn rồi", now=slot.starts_at)
    with pytest.raises(SlotOver):
        follow_rules(slot_id=slot.pk, now=slot.starts_at)
    with pytest.raises(SlotGone):
        edit_slot(slot_id=slot.pk + 999, note="Không có", now=now)


@shared
def by_hand(experience, slot, now):
    """Four things changed."""
    unit = experience.units.first()
    start = local_time(SATURDAY, 14, 0)
    return edit_slot(slot_id=slot.pk, capacity=12, starts_at=start, prices={unit.pk: 1}, note="Mở lò", now=now)


def test_the_rules_take_everything_back(by_hand, schedule, now):
    Schedule.objects.filter(pk=schedule.pk).update(capacity=6)
    for _ in range(2):
        followed = follow_rules(slot_id=by_hand.pk, now=now)
        followed.refresh_from_db()
        assert (followed.capacity, followed.capacity_by_hand, followed.prices, followed.note) == (6, False, {}, "")
        assert (followed.starts_at, followed.ends_at) == (local_time(SATURDAY), local_time(SATURDAY) + 2 * HOUR)
    before = row(followed)
    make_slots(now=now)
    assert row(followed) == before


def test_the_rules_take_back_no_more_than_who_booked_allows(by_hand, now):
    make_booking(by_hand, adults=10, now=now)
    followed = follow_rules(slot_id=by_hand.pk, now=now)
    assert (followed.capacity, followed.capacity_by_hand, followed.note) == (10, False, "")
    assert (followed.starts_at, followed.moved_by_hand) == (local_time(SATURDAY, 14, 0), True)


def test_a_planned_start_that_is_anothers_now_or_past_stays_where_it_is(experience, by_hand, now):
    other = make_slot(experience, by_hand.planned_at)
    assert follow_rules(slot_id=by_hand.pk, now=now).moved_by_hand
    other.delete()
    assert follow_rules(slot_id=by_hand.pk, now=by_hand.planned_at).moved_by_hand
    assert not follow_rules(slot_id=by_hand.pk, now=by_hand.planned_at - HOUR).moved_by_hand


def test_seats_the_rules_give_back_are_offered_to_who_waits(slot, now):
    edit_slot(slot_id=slot.pk, capacity=2, now=now)
    make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    follow_rules(slot_id=slot.pk, now=now)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED


def test_a_slot_without_a_schedule_follows_its_experience(experience, now):
    slot = make_slot(experience, local_time(SATURDAY, 19, 0), capacity=3, capacity_by_hand=True, note="Tối")
    followed = follow_rules(slot_id=slot.pk, now=now)
    assert (followed.capacity, followed.capacity_by_hand, followed.note) == (8, False, "")
    assert followed.starts_at == local_time(SATURDAY, 19, 0)
