"""Row predicates of slots and bookings."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from tests.factories import ask, make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
EXPIRY = dt.timedelta(minutes=15)


@shared
def slot(now):
    return make_slot(now=now, capacity=40)


@shared
def one_of_each(slot, now) -> dict[str, Booking]:
    return {status: make_booking(slot, status, adults=1, now=now) for status in BookingStatus.values}


def statuses(bookings) -> set[str]:
    return set(bookings.values_list("status", flat=True))


def test_what_takes_seats(one_of_each, now):
    standing = {"PENDING", "CONFIRMED", "REDEEMED"}
    assert statuses(Booking.objects.taking_seats(now)) == {*standing, "ON_HOLD"}
    assert statuses(Booking.objects.taking_seats(now + EXPIRY - dt.timedelta(seconds=1))) == {*standing, "ON_HOLD"}
    assert statuses(Booking.objects.taking_seats(now + EXPIRY)) == standing


def test_whom_the_host_expects(one_of_each):
    assert statuses(Booking.objects.expected()) == {"CONFIRMED", "REDEEMED"}


def test_holds_that_ran_out(one_of_each, now):
    assert not Booking.objects.lapsed(now).exists()
    assert Booking.objects.lapsed(now + EXPIRY).get() == one_of_each["ON_HOLD"]


def test_rows_of_one_host(one_of_each, slot, now):
    other = make_booking(make_slot(now=now), now=now)
    host = slot.experience.host
    assert set(Booking.objects.for_host(host)) == set(one_of_each.values())
    assert set(Slot.objects.for_host(host)) == {slot}
    assert other not in Booking.objects.for_host(host)


def test_upcoming_is_strictly_later(slot):
    assert Slot.objects.upcoming(slot.starts_at - dt.timedelta(seconds=1)).exists()
    assert not Slot.objects.upcoming(slot.starts_at).exists()


def test_a_list_with_parties_costs_the_same_for_one_and_three(slot, now):
    def shown() -> int:
        with CaptureQueriesContext(connection) as captured:
            for booking in Booking.objects.with_party():
                experience = booking.slot.experience
                assert experience.host.name
                assert experience.village.name
                assert [str(line) for line in (*booking.units.all(), *booking.extras.all())]
        return len(captured)

    extras = {slot.experience.extras.first().pk: 1}
    ask(slot, adults=1, children=1, extras=extras, now=now)
    one = shown()
    for _ in range(2):
        ask(slot, adults=1, children=1, extras=extras, now=now)
    assert shown() == one == 3
