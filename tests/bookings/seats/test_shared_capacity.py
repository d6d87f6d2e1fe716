"""What several experiences share is never given out twice, and not one seat too few."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.extend import NotExtendable, extend_hold
from bookings.domain.calendar import availability
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.shared_capacity import Shared
from bookings.domain.seats.usage import Load, Usage, peak
from bookings.enums import CancelledBy, UsePer
from bookings.models import DayOff
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_contact,
    make_experience,
    make_host,
    make_resource,
    make_rota,
    make_slot,
    make_use,
)
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 30)
HOUR = dt.timedelta(hours=1)


@shared
def host():
    return make_host()


def share(host, *, capacity=8, per=UsePer.SEAT, hours=(9, 10), **use):
    """Two experiences of two hours that draw on one resource, a slot of each at `hours`."""
    resource = make_resource(host, capacity=capacity)
    slots = []
    for hour in hours:
        experience = make_experience(host, duration_minutes=120, capacity=10)
        make_use(experience, resource, per=per, **use)
        slots.append(make_slot(experience, local_time(DAY, hour), capacity=10))
    return resource, *slots


def free(slot, now) -> int:
    """What the month's calendar says."""
    days = availability.month(slot.experience, first=DAY.replace(day=1), now=now)
    return next(item.free for item in days[DAY].slots if item.pk == slot.pk)


def test_wheels_taken_in_one_experience_are_gone_in_the_other(host, now):
    _wheels, pots, plates = share(host)
    make_booking(pots, adults=5, now=now)
    assert free(plates, now) == 3
    with pytest.raises(NotEnoughSeats, match="3"):
        ask(plates, adults=4, now=now)
    ask(plates, adults=3, now=now)
    assert free(plates, now) == free(pots, now) == 0


def test_a_booking_that_is_cancelled_frees_its_wheels(host, now):
    _wheels, pots, plates = share(host)
    booking = make_booking(pots, adults=8, now=now)
    assert free(plates, now) == 0
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    assert free(plates, now) == 8


def test_a_hold_that_ran_out_frees_its_wheels_with_no_worker(host, now):
    _wheels, pots, plates = share(host)
    ask(pots, adults=6, now=now)
    assert free(plates, now) == 2
    later = now + dt.timedelta(minutes=15)
    assert free(plates, later) == 8
    ask(plates, adults=8, now=later)


def test_a_dead_hold_whose_wheels_went_elsewhere_is_not_confirmed_nor_extended(host, now):
    _wheels, pots, plates = share(host)
    held = ask(pots, adults=6, now=now)
    ask(plates, adults=8, now=now + dt.timedelta(minutes=16))
    # A process whose clock is behind still sees the hold alive.
    behind = now + dt.timedelta(minutes=14)
    with pytest.raises(NotExtendable):
        extend_hold(booking=held, now=behind)
    with pytest.raises(HoldOver):
        confirm(booking=held, contact=make_contact(), consent=True, now=behind)


def test_a_cancellation_is_not_taken_back_over_wheels_that_went_elsewhere(host, now):
    _wheels, pots, plates = share(host)
    booking = make_booking(pots, adults=4, now=now)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    make_booking(plates, adults=6, now=now)
    with pytest.raises(NotEnoughSeats):
        restore(booking=booking, by=CancelledBy.GUEST, now=now)


def test_one_boat_carries_one_visit_at_a_time_however_small(host, now):
    _boat, evening, morning = share(host, capacity=1, per=UsePer.SLOT)
    assert free(morning, now) == 10
    make_booking(evening, adults=1, now=now)
    assert free(morning, now) == 0
    assert free(evening, now) == 9
    with pytest.raises(NotEnoughSeats):
        ask(morning, adults=1, now=now)
    ask(evening, adults=9, now=now)


@pytest.mark.parametrize(("hours", "setup", "clearing", "left"), [
    ((9, 11), 0, 0, 10),
    ((9, 11), 0, 30, 0),
    ((9, 11), 30, 0, 0),
    ((9, 12), 30, 30, 10),
    ((9, 12), 31, 30, 0),
])  # fmt: skip
def test_set_up_and_clearing_keep_the_boat_as_well(host, now, hours, setup, clearing, left):
    _boat, first, second = share(host, capacity=1, per=UsePer.SLOT, hours=hours, setup=setup, clearing=clearing)
    make_booking(first, adults=1, now=now)
    assert free(second, now) == left


def test_two_that_do_not_meet_each_other_may_both_meet_a_third(host, now):
    """From 9 to 11 and from 11 to 13 there are five wheels in use at a time, not ten."""
    wheels, early, late = share(host, hours=(9, 11))
    middle = make_experience(host, duration_minutes=120, capacity=10)
    make_use(middle, wheels)
    slot = make_slot(middle, local_time(DAY, 10), capacity=10)
    for other in (early, late):
        make_booking(other, adults=5, now=now)
    assert free(slot, now) == 3


def test_a_guest_who_takes_two_seats_takes_two_wheels_and_an_infant_none(host, now):
    _wheels, pots, plates = share(host)
    pots.experience.units.filter(type="CHILD").update(seats=2)
    make_booking(pots, adults=1, children=2, infants=1, now=now)
    assert free(plates, now) == 3


def test_two_pieces_for_each_seat(host, now):
    _wheels, pots, plates = share(host, capacity=9, quantity=2)
    assert free(pots, now) == 4
    make_booking(pots, adults=2, now=now)
    assert free(plates, now) == 2


def test_other_hosts_and_other_days_do_not_meet(host, now):
    _wheels, pots, plates = share(host)
    tomorrow = make_slot(plates.experience, local_time(DAY + dt.timedelta(days=1), 9), capacity=10)
    make_booking(tomorrow, adults=8, now=now)
    assert free(pots, now) == 8


def test_a_day_off_leaves_one_singer_less(host, now):
    rota = make_rota(host, people=2)
    slots = []
    for _ in range(2):
        experience = make_experience(host, duration_minutes=120, capacity=10)
        make_use(experience, rota, per=UsePer.SLOT)
        slots.append(make_slot(experience, local_time(DAY, 19), capacity=10))
    house, boat = slots
    make_booking(house, adults=2, now=now)
    assert free(boat, now) == 10
    DayOff.objects.create(artisan=rota.artisans.first(), first_day=DAY, last_day=DAY, created_at=now)
    assert free(boat, now) == 0
    assert free(house, now) == 8
    rota.artisans.update(active=False)
    assert free(house, now) == 0


def test_lists_of_what_is_free_leave_out_what_others_took(host, now):
    _wheels, pots, plates = share(host)
    make_booking(pots, adults=8, now=now)
    ids = [pots.experience_id, plates.experience_id]
    assert availability.next_starts(ids, now=now) == {}
    assert availability.between(experience_ids=ids, first=DAY, last=DAY, now=now, limit=6) == []


loads = st.lists(
    st.builds(
        lambda at, hours, amount: Load(1, local_time(DAY, at), local_time(DAY, at) + hours * HOUR, amount),
        st.integers(0, 20),
        st.integers(1, 6),
        st.integers(1, 3),
    ),
    max_size=8,
)


@given(loads, st.integers(0, 18), st.integers(1, 5))
def test_the_peak_is_that_of_looking_at_every_half_hour(loads, at, hours):
    first = local_time(DAY, at)
    moments = [first + HOUR / 2 * n for n in range(hours * 2)]
    seen = max(sum(load.amount for load in loads if load.first <= moment < load.last) for moment in moments)
    assert peak(loads, first=first, last=first + hours * HOUR) == seen


@given(loads, st.integers(0, 18), st.integers(1, 5), st.integers(0, 3))
def test_what_others_use_while_a_slot_lasts_is_the_peak_without_its_own(loads, at, hours, amount):
    first = local_time(DAY, at)
    last = first + hours * HOUR
    usage = Usage([*loads, Load(2, first, last, amount)])
    assert usage.peak(first=first, last=last) - usage.of(2) == peak(loads, first=first, last=last)


def test_a_list_of_next_times_reckons_no_more_slots_than_it_shows(host, now, monkeypatch):
    """A boat that many experiences go with, each every day for a month."""
    boat = make_resource(host, capacity=1)
    experiences = [make_experience(host, duration_minutes=60, capacity=6) for _ in range(8)]
    for hour, experience in enumerate(experiences, start=7):
        make_use(experience, boat, per=UsePer.SLOT)
        for day in range(20):
            make_slot(experience, local_time(DAY + dt.timedelta(days=day), hour), capacity=6)
    reckoned = []
    most_seats = Shared.most_seats

    def counted(self, slot, *, live):
        reckoned.append(slot)
        return most_seats(self, slot, live=live)

    monkeypatch.setattr(Shared, "most_seats", counted)
    starts = availability.next_starts([experience.pk for experience in experiences], now=now)
    assert len(starts) == len(reckoned) == 8
    days = {"first": DAY, "last": DAY + dt.timedelta(days=19)}
    found = availability.between(experience_ids=list(starts), now=now, limit=3, **days)
    assert len(found) == len(reckoned) - 8 == 3
