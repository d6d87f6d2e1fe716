"""More time for a guest who types slowly, once."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.extend import NotExtendable, extend_hold, may_extend
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking
from tests.factories import ask, make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
EXPIRY = 15 * MINUTE


@pytest.fixture
def more(settings) -> dt.timedelta:
    return dt.timedelta(minutes=settings.HOLD_EXTENSION_MINUTES)


@shared
def slot(now):
    return make_slot(now=now, capacity=4)


@shared
def held(slot, now):
    return ask(slot, adults=3, now=now)


def refused(booking, now) -> None:
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(NotExtendable) as caught:
            extend_hold(booking=booking, now=now)
        with translation.override(language):
            assert str(caught.value.message).endswith(".")


def test_a_live_hold_is_kept_longer_with_its_seats(slot, held, now, more):
    late = now + EXPIRY - MINUTE
    assert may_extend(held, now=late)
    extended = extend_hold(booking=held, now=late)
    extended.refresh_from_db()
    assert extended.hold_expires_at == now + EXPIRY + more
    assert expire_holds(now=now + EXPIRY) == 0
    with pytest.raises(NotEnoughSeats):
        ask(slot, adults=2, now=now + EXPIRY)
    assert expire_holds(now=now + EXPIRY + more) == 1


def test_a_second_call_gives_no_more_time(held, now, more):
    extend_hold(booking=held, now=now)
    again = extend_hold(booking=held, now=now + 5 * MINUTE)
    assert again.hold_expires_at == now + EXPIRY + more
    assert not may_extend(again, now=now + 5 * MINUTE)


def test_a_hold_that_ran_out_is_not_revived(held, now):
    assert not may_extend(held, now=now + EXPIRY)
    refused(held, now + EXPIRY)
    expire_holds(now=now + EXPIRY)
    refused(held, now)


def test_only_a_hold_is_extended(slot, held, now):
    cancel(booking=held, by=CancelledBy.GUEST, now=now)
    refused(held, now)
    refused(make_booking(slot, BookingStatus.CONFIRMED, now=now), now)


def test_a_clock_that_is_behind_cannot_revive_seats_that_were_sold(slot, held, now):
    """One process saw the hold run out and sold its seats; the other's clock says that it still runs."""
    ask(slot, adults=3, now=now + EXPIRY)
    with pytest.raises(NotExtendable):
        extend_hold(booking=held, now=now + EXPIRY - MINUTE)
    live = Booking.objects.filter(slot=slot).taking_seats(now + EXPIRY)
    assert sum(live.values_list("seats", flat=True)) <= slot.capacity
