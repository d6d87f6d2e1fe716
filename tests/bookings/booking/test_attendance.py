"""Who came: with one thumb, and taken back with one thumb."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.attendance import (
    AlreadyHere,
    NotExpected,
    NotStarted,
    TooEarly,
    check_in,
    mark_no_show,
    undo_check_in,
    undo_no_show,
)
from bookings.domain.booking.cancel import cancel
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def slot(now):
    return make_slot(now=now)


@shared
def booking(slot, now):
    return make_booking(slot, now=now)


def refused(expected, call) -> None:
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(expected) as caught:
            call()
        with translation.override(language):
            assert str(caught.value.message).endswith(".")


def test_a_party_that_came_is_checked_in_and_keeps_its_seats(slot, booking):
    arrived = check_in(booking=booking, now=slot.starts_at)
    arrived.refresh_from_db()
    assert (arrived.status, arrived.redeemed_at) == (BookingStatus.REDEEMED, slot.starts_at)
    slot.refresh_from_db()
    assert slot.taken == 2
    assert OutboxMessage.objects.count() == 2


def test_a_second_check_in_keeps_the_first_time(slot, booking):
    check_in(booking=booking, now=slot.starts_at)
    again = check_in(booking=booking, now=slot.starts_at + HOUR)
    assert again.redeemed_at == slot.starts_at


def test_a_check_in_opens_twelve_hours_before(slot, booking):
    early = slot.starts_at - 12 * HOUR - dt.timedelta(microseconds=1)
    refused(TooEarly, lambda: check_in(booking=booking, now=early))
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    assert check_in(booking=booking, now=slot.starts_at - 12 * HOUR).status == BookingStatus.REDEEMED


def test_a_latecomer_is_checked_in_after_the_end(slot, booking):
    assert check_in(booking=booking, now=slot.ends_at + HOUR).status == BookingStatus.REDEEMED


@pytest.mark.parametrize(
    "status",
    [BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.EXPIRED],
)
def test_only_a_confirmed_party_is_checked_in_or_missed(slot, now, status):
    booking = make_booking(slot, status, now=now)
    refused(NotExpected, lambda: check_in(booking=booking, now=slot.starts_at))
    refused(NotExpected, lambda: mark_no_show(booking=booking, now=slot.starts_at))
    booking.refresh_from_db()
    assert (booking.status, booking.redeemed_at, booking.no_show_at) == (status, None, None)


def test_a_stale_page_cannot_check_in_a_cancelled_party(slot, booking, now):
    stale = Booking.objects.get(pk=booking.pk)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    with pytest.raises(NotExpected):
        check_in(booking=stale, now=slot.starts_at)


def test_a_check_in_is_taken_back_and_made_again(slot, booking):
    check_in(booking=booking, now=slot.starts_at)
    for _ in range(2):
        back = undo_check_in(booking=booking, now=slot.starts_at)
        assert (back.status, back.redeemed_at) == (BookingStatus.CONFIRMED, None)
    assert check_in(booking=booking, now=slot.starts_at + HOUR).redeemed_at == slot.starts_at + HOUR


def test_taking_back_a_check_in_revives_nothing_else(slot, now):
    cancelled = make_booking(slot, BookingStatus.CANCELLED, now=now)
    assert undo_check_in(booking=cancelled, now=now).status == BookingStatus.CANCELLED


def test_a_party_that_did_not_come_is_noted_once_it_should_have(slot, booking):
    refused(NotStarted, lambda: mark_no_show(booking=booking, now=slot.starts_at - dt.timedelta(microseconds=1)))
    missed = mark_no_show(booking=booking, now=slot.starts_at)
    assert (missed.status, missed.no_show_at) == (BookingStatus.CONFIRMED, slot.starts_at)
    assert mark_no_show(booking=booking, now=slot.starts_at + HOUR).no_show_at == slot.starts_at


def test_a_no_show_is_taken_back(slot, booking):
    mark_no_show(booking=booking, now=slot.starts_at)
    for _ in range(2):
        assert undo_no_show(booking=booking, now=slot.starts_at).no_show_at is None


def test_whoever_comes_after_all_is_no_longer_missed(slot, booking):
    mark_no_show(booking=booking, now=slot.starts_at)
    arrived = check_in(booking=booking, now=slot.starts_at + HOUR)
    assert (arrived.status, arrived.no_show_at) == (BookingStatus.REDEEMED, None)


def test_a_party_that_is_there_cannot_be_missed(slot, booking):
    check_in(booking=booking, now=slot.starts_at)
    with pytest.raises(AlreadyHere):
        mark_no_show(booking=booking, now=slot.starts_at)
