"""Faults planted in the ledger are found, each by its own invariant."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.closing import close_till
from bookings.enums import CancelledBy, LedgerState, PaidBy
from bookings.models import Booking, DayClosing, LedgerEntry, LedgerMove, RefundAccount
from common.words.dates import local
from tests.bookings.audit.audit_world import found
from tests.factories import NOW, make_booking, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
ACCOUNT = {"bank_bin": "970436", "account": "0011001234567", "name": "NGUYEN THI HA"}


@shared
def paid():
    """A row of the ledger, 700.000 ₫ in cash, of a visit in an hour."""
    booking = make_booking(make_slot(starts_at=NOW + HOUR, closes_at=NOW + HOUR), adults=2, now=NOW - HOUR)
    return ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=700_000,
        due_vnd=700_000,
        by=make_user(),
        now=NOW,
    )


@pytest.fixture
def sent(paid):
    """The visit was cancelled, and the money is on its way back by transfer."""
    cancel(booking=paid.booking, by=CancelledBy.HOST, now=NOW)
    return ledger.give_back(
        key=uuids.uuid4(),
        booking=paid.booking,
        method=PaidBy.TRANSFER,
        amount_vnd=700_000,
        by=paid.by,
        now=NOW,
    )


def money(faults=True) -> set[str]:
    return {
        item.invariant for item in found() if item.invariant.startswith("money") and item.open_decision is not faults
    }


def change(entry, **fields) -> None:
    LedgerEntry._base_manager.filter(pk=entry.pk).update(**fields)


def test_a_ledger_that_was_kept_well_has_no_fault(paid, sent):
    ledger.refund_ends(entry=sent, state=LedgerState.ARRIVED, by=paid.by, now=NOW)
    assert money() == money(faults=False) == set()


def test_more_given_back_than_was_paid(paid, sent):
    change(sent, amount_vnd=700_001)
    assert money() == {"money-adds-up"}


@pytest.mark.parametrize("fields", [{"amount_vnd": 600_000}, {"method": "transfer"}, {"created_at": NOW - HOUR}])
def test_a_row_that_takes_back_something_else(paid, fields):
    change(ledger.reverse(entry=paid, by=paid.by, now=NOW), **fields)
    assert money() == {"money-taken-back"}


def test_a_row_in_the_books_of_another_host(paid):
    change(paid, host=make_host())
    assert money() == {"money-is-the-hosts"}


def test_money_for_a_hold(paid):
    held = make_booking(paid.booking.slot, "ON_HOLD", adults=1, now=NOW)
    change(paid, booking=held)
    assert money() == {"money-is-the-hosts"}


def test_a_price_that_leaves_out_guests_who_came(paid):
    Booking.objects.filter(pk=paid.booking_id).update(missing_vnd=100_000)
    assert money() == {"money-of-the-missing"}


def test_a_fee_that_no_terms_name(paid):
    cancel(booking=paid.booking, by=CancelledBy.GUEST, now=NOW)
    Booking.objects.filter(pk=paid.booking_id).update(cancel_fee_vnd=100_000)
    assert money() == {"money-kept-by-terms"}


def test_what_no_terms_ask_to_be_paid_ahead(paid):
    Booking.objects.filter(pk=paid.booking_id).update(prepay_vnd=100_000)
    assert money() == {"money-ahead"}


def test_a_transfer_that_ended_and_nobody_said_when(paid, sent):
    ledger.refund_ends(entry=sent, state=LedgerState.ARRIVED, by=paid.by, now=NOW)
    LedgerMove._base_manager.all().delete()
    assert money() == {"money-state-logged"}


def test_an_account_for_money_back_that_outlives_its_guest(paid, sent):
    ledger.refund_ends(entry=sent, state=LedgerState.ARRIVED, by=paid.by, now=NOW)
    RefundAccount.objects.create(booking=paid.booking, given_at=NOW, **ACCOUNT)
    assert money() == set()
    Booking.objects.filter(pk=paid.booking_id).update(erased_at=NOW)
    assert "money-account-left" in money()


def test_money_of_a_visit_that_does_not_take_place_is_an_open_decision(paid):
    cancel(booking=paid.booking, by=CancelledBy.HOST, now=NOW)
    assert money() == set()
    assert money(faults=False) == {"money-to-give-back"}
    ledger.keep_rest(key=uuids.uuid4(), booking=paid.booking, amount_vnd=700_000, by=paid.by, now=NOW)
    assert money(faults=False) == set()


@pytest.fixture
def closed(paid):
    """The day of the payment, closed two minutes later with what the ledger had."""
    return close_till(
        key=uuids.uuid4(),
        host=paid.host,
        day=local(NOW).date(),
        counted_vnd=700_000,
        float_vnd=0,
        cash_vnd=700_000,
        seen=0,
        note="",
        by=paid.by,
        now=NOW + HOUR / 30,
    )


def test_a_day_that_was_closed_well_stays_so_whatever_comes_later(paid, closed):
    ledger.reverse(entry=paid, by=paid.by, now=NOW + HOUR)
    assert money() == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"expected_cash_vnd": 699_999},
        {"expected_cash_vnd": 700_001},
        {"number": 2},
        {"closed_at": NOW - 30 * HOUR},
    ],
)
def test_a_closing_that_says_what_was_not_so_is_found(closed, fields):
    DayClosing._base_manager.filter(pk=closed.pk).update(**fields)
    assert "money-day-closed" in money()


def test_money_of_the_very_minute_of_the_closing_may_be_in_it_or_not(closed):
    DayClosing._base_manager.filter(pk=closed.pk).update(closed_at=NOW, expected_cash_vnd=0)
    assert money() == set()
