"""What is free, as guests see it: computed, right without a worker, in a constant number of queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.domain.calendar import availability
from bookings.domain.calendar.closures import close_day, reopen_day
from bookings.enums import BookingStatus
from bookings.models import Slot
from experiences.models import Experience
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_slot,
    make_user,
)
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
MONDAY = dt.date(2026, 11, 30)
EXPIRY = dt.timedelta(minutes=15)


def between(*, limit=12, **span):
    """Of all experiences there are."""
    ids = Experience.objects.values_list("pk", flat=True)
    return availability.between(experience_ids=ids, limit=limit, **span)


@shared
def experience():
    return make_experience()


@shared
def slot(experience, now):
    return make_slot(experience, now=now)  # Monday 30 November, 08:30


def november(experience, now):
    return availability.month(experience, first=NOVEMBER, now=now)


@pytest.mark.parametrize(("free", "state"), [(-1, "full"), (0, "full"), (1, "few"), (3, "few"), (4, "free")])
def test_a_word_for_what_is_left(free, state):
    assert availability.state_of(free) == state


def test_a_day_adds_up_its_slots(experience, slot, now):
    make_slot(experience, local_time(MONDAY, 14), capacity=5)
    make_booking(slot, adults=6, now=now)
    day = november(experience, now)[MONDAY]
    assert [(found.free, found.taken) for found in day.slots] == [(2, 6), (5, 0)]
    assert (day.free, day.state, day.bookable) == (7, "free", day.slots)


@pytest.mark.parametrize(("adults", "state"), [(4, "free"), (5, "few"), (7, "few"), (8, "full")])
def test_a_day_is_as_full_as_its_bookings(experience, slot, now, adults, state):
    make_booking(slot, adults=adults, now=now)
    assert november(experience, now)[MONDAY].state == state


def test_days_are_those_of_việt_nam_and_of_the_month(experience, now):
    first_of_december = make_slot(experience, local_time(DECEMBER, 0, 0))
    last_of_november = make_slot(experience, local_time(MONDAY, 23, 59))
    days = november(experience, now)
    assert {day: entry.slots for day, entry in days.items()} == {MONDAY: [last_of_november]}
    days = availability.month(experience, first=dt.date(2026, 12, 17), now=now)
    assert {day: entry.slots for day, entry in days.items()} == {DECEMBER: [first_of_december]}


def test_another_experience_s_slots_are_not_counted(experience, slot, now):
    make_slot(make_experience(experience.host), now=now)
    assert november(experience, now)[MONDAY].slots == [slot]


def test_a_hold_that_ran_out_frees_its_seats_without_a_worker(experience, slot, now):
    ask(slot, adults=6, now=now)
    assert november(experience, now)[MONDAY].free == 2
    assert november(experience, now + EXPIRY)[MONDAY].free == 8
    assert availability.next_starts([experience.pk], now=now + EXPIRY)[experience.pk] == slot.starts_at


def test_seats_of_a_dead_hold_are_not_counted_twice_after_the_next_write(experience, slot, now):
    ask(slot, adults=6, now=now)
    ask(slot, adults=3, now=now + EXPIRY)
    assert november(experience, now + EXPIRY)[MONDAY].free == 5
    make_booking(slot, adults=5, now=now + EXPIRY)
    assert november(experience, now + EXPIRY)[MONDAY].state == "full"
    assert availability.next_starts([experience.pk], now=now + EXPIRY) == {}


def test_a_full_slot_offers_nothing_next(experience, slot, now):
    later = make_slot(experience, now=now, days=9)
    make_booking(slot, adults=8, now=now)
    assert availability.next_starts([experience.pk], now=now) == {experience.pk: later.starts_at}


def test_a_closed_day_shows_its_slots_and_sells_none(experience, slot, now):
    close_day(host=experience.host, day=MONDAY, by=make_user(), now=now)
    day = november(experience, now)[MONDAY]
    assert (day.slots, day.bookable, day.state, day.free) == ([slot], [], "closed", 0)
    assert availability.next_starts([experience.pk], now=now) == {}
    assert between(first=MONDAY, last=MONDAY, now=now) == []
    reopen_day(host=experience.host, day=MONDAY, now=now)
    assert november(experience, now)[MONDAY].state == "free"


@pytest.mark.parametrize("cutoff", [0, 60, 1440])
def test_every_view_of_a_slot_ends_at_the_cut_off(now, cutoff):
    experience = make_experience(cutoff_minutes=cutoff)
    slot = make_slot(experience, now=now)
    closes = slot.starts_at - dt.timedelta(minutes=cutoff)
    for moment, seen in ((closes - dt.timedelta(seconds=1), True), (closes, False)):
        assert bool(november(experience, moment)[MONDAY].bookable) is seen
        assert (experience.pk in availability.next_starts([experience.pk], now=moment)) is seen
        assert bool(between(first=MONDAY, last=MONDAY, now=moment)) is seen
        assert Slot.objects.on_sale(moment).exists() is seen


@pytest.mark.parametrize(
    "make", [lambda: make_experience(active=False), lambda: make_experience(make_host(verified=False))]
)
def test_what_is_not_on_sale_is_nowhere_free(now, make):
    experience = make()
    make_slot(experience, now=now)
    assert november(experience, now)[MONDAY].state == "closed"
    assert availability.next_starts([experience.pk], now=now) == {}
    assert between(first=MONDAY, last=MONDAY, now=now) == []
    assert not Experience.objects.on_sale().exists()


def test_the_next_open_slot_of_each_experience_within_a_month(experience, slot, now):
    make_slot(experience, now=now, days=8)
    other = make_slot(now=now, days=20)
    far = make_slot(now=now, days=32)
    ids = [experience.pk, other.experience_id, far.experience_id]
    assert availability.next_starts(ids, now=now) == {
        experience.pk: slot.starts_at,
        other.experience_id: other.starts_at,
    }
    assert availability.next_starts([], now=now) == {}


def test_between_is_inclusive_soonest_first_and_limited(experience, now):
    saturday, sunday = dt.date(2026, 11, 28), dt.date(2026, 11, 29)
    inside = [make_slot(experience, local_time(day, hour)) for day in (saturday, sunday) for hour in (0, 23)]
    make_slot(experience, local_time(saturday - dt.timedelta(days=1), 23, 59))
    make_slot(experience, local_time(sunday + dt.timedelta(days=1), 0, 0))
    make_booking(inside[1], adults=8, now=now)
    found = between(first=saturday, last=sunday, now=now)
    assert found == [inside[0], inside[2], inside[3]]
    assert between(first=saturday, last=sunday, now=now, limit=2) == found[:2]


@pytest.mark.parametrize("status", BookingStatus.values)
def test_each_status_takes_seats_or_not(experience, slot, now, status):
    make_booking(slot, status, adults=8, now=now)
    takes = status in ("ON_HOLD", "PENDING", "CONFIRMED", "REDEEMED")
    assert november(experience, now)[MONDAY].free == (0 if takes else 8)


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_a_month_of_thirty_slots_costs_what_one_costs(experience, now):
    def shown():
        for entry in availability.month(loaded, first=DECEMBER, now=now).values():
            assert entry.state == "free"
            assert [str(slot) for slot in entry.slots]

    loaded = Experience.objects.select_related("host").get(pk=experience.pk)
    make_slot(experience, local_time(DECEMBER))
    one = queries(shown)
    for offset in range(1, 30):
        make_slot(experience, local_time(DECEMBER + dt.timedelta(days=offset)))
    assert queries(shown) == one == 1


def test_three_experiences_cost_what_one_costs(experience, slot, now):
    def shown():
        ids = list(Experience.objects.values_list("pk", flat=True))
        assert len(availability.next_starts(ids, now=now)) == len(ids)
        slots = availability.between(experience_ids=ids, first=MONDAY, last=MONDAY, now=now, limit=12)
        assert [slot.free for slot in slots]

    one = queries(shown)
    for _ in range(2):
        make_slot(now=now)
        make_slot(now=now, days=8)
    assert queries(shown) == one == 3
