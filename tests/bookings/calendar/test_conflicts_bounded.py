"""Who has no place is found without reading those who have one, and the answer is that of reading all."""

import datetime as dt
import random
from unittest import mock

import pytest

from bookings.domain.calendar import conflicts
from bookings.domain.calendar.fitting import in_order, without_piece, without_seat
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.shared_capacity import Shared
from bookings.enums import UsePer
from bookings.models import Booking, Resource, Schedule, Slot
from tests.factories import (
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_resource,
    make_schedule,
    make_slot,
    make_use,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def rows_read(host, now) -> int:
    """How many parties are judged to say how many there are to decide on."""
    with mock.patch.object(conflicts, "in_order", side_effect=in_order) as asked:
        conflicts.count_open(host, now=now)
        (call,) = asked.call_args_list
    return len(in_order(*call.args, **call.kwargs))


def test_parties_that_have_their_place_are_not_read(now):
    experience = make_experience()
    make_use(experience, make_resource(experience.host, capacity=8))
    schedule = make_schedule(experience, valid_until=now.date() + 13 * DAY, capacity=8)
    make_slots(now=now)
    slots = list(Slot.objects.order_by("starts_at"))
    for slot in slots:
        make_booking(slot, adults=2, now=now)
    assert rows_read(experience.host, now) == 0
    # A rule that gives fewer is a matter of those alone who were more.
    make_booking(slots[3], adults=2, now=now)
    Schedule.objects.filter(pk=schedule.pk).update(capacity=3)
    assert (rows_read(experience.host, now), conflicts.count_open(experience.host, now=now)) == (2, 1)
    # And too few wheels one of those who were at them that day.
    Schedule.objects.filter(pk=schedule.pk).update(capacity=8)
    Resource.objects.update(capacity=3)
    assert (rows_read(experience.host, now), conflicts.count_open(experience.host, now=now)) == (2, 1)


@pytest.mark.parametrize("seed", range(4))
def test_the_answer_is_that_of_reading_everybody(now, seed):
    chance = random.Random(seed)
    host = make_host()
    resources = [make_resource(host, capacity=30) for _ in range(2)]
    slots = []
    for number in range(3):
        experience = make_experience(host, duration_minutes=120, capacity=10)
        for resource in chance.sample(resources, k=1 + number % 2):
            per = chance.choice([UsePer.SEAT, UsePer.SLOT])
            make_use(experience, resource, per=per, setup=chance.choice([0, 60]), clearing=30)
        for day in (1, 2, 3):
            start = local_time((now + day * DAY).date(), chance.choice([8, 9, 14]))
            slots.append(make_slot(experience, start, now=now))
    for _ in range(16):
        try:
            make_booking(chance.choice(slots), adults=chance.randint(1, 4), now=now)
        except NotEnoughSeats:
            continue
    Resource.objects.filter(pk=resources[0].pk).update(capacity=chance.randint(1, 6))
    Resource.objects.filter(pk=resources[1].pk).update(capacity=chance.randint(1, 6))
    everybody = in_order(Booking.objects.for_host(host), now=now)
    expected = without_piece(everybody, Shared([party.slot for party in everybody], now=now)) | without_seat(everybody)
    assert expected
    assert {item.booking.pk for item in conflicts.open_conflicts(host, now=now)} == expected
