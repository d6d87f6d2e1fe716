"""A guest moves their own visit: within the policy, at the same price or the one they were shown."""

import datetime as dt

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.domain.booking.move import NotMovable, OtherExperience, move
from bookings.domain.booking.own_move import (
    MovedOften,
    OtherPrice,
    TooLateToMove,
    may_move,
    move_own,
    times_to_move_to,
    total_at,
)
from bookings.domain.calendar.closures import close_day
from bookings.domain.history import acting
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import Act, ActBy, BookingStatus, MessageKind, WaitingStatus
from bookings.models import Booking, Slot
from tests.factories import make_booking, make_experience, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@shared
def experience():
    return make_experience(free_cancel_hours=24)


@shared
def old(experience, now):
    return make_slot(experience, now + 3 * DAY, 6)


@shared
def new(experience, now):
    return make_slot(experience, now + 5 * DAY, 6)


@shared
def booking(old, now):
    return make_booking(old, adults=2, now=now)


def go(booking, slot, now, total=None) -> Booking:
    return move_own(booking=booking, slot_id=slot.pk, total_vnd=booking.total_vnd if total is None else total, now=now)


def taken(*slots) -> list[int]:
    return [Slot.objects.get(pk=slot.pk).taken for slot in slots]


def test_seats_price_and_both_sides(old, new, booking, now):
    with acting(ActBy.GUEST):
        moved = go(booking, new, now)
    assert (moved.slot, moved.total_vnd, taken(old, new)) == (new, booking.total_vnd, [0, 2])
    told = moved.messages.filter(kind=MessageKind.MOVED).values_list("audience", "sequence").order_by("audience")
    assert list(told) == [("guest", moved.sequence), ("host", moved.sequence)]
    assert (moved.acts.get().act, moved.acts.get().by) == (Act.MOVED, ActBy.GUEST)
    assert list(audit(now=now)) == []


def test_a_move_of_their_own_gives_no_free_leave_beyond_what_was_agreed(new, booking, now):
    moved = go(booking, new, now)
    assert moved.free_cancel_until() == new.starts_at - DAY


def test_the_same_again_changes_nothing(new, booking, now):
    first = go(booking, new, now)
    assert go(first, new, now).sequence == first.sequence


def test_only_while_they_may_leave_free_of_charge(old, new, booking, now):
    last = booking.free_cancel_until()
    assert may_move(booking, now=last)
    late = last + dt.timedelta(seconds=1)
    assert not may_move(booking, now=late)
    with pytest.raises(TooLateToMove):
        go(booking, new, late)


def test_a_host_who_moved_them_lets_them_move_until_the_visit(old, new, booking, now):
    moved = move(booking=booking, slot_id=new.pk, now=now)
    later = make_slot(old.experience, now + 9 * DAY, 6)
    assert go(moved, later, new.starts_at - HOUR).slot == later


def test_never_too_often_for_each_move_writes_to_both(old, new, booking, now):
    Booking.objects.filter(pk=booking.pk).update(sequence=MOST_VERSIONS)
    booking.refresh_from_db()
    assert not may_move(booking, now=now)
    with pytest.raises(MovedOften):
        go(booking, new, now)


def test_neither_a_closed_day_nor_another_experience_nor_a_time_after_its_cut_off(old, new, booking, now):
    other = make_slot(make_experience(old.experience.host), now + 5 * DAY, 6)
    with pytest.raises(OtherExperience):
        go(booking, other, now)
    Slot.objects.filter(pk=new.pk).update(closes_at=now)
    with pytest.raises(SlotClosed):
        go(booking, new, now)
    Slot.objects.filter(pk=new.pk).update(closes_at=new.closes_at)
    close_day(host=old.experience.host, day=new.starts_at.date(), by=None, now=now)
    assert times_to_move_to(booking, now=now) == []
    assert taken(old, new) == [2, 0]


def test_whoever_waits_there_goes_first(old, new, booking, now):
    make_booking(new, adults=6, now=now)
    entry = wait(new, adults=2, now=now)
    Slot.objects.filter(pk=new.pk).update(capacity=8)
    assert times_to_move_to(booking, now=now) == []
    with pytest.raises(NotEnoughSeats):
        go(booking, new, now)
    entry.refresh_from_db()
    assert (entry.status, taken(old, new)) == (WaitingStatus.WAITING, [2, 6])


def test_seats_they_leave_are_offered_to_who_waits(old, new, booking, now):
    make_booking(old, adults=4, now=now)
    entry = wait(old, adults=2, now=now)
    go(booking, new, now)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED


def test_a_time_with_a_price_of_its_own_costs_what_they_saw(old, new, booking, now):
    adult = booking.units.get().unit_id
    Slot.objects.filter(pk=new.pk).update(prices={str(adult): 500_000})
    new.refresh_from_db()
    assert total_at(booking, new) == 1_000_000
    with pytest.raises(OtherPrice):
        go(booking, new, now)
    moved = go(booking, new, now, total=1_000_000)
    assert (moved.total_vnd, moved.units.get().price_vnd) == (1_000_000, 500_000)
    assert list(audit(now=now)) == []
    assert set(moved.acts.values_list("act", flat=True)) == {Act.MOVED, Act.PARTY}
    back = go(moved, old, now, total=booking.total_vnd)
    assert (back.total_vnd, back.units.get().price_vnd) == (booking.total_vnd, booking.units.get().price_vnd)


def test_what_was_promised_stays_where_prices_went_up(old, new, booking, now):
    old.experience.units.update(price_vnd=900_000)
    assert total_at(booking, new) == booking.total_vnd


@pytest.mark.parametrize("status", [BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.ON_HOLD])
def test_only_a_visit_that_stands(status, old, new, now):
    other = make_booking(old, status, adults=1, now=now)
    assert not may_move(other, now=now)
    with pytest.raises(NotMovable):
        go(other, new, now)


def test_not_who_is_there_already(old, new, booking, now):
    check_in(booking=booking, now=old.starts_at - HOUR)
    booking.refresh_from_db()
    assert not may_move(booking, now=now)
