"""How long an offer stands, and who is told nothing when a visit is called off."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.minimum import PATIENCE, decide_due
from bookings.domain.waiting.offers import offer_deadline
from bookings.enums import BookingStatus, CancelledBy, MessageKind, WaitingStatus
from bookings.models import Slot
from outbox.models import OutboxMessage
from tests.factories import cancel_for_good, make_booking, make_experience, make_slot
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize(("left", "given"), [(48, 12), (24, 12), (23, 11.5), (10, 5), (1, 0.5), (0.75, 0.5)])
def test_an_offer_takes_half_of_the_time_left_from_half_an_hour_to_twelve_hours(now, left, given):
    assert offer_deadline(Slot(closes_at=now + left * HOUR), now=now) == now + given * HOUR


def test_seats_that_come_free_ten_hours_before_the_close_are_offered_for_five(now):
    slot = make_slot(capacity=2, now=now)
    booking = make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    moment = slot.closes_at - 10 * HOUR
    cancel_for_good(booking, now=moment)
    assert fresh(entry).booking.hold_expires_at == moment + 5 * HOUR


def test_who_gave_an_offer_up_is_not_told_that_the_list_closed_at_that_moment(now):
    experience = make_experience(min_to_run=5, decide_hours=48)
    slot = make_slot(experience, capacity=4, now=now)
    booked, leaving = (make_booking(slot, adults=2, now=now) for _ in range(2))
    first, second = (wait(slot, adults=2, now=now) for _ in range(2))
    due = slot.starts_at - 48 * HOUR
    cancel_for_good(leaving, now=due)
    moment = due + PATIENCE
    # The first gives the offer up, so the second has it; then too few have booked.
    cancel(booking=fresh(first).booking, by=CancelledBy.GUEST, now=moment)
    assert fresh(second).booking.status == BookingStatus.ON_HOLD
    assert decide_due(now=moment) == 1
    assert fresh(booked).status == BookingStatus.CANCELLED
    assert (fresh(first).status, fresh(second).status) == (WaitingStatus.OFFERED, WaitingStatus.CLOSED)
    told = OutboxMessage.objects.filter(kind=MessageKind.WAITING_CLOSED)
    assert list(told.values_list("to", flat=True)) == [second.contact_email]
