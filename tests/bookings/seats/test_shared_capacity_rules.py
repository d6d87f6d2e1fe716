"""Seats that are waited for stay kept where what is shared sets the limit."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.calendar import availability
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import CancelledBy
from bookings.models.slot import SHORTEST_OFFER
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_resource,
    make_slot,
    make_use,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 30)


@shared
def pots(now):
    """Ten seats at eight wheels, which another experience had all booked when somebody came to wait, and gave back."""
    host = make_host()
    wheels = make_resource(host, capacity=8)
    slots = []
    for _ in range(2):
        experience = make_experience(host, duration_minutes=120)
        make_use(experience, wheels)
        slots.append(make_slot(experience, local_time(DAY, 9), capacity=10))
    pots, plates = slots
    booking = make_booking(plates, adults=8, now=now)
    wait(pots, adults=2, now=now)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    return pots


def free(slot, now) -> int:
    return availability.month(slot.experience, first=DAY.replace(day=1), now=now)[DAY].slots[0].free


def test_wheels_that_came_free_elsewhere_are_kept_for_whoever_waits(pots, now):
    assert free(pots, now) == 6
    with pytest.raises(NotEnoughSeats, match="6"):
        ask(pots, adults=7, now=now)
    ask(pots, adults=6, now=now)
    assert free(pots, now) == 0


def test_more_wheels_waited_for_than_there_are_leave_none(pots, now):
    wait(pots, adults=7, now=now)
    assert free(pots, now) == 0


def test_once_the_list_is_over_nothing_is_kept(pots, now):
    end = pots.closes_at - SHORTEST_OFFER
    assert free(pots, end - dt.timedelta(seconds=1)) == 6
    assert free(pots, end) == 8
    ask(pots, adults=8, now=end)
