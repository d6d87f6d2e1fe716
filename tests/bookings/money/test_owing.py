"""What a booking owes, has paid and is owed back, as one booking and in a list."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.attendance import check_in, mark_no_show, undo_no_show
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of, with_account
from bookings.enums import CancelledBy, LedgerState, PaidBy
from bookings.models import Booking
from tests.factories import NOW, make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def booking():
    """Two adults at 350.000 ₫ each, in an hour."""
    return make_booking(make_slot(starts_at=NOW + HOUR, closes_at=NOW + HOUR), adults=2, now=NOW - HOUR)


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def pay(booking, owner, amount, method=PaidBy.CASH, now=NOW):
    due = account_of(booking).due
    return ledger.take_payment(
        key=uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, due_vnd=due, by=owner, now=now
    )


def act(function, booking, owner, amount, **fields):
    return function(key=uuids.uuid4(), booking=booking, amount_vnd=amount, by=owner, now=NOW, **fields)


def due(booking) -> int:
    """As one booking, and as one of a list: the same."""
    listed = with_account(Booking.objects.filter(pk=booking.pk)).get().due_vnd
    assert listed == account_of(booking).due
    return listed


def test_a_confirmed_party_owes_the_price_it_was_promised(booking):
    assert due(booking) == booking.total_vnd == 700_000


def test_a_part_and_then_the_rest(booking, owner):
    pay(booking, owner, 200_000)
    assert due(booking) == 500_000
    pay(booking, owner, 500_000, PaidBy.TRANSFER)
    assert due(booking) == 0


def test_checking_in_changes_nothing_of_what_is_owed(booking, owner):
    pay(booking, owner, 200_000)
    check_in(booking=booking, now=NOW)
    assert due(booking) == 500_000


def test_who_cancels_is_owed_what_was_paid_and_owes_it_again_when_that_is_taken_back(booking, owner):
    pay(booking, owner, 200_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    assert due(booking) == -200_000
    restore(booking=booking, by=CancelledBy.HOST, now=NOW)
    assert due(booking) == 500_000


def test_who_did_not_come_owes_nothing_until_they_come_after_all(booking):
    mark_no_show(booking=booking, now=NOW + 2 * HOUR)
    assert due(booking) == 0
    undo_no_show(booking=booking, now=NOW)
    assert due(booking) == 700_000


@pytest.mark.parametrize("status", ["ON_HOLD", "EXPIRED"])
def test_what_is_not_booked_owes_nothing(status):
    assert due(make_booking(make_slot(now=NOW), status, now=NOW - HOUR)) == 0


def test_what_is_given_back_by_transfer_counts_until_it_bounces(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    sent = act(ledger.give_back, booking, owner, 700_000, method=PaidBy.TRANSFER)
    assert (sent.state, due(booking)) == (LedgerState.SENT, 0)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=NOW)
    assert due(booking) == -700_000


def test_the_guest_may_leave_what_was_to_be_given_back(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=CancelledBy.GUEST, now=NOW)
    act(ledger.keep_rest, booking, owner, 300_000)
    assert due(booking) == -400_000


def test_what_was_kept_counts_as_paid_once_the_booking_stands_again(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    act(ledger.keep_rest, booking, owner, 700_000)
    restore(booking=booking, by=CancelledBy.HOST, now=NOW)
    assert due(booking) == 0


def test_the_host_may_ask_for_less(booking, owner):
    act(ledger.waive, booking, owner, 350_000)
    assert due(booking) == 350_000


def test_what_was_waived_is_not_given_back_when_the_visit_is_cancelled(booking, owner):
    act(ledger.waive, booking, owner, 350_000)
    pay(booking, owner, 350_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    assert due(booking) == -350_000


def test_a_row_taken_back_counts_no_more(booking, owner):
    ledger.reverse(entry=pay(booking, owner, 200_000), by=owner, now=NOW)
    assert due(booking) == 700_000


def test_a_list_of_bookings_costs_one_query(booking, owner, django_assert_num_queries):
    pay(booking, owner, 200_000)
    other = make_booking(booking.slot, adults=1, now=NOW - HOUR)
    with django_assert_num_queries(1):
        rows = with_account(Booking.objects.order_by("pk"))
        assert [(row.pk, row.received_vnd, row.due_vnd) for row in rows] == [
            (booking.pk, 200_000, 500_000),
            (other.pk, 0, 350_000),
        ]
