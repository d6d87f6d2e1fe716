"""What a party gives back is offered to who waits when the party can no longer take it back, and not before."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel import can_restore, cancel, restore
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, CancelledBy, UsePer, WaitingStatus
from bookings.models.booking import UNDO_WINDOW
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_resource,
    make_slot,
    make_use,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
GUEST, HOST = CancelledBy.GUEST, CancelledBy.HOST


@shared
def slot(now):
    return make_slot(capacity=4, now=now)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def shared_experience(host, resource, **use):
    """One of two hours that draws on `resource`."""
    experience = make_experience(host, duration_minutes=120, capacity=10)
    make_use(experience, resource, **use)
    return experience


@pytest.mark.parametrize("by", [GUEST, HOST])
def test_seats_wait_for_the_undo_and_then_go_to_who_waits(slot, now, by):
    booking = make_booking(slot, adults=4, now=now)
    entry = wait(slot, adults=3, now=now)
    cancel(booking=booking, by=by, now=now)
    assert offer_waiting(now=now + UNDO_WINDOW) == 0
    assert can_restore(fresh(booking), by=by, now=now + UNDO_WINDOW)
    assert restore(booking=booking, by=by, now=now + UNDO_WINDOW).status == BookingStatus.CONFIRMED
    cancel(booking=booking, by=by, now=now + 20 * MINUTE)
    later = now + 20 * MINUTE + UNDO_WINDOW + MINUTE
    assert offer_waiting(now=later) == 1
    assert fresh(entry).status == WaitingStatus.OFFERED
    assert not can_restore(fresh(booking), by=by, now=later)


def test_seats_that_were_free_before_are_offered_meanwhile(slot, now):
    leaving = make_booking(slot, adults=2, now=now)
    other = ask(slot, adults=2, now=now)
    entries = [wait(slot, adults=2, now=now) for _ in range(2)]
    cancel(booking=leaving, by=GUEST, now=now + 14 * MINUTE)
    # The hold ran out: its two seats are nobody's undo.
    now = other.hold_expires_at + MINUTE
    assert offer_waiting(now=now) == 1
    assert [fresh(entry).status for entry in entries] == [WaitingStatus.OFFERED, WaitingStatus.WAITING]
    assert restore(booking=leaving, by=GUEST, now=now).status == BookingStatus.CONFIRMED


def test_so_near_the_close_that_nobody_could_be_offered_later_they_are_offered_at_once(slot, now):
    booking = make_booking(slot, adults=4, now=now)
    entry = wait(slot, adults=3, now=now)
    now = slot.closes_at - dt.timedelta(minutes=44)
    cancel(booking=booking, by=GUEST, now=now)
    assert fresh(entry).status == WaitingStatus.OFFERED
    assert not can_restore(fresh(booking), by=GUEST, now=now)


def test_undo_is_not_shown_where_others_have_the_seats_or_the_other_side_cancelled(slot, now):
    booking = make_booking(slot, adults=3, now=now)
    cancel(booking=booking, by=GUEST, now=now)
    assert can_restore(fresh(booking), by=GUEST, now=now)
    assert not can_restore(fresh(booking), by=HOST, now=now)
    ask(slot, adults=2, now=now)
    assert not can_restore(fresh(booking), by=GUEST, now=now)


def test_a_party_is_offered_only_what_holds_all_of_it(slot, now):
    leaving, _staying = make_booking(slot, adults=2, now=now), make_booking(slot, adults=2, now=now)
    large, small = wait(slot, adults=3, now=now), wait(slot, adults=2, now=now)
    cancel(booking=leaving, by=GUEST, now=now)
    assert offer_waiting(now=now + UNDO_WINDOW + MINUTE) == 1
    assert (fresh(large).status, fresh(small).status) == (WaitingStatus.WAITING, WaitingStatus.OFFERED)
    assert fresh(small).booking.seats == 2


def test_what_two_times_share_is_kept_for_who_may_come_back_to_either(now):
    host = make_host()
    wheels = make_resource(host, capacity=8)
    # Two that start within each other's time.
    leaving_slot, other = (
        make_slot(shared_experience(host, wheels), local_time(now.date() + 3 * DAY, hour), capacity=10, now=now)
        for hour in (9, 10)
    )
    leaving, staying = make_booking(leaving_slot, adults=5, now=now), make_booking(other, adults=3, now=now)
    entries = [wait(other, adults=2, now=now) for _ in range(2)]
    cancel(booking=leaving, by=GUEST, now=now)
    assert offer_waiting(now=now + UNDO_WINDOW) == 0
    assert restore(booking=leaving, by=GUEST, now=now + UNDO_WINDOW).status == BookingStatus.CONFIRMED
    # What nobody may ask for again is free to be offered, there and here.
    later = now + 20 * MINUTE
    cancel(booking=leaving, by=GUEST, now=later)
    cancel(booking=staying, by=GUEST, now=later + 10 * MINUTE)
    assert offer_waiting(now=later + UNDO_WINDOW + MINUTE) == 2
    assert [fresh(entry).status for entry in entries] == [WaitingStatus.OFFERED, WaitingStatus.OFFERED]


def test_a_workshop_that_is_taken_as_a_whole_is_kept_for_the_one_party_that_may_come_back(now):
    host = make_host()
    workshop = make_resource(host, capacity=1)
    first, other = (
        make_slot(shared_experience(host, workshop, per=UsePer.SLOT), local_time(now.date() + 3 * DAY, hour), now=now)
        for hour in (9, 10)
    )
    party = make_booking(first, adults=2, now=now)
    entry = wait(other, adults=2, now=now)
    cancel(booking=party, by=GUEST, now=now)
    assert offer_waiting(now=now + UNDO_WINDOW) == 0
    assert offer_waiting(now=now + UNDO_WINDOW + MINUTE) == 1
    assert fresh(entry).status == WaitingStatus.OFFERED
