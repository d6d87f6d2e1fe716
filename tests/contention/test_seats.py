"""Seats are never sold twice, whoever asks at the same moment."""

import datetime as dt
import uuid as uuids
from functools import partial

import pytest

from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.booking.once import KeyReused
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.contention.crowd import all_at_once, booked, errors, isolation_of_a_thread, seats_of, taken_of
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot, quantities

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 44


def request(slot, adults, now, key=None):
    """A web request that asks for seats; all reading of the party was done before."""
    units = quantities(slot.experience, adults=adults)

    def job():
        return hold(
            key=key or uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=units,
            extra_quantities={},
            language="vi",
            now=now,
        )

    return job


def test_threads_work_at_the_level_under_test(isolation):
    assert isolation_of_a_thread() == isolation


def test_ten_places_are_sold_to_ten_of_a_crowd(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    answers = all_at_once([request(slot, 1, now) for _ in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert all(str(error.message).endswith(".") for error in errors(answers))
    assert len(booked(answers)) == seats_of(slot) == taken_of(slot) == 10
    assert len({booking.reference for booking in booked(answers)}) == 10


def test_parties_of_all_sizes_fill_three_slots_and_no_more(experience, now):
    slots = [make_slot(experience, capacity=capacity, now=now, days=7 + capacity) for capacity in (3, 10, 5)]
    jobs = [request(slots[n % 3], 1 + n % 4, now) for n in range(CROWD)]
    answers = all_at_once(jobs)
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    for slot in slots:
        sold = sum(booking.seats for booking in booked(answers) if booking.slot_id == slot.pk)
        assert sold == seats_of(slot) == taken_of(slot)
        # A party of one was refused only once nothing was left.
        assert slot.capacity - 3 <= sold <= slot.capacity


def test_one_form_sent_many_times_is_one_booking(experience, now):
    slot, key = make_slot(experience, capacity=10, now=now), uuids.uuid4()
    answers = all_at_once([request(slot, 2, now, key) for _ in range(12)])
    assert errors(answers) == []
    assert len({booking.pk for booking in booked(answers)}) == 1
    assert Booking.objects.count() == 1
    assert seats_of(slot) == taken_of(slot) == 2


def test_one_key_for_two_slots_makes_one_booking(experience, now):
    slots = [make_slot(experience, capacity=10, now=now, days=days) for days in (7, 8)]
    key = uuids.uuid4()
    answers = all_at_once([request(slots[n % 2], 2, now, key) for n in range(12)])
    assert {type(error) for error in errors(answers)} == {KeyReused}
    assert len(errors(answers)) == 6
    assert Booking.objects.count() == 1
    assert sum(map(taken_of, slots)) == sum(map(seats_of, slots)) == 2


def test_one_hold_confirmed_many_times_is_told_once(now, isolation):
    slot = make_slot(make_experience(), capacity=4, now=now)
    held = ask(slot, adults=2, now=now)
    job = partial(confirm, booking=held, contact=make_contact(), consent=True, now=now)
    answers = all_at_once([job for _ in range(12)])
    assert {booking.status for booking in booked(answers)} == {BookingStatus.CONFIRMED}
    assert len(booked(answers)) == 12
    assert OutboxMessage.objects.count() == 2
    assert taken_of(slot) == 2


def test_a_restored_booking_and_new_guests_do_not_share_a_seat(experience, now):
    slot = make_slot(experience, capacity=6, now=now)
    bookings = [make_booking(slot, BookingStatus.CANCELLED, adults=2, now=now) for _ in range(3)]
    restoring = [partial(restore, booking=booking, by=CancelledBy.GUEST, now=now) for booking in bookings]
    answers = all_at_once([*restoring, *[request(slot, 2, now) for _ in range(9)]])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(booked(answers)) == 3
    assert seats_of(slot) == taken_of(slot) == 6


def test_cancelling_and_confirming_at_once_leaves_no_seat_behind(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    holds = [ask(slot, adults=1, now=now) for _ in range(10)]
    contact = make_contact(email="")
    jobs = []
    for held in holds:
        jobs.append(partial(confirm, booking=held, contact=contact, consent=True, now=now))
        jobs.append(partial(cancel, booking=held, by=CancelledBy.GUEST, now=now))
    all_at_once(jobs)
    assert set(Booking.objects.values_list("status", flat=True)) == {BookingStatus.CANCELLED}
    assert seats_of(slot) == taken_of(slot) == 0


def test_seats_of_dead_holds_are_sold_once(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    for _ in range(5):
        ask(slot, adults=2, now=now)
    later = now + dt.timedelta(minutes=15)
    answers = all_at_once([request(slot, 1, later) for _ in range(30)])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(booked(answers)) == 10
    assert sum(booking.seats for booking in Booking.objects.taking_seats(later)) == taken_of(slot) == 10


def test_a_reference_that_is_taken_is_drawn_again(experience, now, monkeypatch):
    """Here, because the second try needs a transaction of its own."""
    slot = make_slot(experience, capacity=10, now=now)
    taken = request(slot, 1, now)().reference
    draws = iter(taken + "ACDEFG")
    monkeypatch.setattr("bookings.domain.seats.reference.secrets.choice", lambda alphabet: next(draws))
    assert request(slot, 1, now)().reference == "ACDEFG"
    assert seats_of(slot) == taken_of(slot) == 2
