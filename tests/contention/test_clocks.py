"""Holds run out while processes, whose clocks differ by a little, hold, confirm, cancel and clean up."""

import datetime as dt
from functools import partial

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking, Slot
from common.data.refusal import Refused
from tests.contention.crowd import all_at_once, errors, seats_of, taken_of
from tests.factories import ask, make_contact, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
EXPIRY = dt.timedelta(minutes=15)
# A little before and a little after the first holds run out: clocks, and waiting for the lock, differ.
SIDES = [EXPIRY - dt.timedelta(seconds=2), EXPIRY + dt.timedelta(seconds=2)]
LATER = dt.timedelta(minutes=40)


def settle(slot: Slot, now) -> int:
    """Seats of what stands once every hold has run out and been marked."""
    expire_holds(now=now + LATER)
    standing = sum(Booking.objects.taking_seats(now + LATER).values_list("seats", flat=True))
    assert standing == seats_of(slot) == taken_of(slot) <= slot.capacity
    return standing


def confirming(held, now):
    return partial(confirm, booking=held, contact=make_contact(email=""), consent=True, now=now)


def hold_and_confirm(slot, now):
    def job():
        return confirming(ask(slot, adults=1, now=now), now)()

    return job


def test_holding_and_confirming_beside_workers_that_clean_up(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    for _ in range(4):
        ask(slot, adults=2, now=now)
    later = now + EXPIRY
    workers = [partial(expire_holds, now=later) for _ in range(4)]
    guests = [hold_and_confirm(slot, later) for _ in range(30)]
    answers = all_at_once([*workers, *guests])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert settle(slot, now) == 10


def test_a_hold_confirmed_on_one_side_of_its_end_and_sold_on_the_other(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    holds = [ask(slot, adults=1, now=now) for _ in range(10)]
    owners = [confirming(held, now + SIDES[n % 2]) for n, held in enumerate(holds)]
    rivals = [hold_and_confirm(slot, now + SIDES[n % 2]) for n in range(20)]
    answers = all_at_once([*owners, *rivals])
    assert {type(error) for error in errors(answers)} <= {NotEnoughSeats, HoldOver}
    assert settle(slot, now) == 10


def test_everything_at_once_around_the_end_of_the_holds(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    holds = [ask(slot, adults=1 + n % 2, now=now) for n in range(6)]
    jobs = []
    for n in range(5):
        side = now + SIDES[n % 2]
        jobs += [hold_and_confirm(slot, side), hold_and_confirm(slot, side), partial(expire_holds, now=side)]
        jobs += [confirming(holds[n], side), partial(ask, slot, adults=2, now=side)]
        jobs += [partial(cancel, booking=holds[5 - n], by=CancelledBy.GUEST, now=side)]
    answers = all_at_once(jobs)
    assert [error for error in errors(answers) if not isinstance(error, Refused)] == []
    settle(slot, now)


def test_a_process_behind_the_others_says_a_sentence_or_does_its_work(experience, now):
    """No crowd needed: seats of dead holds were sold again, then a process two seconds behind them acts."""
    slot = make_slot(experience, capacity=4, now=now)
    dead = ask(slot, adults=3, now=now)
    live = ask(slot, adults=1, now=now + dt.timedelta(minutes=5))
    before, after = (now + side for side in SIDES)
    jobs = [partial(ask, slot, adults=3, now=after), confirming(dead, before)]
    first = all_at_once(jobs)
    assert sorted(type(answer).__name__ for answer in first) in (["Booking", "HoldOver"], ["Booking", "NotEnoughSeats"])
    assert expire_holds(now=before) in (0, 1)
    assert cancel(booking=live, by=CancelledBy.GUEST, now=before).status == BookingStatus.CANCELLED
    assert taken_of(slot) == 3
    settle(slot, now)
