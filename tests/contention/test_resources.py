"""What two experiences share, and what a waiting list is offered, under the same crowd."""

import datetime as dt
from collections import Counter
from functools import partial
from threading import Barrier, local

import pytest
from django.db.models import F

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.seats import counting, lock
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.extras import ExtraGone
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, CancelledBy, UsePer, WaitingStatus
from bookings.models import Booking, BookingExtra, ExtraUse, Slot, WaitingEntry
from bookings.models.booking import UNDO_WINDOW
from experiences.models import Extra
from tests.contention.crowd import all_at_once, booked, errors, seats_of, taken_of
from tests.contention.test_seats import CROWD, request
from tests.factories import (
    ask,
    cancel_for_good,
    local_time,
    make_booking,
    make_experience,
    make_resource,
    make_slot,
    make_use,
)
from tests.factories.waiting import wait

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
DAY = dt.date(2026, 11, 30)
PATIENCE = 30


def sharing(experience, *, experiences=2, resources=1, capacity=10, per=UsePer.SEAT) -> list[Slot]:
    """A slot of each of several experiences at the same time, all of which draw on the same resources."""
    host = experience.host
    shared = [make_resource(host, capacity=capacity) for _ in range(resources)]
    slots = []
    for _ in range(experiences):
        item = make_experience(host, extras=(), duration_minutes=120)
        for resource in shared:
            make_use(item, resource, per=per)
        slots.append(make_slot(item, local_time(DAY, 9), capacity=CROWD))
    return slots


def test_ten_wheels_of_two_experiences_seat_ten_of_a_crowd(experience, now):
    slots = sharing(experience)
    answers = all_at_once([request(slots[n % 2], 1, now) for n in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(booked(answers)) == sum(map(seats_of, slots)) == sum(map(taken_of, slots)) == 10


def test_one_boat_goes_with_one_of_four_visits(experience, now):
    slots = sharing(experience, experiences=4, capacity=1, per=UsePer.SLOT)
    answers = all_at_once([request(slots[n % 4], 1, now) for n in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert sorted(map(seats_of, slots)) == [0, 0, 0, CROWD // 4]


def test_several_resources_are_locked_in_one_order(experience, now):
    slots = sharing(experience, experiences=3, resources=3, capacity=7)
    answers = all_at_once([request(slots[n % 3], 1, now) for n in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert sum(map(seats_of, slots)) == 7


def test_one_interpreter_goes_with_one_of_many_visits_and_nobody_locks_the_other_out(experience, now):
    """Three experiences draw on wheels by their seats and on one interpreter by an extra, each in its own order."""
    slots = sharing(experience, experiences=3, capacity=CROWD)
    interpreters = make_resource(experience.host, capacity=1)
    extras = [Extra.objects.create(experience=slot.experience, name="Phiên dịch", price_vnd=1) for slot in slots]
    ExtraUse.objects.bulk_create(ExtraUse(extra=extra, resource=interpreters) for extra in extras)
    wanting = [
        partial(ask, slots[n % 3], adults=1, extras={extras[n % 3].pk: 1} if n % 2 else {}, now=now)
        for n in range(CROWD)
    ]
    answers = all_at_once(wanting)
    assert {type(error) for error in errors(answers)} == {ExtraGone}
    assert BookingExtra.objects.count() == 1
    assert len(booked(answers)) == sum(map(seats_of, slots)) == sum(map(taken_of, slots)) == CROWD // 2 + 1


def test_three_aprons_go_to_three_of_a_crowd(experience, now):
    slot = make_slot(experience, capacity=CROWD, now=now)
    apron = Extra.objects.create(experience=experience, name="Tạp dề", price_vnd=1, per_slot=3)
    answers = all_at_once([partial(ask, slot, adults=1, extras={apron.pk: 1}, now=now) for _ in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {ExtraGone}
    assert len(booked(answers)) == taken_of(slot) == BookingExtra.objects.count() == 3


def lock_the_slots_alone(ids):
    for pk in sorted(ids):
        Slot.objects.filter(pk=pk).update(taken=F("taken"))
    slots = Slot.objects.select_related("experience__host", "experience__village").in_bulk(list(ids))
    for slot in slots.values():
        slot.shares = True
    return slots


def test_without_the_resources_lock_the_wheels_are_sold_twice(experience, now, monkeypatch, isolation):
    """The positive control. SQLite lets one writer in at a time, so there is nothing to show there."""
    if isolation == "IMMEDIATE":
        return
    slots = sharing(experience, experiences=8, capacity=5)
    gate, seen, count = Barrier(len(slots)), local(), counting.free_seats

    def gated(*args, **kwargs):
        free = count(*args, **kwargs)
        if not getattr(seen, "counted", False):
            seen.counted = True
            gate.wait(PATIENCE)
        return free

    monkeypatch.setattr(lock, "lock_slots", lock_the_slots_alone)
    monkeypatch.setattr(counting, "free_seats", gated)
    answers = all_at_once([request(slot, 1, now) for slot in slots])
    assert len(booked(answers)) == sum(map(seats_of, slots)) == 8


def test_freed_seats_go_to_the_queue_and_not_to_the_crowd(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    bookings = [make_booking(slot, adults=1, now=now) for _ in range(10)]
    entries = [wait(slot, adults=1, now=now) for _ in range(6)]
    cancelling = [partial(cancel, booking=booking, by=CancelledBy.GUEST, now=now) for booking in bookings[:4]]
    answers = all_at_once([*cancelling, *[request(slot, 1, now) for _ in range(20)]])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(errors(answers)) == 20
    assert WaitingEntry.objects.waiting().count() == 6
    # Once nobody can take the cancelling back, the seats are offered; the crowd is still there.
    now += UNDO_WINDOW + dt.timedelta(seconds=1)
    answers = all_at_once([*[partial(offer_waiting, now=now)] * 4, *[request(slot, 1, now) for _ in range(12)]])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(errors(answers)) == 12
    statuses = list(WaitingEntry.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == [WaitingStatus.OFFERED] * 4 + [WaitingStatus.WAITING] * 2
    assert seats_of(slot) == taken_of(slot) == 10
    assert Slot.objects.get(pk=slot.pk).waiting == len(entries) - 4


def test_offers_that_run_out_are_offered_once_each_by_many_workers(experience, now):
    slot = make_slot(experience, capacity=3, now=now)
    bookings = [make_booking(slot, adults=1, now=now) for _ in range(3)]
    for _ in range(7):
        wait(slot, adults=1, now=now)
    for booking in bookings:
        cancel_for_good(booking, now=now)
    later = now + dt.timedelta(hours=13)
    work = [partial(expire_holds, now=later), partial(offer_waiting, now=later)]
    assert errors(all_at_once(work * 8)) == []
    offered = WaitingEntry.objects.filter(status=WaitingStatus.OFFERED)
    assert offered.count() == 6
    assert Counter(offered.values_list("booking__status", flat=True)) == {
        BookingStatus.EXPIRED: 3,
        BookingStatus.ON_HOLD: 3,
    }
    assert Booking.objects.taking_seats(later).count() == taken_of(slot) == 3


def test_one_who_joins_twice_at_once_waits_once(experience, now):
    slot = make_slot(experience, capacity=2, now=now)
    make_booking(slot, adults=2, now=now)
    answers = all_at_once([partial(wait, slot, now=now, email="ha@example.com") for _ in range(8)])
    assert len(errors(answers)) == 7
    assert WaitingEntry.objects.count() == 1
