"""Parties that grow, shrink and move at the same moment keep the seat rule."""

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.move import NotMovable, move
from bookings.domain.booking.own_party import NoRoomForMore, change_own_party
from bookings.domain.booking.party_change import ChangedMeanwhile, NotChangeable, change_party, party_digest
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.lock import MovedMeanwhile
from bookings.enums import CancelledBy
from bookings.models import Booking
from tests.contention.crowd import all_at_once, booked, errors, seats_of, taken_of
from tests.factories import ask, make_booking, make_slot

REFUSALS = {MovedMeanwhile, NotMovable, NotChangeable, ChangedMeanwhile}
pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slot(experience, now):
    return make_slot(experience, capacity=10, now=now)


def becoming(booking: Booking, adults: int, now):
    """Read as they stand now, so that each is as old as the others."""
    adult = booking.units.get().unit_id
    party = {"quantities": {f"u{adult}": adults}, "name": "Hà", "note": "", "seen": party_digest(booking)}
    return lambda: change_party(booking=booking, **party, now=now)


def test_parties_that_all_grow_fill_the_slot_and_no_more(slot, now):
    parties = [make_booking(slot, adults=1, now=now) for _ in range(5)]
    answers = all_at_once([becoming(party, 3, now) for party in parties])
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(booked(answers)) == 2
    assert seats_of(slot) == taken_of(slot) == 9


def test_one_party_changed_by_many_is_what_one_of_them_wrote(slot, now):
    party = make_booking(slot, adults=1, now=now)
    answers = all_at_once([becoming(party, adults, now) for adults in (2, 3, 4, 5)])
    assert {type(error) for error in errors(answers)} == {ChangedMeanwhile}
    (written,) = booked(answers)
    assert seats_of(slot) == taken_of(slot) == written.seats


def test_whoever_cancels_or_grows_while_it_is_moved_takes_no_seat_of_the_time_it_left(experience, slot, now):
    later = make_slot(experience, slot.starts_at.replace(hour=16), capacity=20, now=now)
    for _ in range(6):
        party = make_booking(slot, adults=2, now=now)
        answers = all_at_once(
            [
                lambda party=party: move(booking=party, slot_id=later.pk, now=now),
                lambda party=party: cancel(booking=party, by=CancelledBy.GUEST, now=now),
                becoming(party, 3, now),
            ]
        )
        assert {type(error) for error in errors(answers)} <= {
            MovedMeanwhile,
            NotMovable,
            NotChangeable,
            ChangedMeanwhile,
        }
    assert (seats_of(slot), seats_of(later)) == (taken_of(slot), taken_of(later))
    assert [item for item in audit(now=now) if item.invariant == "slot-taken"] == []


def growing(booking: Booking, adults: int, now):
    """The same by the guest, at the sum that they were shown."""
    line = booking.units.get()
    party = {"quantities": {f"u{line.unit_id}": adults}, "seen": party_digest(booking)}
    return lambda: change_own_party(booking=booking, total_vnd=adults * line.price_vnd, **party, now=now)


def test_guests_who_grow_their_parties_beside_new_guests_fill_the_slot_and_no_more(slot, now):
    parties = [make_booking(slot, adults=1, now=now) for _ in range(4)]
    asked = [lambda: ask(slot, adults=2, now=now) for _ in range(4)]
    answers = all_at_once([*(growing(party, 3, now) for party in parties), *asked])
    assert {type(error) for error in errors(answers)} <= {NotEnoughSeats, NoRoomForMore}
    assert len(booked(answers)) == 3
    assert seats_of(slot) == taken_of(slot) == 10


def test_a_party_that_guest_and_host_change_move_and_cancel_at_once_is_counted_once(experience, slot, now):
    later = make_slot(experience, slot.starts_at.replace(hour=16), capacity=20, now=now)
    for _ in range(6):
        party = make_booking(slot, adults=2, now=now)
        answers = all_at_once(
            [
                growing(party, 3, now),
                becoming(party, 1, now),
                lambda party=party: move(booking=party, slot_id=later.pk, now=now),
                lambda party=party: cancel(booking=party, by=CancelledBy.GUEST, now=now),
            ]
        )
        assert {type(error) for error in errors(answers)} <= REFUSALS
    assert (seats_of(slot), seats_of(later)) == (taken_of(slot), taken_of(later))
    assert [item for item in audit(now=now) if item.invariant == "slot-taken"] == []
