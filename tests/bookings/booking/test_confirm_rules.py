"""Who goes first at the confirmation: a guest whose hold runs, then those who wait, then a guest who was too slow."""

import datetime as dt

import pytest

from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.enums import BookingStatus
from tests.factories import ask, make_booking, make_contact, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@shared
def held(now):
    """Two seats of four; the others are booked, and a couple waits for whatever comes free."""
    slot = make_slot(capacity=4, now=now)
    make_booking(slot, adults=2, now=now)
    held = ask(slot, adults=2, now=now)
    wait(slot, adults=2, now=now)
    return held


def confirmed(booking, now) -> str:
    return confirm(booking=booking, contact=make_contact(), consent=True, now=now).status


def test_whoever_waits_goes_before_a_guest_whose_hold_ran_out(held, now):
    with pytest.raises(HoldOver):
        confirmed(held, held.hold_expires_at)
    held.refresh_from_db()
    assert held.status == BookingStatus.ON_HOLD


def test_a_guest_whose_hold_still_runs_goes_before_whoever_waits(held, now):
    assert confirmed(held, held.hold_expires_at - SECOND) == BookingStatus.CONFIRMED
