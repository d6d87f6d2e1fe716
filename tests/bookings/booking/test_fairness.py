"""One address cannot lock a village's Saturday, and a promise of fifteen minutes is kept."""

import datetime as dt

import pytest

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.rationing import TooManyHeld
from bookings.domain.booking.tidy import KEPT, forget_holds
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus
from bookings.models import Booking
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def test_one_address_holds_so_many_seats_and_no_more(now, settings):
    settings.HOLD_SEATS_PER_ADDRESS = 10
    slots = [make_slot(now=now, capacity=8) for _ in range(3)]
    ask(slots[0], adults=6, now=now, holder="a")
    with pytest.raises(TooManyHeld):
        ask(slots[1], adults=5, now=now, holder="a")
    assert ask(slots[1], adults=4, now=now, holder="a").seats == 4
    assert ask(slots[2], adults=8, now=now, holder="b").seats == 8
    # What ran out, or became a booking, no longer counts, and nobody's address is kept with it.
    assert ask(slots[2], adults=8, now=now + 16 * MINUTE, holder="a").seats == 8
    expire_holds(now=now + 16 * MINUTE)
    assert not Booking.objects.exclude(status=BookingStatus.ON_HOLD).exclude(holder="").exists()


def test_a_hold_taken_before_the_cut_off_is_confirmed_after_it(now):
    experience = make_experience(cutoff_minutes=60)
    slot = make_slot(experience, starts_at=now + 62 * MINUTE)
    held = ask(slot, adults=1, now=now)
    late = now + 5 * MINUTE
    with pytest.raises(SlotClosed):
        ask(slot, adults=1, now=late)
    assert confirm(booking=held, contact=make_contact(), consent=True, now=late).status == BookingStatus.CONFIRMED


def test_a_hold_that_ran_out_is_not_confirmed_after_the_cut_off(now):
    experience = make_experience(cutoff_minutes=60)
    slot = make_slot(experience, starts_at=now + 62 * MINUTE)
    held = ask(slot, adults=1, now=now)
    with pytest.raises(SlotClosed):
        confirm(booking=held, contact=make_contact(), consent=True, now=now + 16 * MINUTE)


def test_holds_that_came_to_nothing_are_forgotten_and_bookings_are_not(now):
    slot = make_slot(now=now)
    ask(slot, adults=1, now=now)
    kept = make_booking(slot, now=now)
    cancelled = make_booking(slot, BookingStatus.CANCELLED, now=now)
    expire_holds(now=now + KEPT)
    assert forget_holds(now=now + KEPT + MINUTE) == 1
    assert set(Booking.objects.all()) == {kept, cancelled}
