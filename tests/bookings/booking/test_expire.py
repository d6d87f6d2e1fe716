"""Holds that ran out are marked, and only those."""

import datetime as dt

import pytest

from bookings.domain.booking.expire import expire_holds
from bookings.enums import BookingStatus
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.factories import ask, make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
EXPIRY = 15 * MINUTE


@shared
def slot(now):
    return make_slot(now=now)


def test_a_hold_runs_out_at_its_minute_and_not_before(slot, now):
    held = ask(slot, adults=3, now=now)
    assert expire_holds(now=now + EXPIRY - dt.timedelta(microseconds=1)) == 0
    assert expire_holds(now=now + EXPIRY) == 1
    held.refresh_from_db()
    assert held.status == BookingStatus.EXPIRED
    slot.refresh_from_db()
    assert slot.taken == 0


def test_a_second_run_finds_nothing(slot, now):
    ask(slot, adults=3, now=now)
    assert [expire_holds(now=now + EXPIRY) for _ in range(2)] == [1, 0]


def test_every_slot_is_visited_and_nothing_else_is_touched(slot, now):
    other = make_slot(slot.experience, now=now, days=8)
    quiet = make_slot(slot.experience, now=now, days=9)
    for target in (slot, slot, other):
        ask(target, adults=1, now=now)
    kept = {make_booking(slot, status, adults=1, now=now).pk: status for status in ("CONFIRMED", "CANCELLED")}
    live = ask(slot, adults=2, now=now + MINUTE)
    kept[live.pk] = BookingStatus.ON_HOLD
    assert expire_holds(now=now + EXPIRY) == 3
    assert dict(Booking.objects.filter(pk__in=kept).values_list("pk", "status")) == kept
    for target, taken in ((slot, 3), (other, 0), (quiet, 0)):
        target.refresh_from_db()
        assert target.taken == taken


def test_nobody_is_told(slot, now):
    ask(slot, adults=1, now=now)
    expire_holds(now=now + EXPIRY)
    assert not OutboxMessage.objects.exists()


def test_a_worker_whose_clock_is_behind_does_no_harm(slot, now):
    """Hold of 6 runs out and its seats are sold; a worker whose `now` is older marks an earlier hold."""
    ask(slot, adults=1, now=now - 5 * MINUTE)
    ask(slot, adults=6, now=now)
    ask(slot, adults=6, now=now + EXPIRY)
    expire_holds(now=now + EXPIRY - MINUTE)
    slot.refresh_from_db()
    assert slot.taken == 6
