"""In any order of what becomes of bookings, their times and their money the seat rule holds and the ledger adds up."""

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bookings.domain.booking.attendance import check_in, mark_no_show
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.proof import decline, prove, vouch
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, CancelledBy
from bookings.models import Booking, BookingAct, LedgerEntry, Slot
from tests.bookings.booking.machine import Bookings
from tests.bookings.booking.proof_machine import RATION, UnprovedBookings
from tests.factories import make_experience, make_resource, make_use

EXAMPLES, STEPS = 60 if connection.vendor == "sqlite" else 20, 25
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def experience(db):
    Bookings.experience = make_experience(cutoff_minutes=30, duration_minutes=90)
    Bookings.other = make_experience(Bookings.experience.host, cutoff_minutes=30, duration_minutes=90)
    wheels = make_resource(Bookings.experience.host, capacity=4)
    for shared in (Bookings.experience, Bookings.other):
        make_use(shared, wheels)
    with override_settings(**RATION):
        yield


@pytest.mark.long
def test_the_seat_rule_holds_in_any_order_of_events():
    run_state_machine_as_test(
        UnprovedBookings,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def machine(experience):
    machine = UnprovedBookings()
    yield machine
    machine.teardown()


def test_its_rules_reach_every_way_to_end(machine):
    slot, later, _other = machine.open_slots([4, 4]).values
    held, given_up, came, missed = (machine.hold(slot, 1, 0, 0) for _ in range(4))
    machine.cancel_or_restore(given_up, cancel, CancelledBy.GUEST, 0)
    for booking in (came, missed):
        machine.confirm(booking, 0)
    machine.the_day_goes_on(slot, "begin", 0)
    machine.the_day_goes_on(slot, "expire", 0)
    machine.become_another_party(came, 2, 0)
    machine.mark(came, check_in, 0)
    machine.mark(missed, mark_no_show, 0)
    live = machine.hold(later, 1, 0, 0)
    machine.seats_are_never_sold_twice_and_what_guests_see_is_what_is_left()
    machine.what_stands_has_consent_and_told_both_sides()
    states = dict(Booking.objects.values_list("pk", "status"))
    assert [states[booking.pk] for booking in (held, given_up, came, missed, live)] == [
        BookingStatus.EXPIRED,
        BookingStatus.CANCELLED,
        BookingStatus.REDEEMED,
        BookingStatus.CONFIRMED,
        BookingStatus.ON_HOLD,
    ]
    assert Booking.objects.get(pk=came.pk).seats == 2
    assert Booking.objects.get(pk=missed.pk).no_show_at


def test_its_rules_reach_money_both_ways_a_party_entered_and_one_moved(machine):
    slot, later, _other = machine.open_slots([4, 4]).values
    entered = machine.enter(slot, 2, 0)
    machine.move(entered, later, 0)
    machine.at_the_till(entered, ["pay", "cancel"], [], 1, 0)
    machine.at_the_till(entered, [], ["back", "arrived"], 0.5, 0)
    machine.at_the_till(entered, [], ["keep"], 1, 0)
    machine.money_is_written_once_and_what_is_due_follows_from_it()
    machine.whoever_was_entered_or_moved_has_it_in_their_history()
    kinds = list(LedgerEntry.objects.order_by("pk").values_list("kind", "state"))
    assert kinds == [("payment", "received"), ("refund", "arrived"), ("kept", "agreed")]
    assert list(BookingAct.objects.order_by("pk").values_list("act", flat=True)) == ["entered", "moved", "cancelled"]
    assert account_of(entered).due == 0


def status_of(booking) -> str:
    return Booking.objects.get(pk=booking.pk).status


@pytest.mark.parametrize(
    ("heard", "becomes"),
    [(prove, BookingStatus.CONFIRMED), (vouch, BookingStatus.CONFIRMED), (decline, BookingStatus.REJECTED)],
)
def test_its_rules_reach_every_word_of_guest_and_host(machine, heard, becomes):
    later = machine.open_slots([4, 4, 4]).values[2]
    booking = machine.book_unknown(later, 2, True)
    assert status_of(booking) == BookingStatus.PENDING
    machine.the_house_moves()
    machine.what_waits_says_for_what_and_until_when()
    machine.whoever_was_never_confirmed_hears_of_no_visit()
    machine.hear_of_it(booking, heard, 0)
    assert status_of(booking) == becomes
    machine.what_stands_has_consent_and_told_both_sides()


@pytest.mark.parametrize("swept", [True, False])
@pytest.mark.parametrize(("late", "takes"), [(-1, 2), (0, 0), (1, 0)])
def test_its_rules_reach_a_deadline_and_both_its_sides(machine, swept, late, takes):
    slot = machine.open_slots([4, 4, 4]).values[2]
    booking = machine.book_unknown(slot, 2, True)
    machine.a_deadline_comes(late, swept)
    machine.seats_are_never_sold_twice_and_what_guests_see_is_what_is_left()
    assert Slot.objects.with_live(machine.now).get(pk=slot.pk).live == takes
    ran_out = BookingStatus.EXPIRED if swept and not takes else BookingStatus.PENDING
    assert status_of(booking) == ran_out


def test_its_rules_reach_a_ration_shared_and_one_given_up(machine):
    slot = machine.open_slots([4, 4, 4]).values[2]
    first, second, third = (machine.book_unknown(slot, 1, False) for _ in range(3))
    statuses = [status_of(booking) for booking in (first, second, third)]
    assert statuses == [BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.ON_HOLD]
    machine.cancel_or_restore(second, cancel, CancelledBy.GUEST, 0)
    assert status_of(second) == BookingStatus.CANCELLED
    machine.confirm_unknown(third, False, 0)
    assert status_of(third) == BookingStatus.PENDING
