"""What may be written into the ledger, once each, and how it is taken back."""

import datetime as dt
import uuid as uuids

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, PaidBy
from bookings.models import LedgerEntry, LedgerMove
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


@pytest.fixture
def take(booking, owner):
    def payment(amount=700_000, *, key=None, due=700_000, by=owner, method=PaidBy.CASH, now=NOW):
        return ledger.take_payment(
            key=key or uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, due_vnd=due, by=by, now=now
        )

    return payment


@pytest.fixture
def back(booking, owner):
    def refund(amount=700_000, *, key=None, method=PaidBy.CASH):
        return ledger.give_back(
            key=key or uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, by=owner, now=NOW
        )

    return refund


def test_a_payment_says_who_took_what_how_and_when(take, booking, owner):
    entry = take(method=PaidBy.TRANSFER)
    assert (entry.amount_vnd, entry.method, entry.by, entry.by_name, entry.happened_at) == (
        700_000,
        "transfer",
        owner,
        "Bùi Thị Linh",
        NOW,
    )
    assert entry.host == booking.slot.experience.host


def test_the_name_stays_when_the_account_goes(take, owner):
    entry = take()
    owner.delete()
    entry.refresh_from_db()
    assert (entry.by, entry.by_name) == (None, "Bùi Thị Linh")


def test_the_same_tap_twice_is_one_payment(take):
    key = uuids.uuid4()
    assert take(key=key).pk == take(key=key).pk
    assert LedgerEntry.objects.count() == 1


def test_a_key_for_another_amount_is_refused(take):
    key = uuids.uuid4()
    take(300_000, key=key)
    with pytest.raises(ledger.OldPage):
        take(400_000, key=key)


def test_whoever_is_late_reads_who_took_the_money_and_when(take):
    take()
    with pytest.raises(ledger.NothingDue, match=r"Bùi Thị Linh.*700\.000.*09:00"):
        take(by=make_user())
    assert LedgerEntry.objects.count() == 1


def test_whoever_saw_another_sum_reads_what_is_left(take):
    take(300_000)
    with pytest.raises(ledger.DueChanged, match=r"300\.000.*400\.000"):
        take(by=make_user())
    assert LedgerEntry.objects.count() == 1


def test_more_than_is_left_is_refused(take):
    with pytest.raises(ledger.MoreThanDue, match=r"700\.000"):
        take(700_001)


def test_nothing_is_given_back_where_nothing_is_owed(take, back):
    take()
    with pytest.raises(ledger.NothingToReturn):
        back()


def test_no_more_is_given_back_than_was_paid(take, back, booking):
    take(200_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    with pytest.raises(ledger.MoreThanDue, match=r"200\.000"):
        back(200_001)
    key = uuids.uuid4()
    assert back(200_000, key=key).pk == back(200_000, key=key).pk
    assert account_of(booking).due == 0


def test_cash_given_back_has_arrived_and_a_transfer_is_on_its_way(take, back, booking):
    take()
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    assert back(100_000).state == LedgerState.ARRIVED
    assert back(100_000, method=PaidBy.TRANSFER).state == LedgerState.SENT


def test_a_transfer_ends_once_and_that_is_logged(take, back, booking, owner):
    take()
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    sent = back(method=PaidBy.TRANSFER)
    for _ in range(2):
        assert ledger.refund_ends(entry=sent, state=LedgerState.ARRIVED, by=owner, now=NOW).state == "arrived"
    with pytest.raises(ledger.NotUnderWay):
        ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=NOW)
    assert list(LedgerMove.objects.values_list("before", "after", "by")) == [("sent", "arrived", owner.pk)]


def test_cash_cannot_bounce(take, back, booking, owner):
    take()
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    with pytest.raises(ledger.NotUnderWay):
        ledger.refund_ends(entry=back(), state=LedgerState.BOUNCED, by=owner, now=NOW)


def test_a_payment_is_taken_back_once_by_a_row_of_its_own(take, booking, owner):
    entry = take()
    first = ledger.reverse(entry=entry, by=owner, now=NOW)
    assert ledger.reverse(entry=entry, by=owner, now=NOW).pk == first.pk
    assert (first.reverses, first.amount_vnd, LedgerEntry.objects.count()) == (entry, 700_000, 2)
    with pytest.raises(ledger.NotReversible):
        ledger.reverse(entry=first, by=owner, now=NOW)
    assert account_of(booking).due == 700_000


def test_a_payment_that_was_given_back_is_not_taken_back_too(take, back, booking, owner):
    entry = take()
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    refund = back()
    with pytest.raises(ledger.ReturnedAlready):
        ledger.reverse(entry=entry, by=owner, now=NOW)
    ledger.reverse(entry=refund, by=owner, now=NOW)
    ledger.reverse(entry=entry, by=owner, now=NOW)
    assert account_of(booking).due == 0


def test_a_refund_that_came_back_is_not_taken_back_too(take, back, booking, owner):
    take()
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    sent = back(method=PaidBy.TRANSFER)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=NOW)
    with pytest.raises(ledger.NotReversible):
        ledger.reverse(entry=sent, by=owner, now=NOW)


def test_no_more_is_waived_than_the_visit_costs(booking, owner):
    def waive(amount):
        return ledger.waive(key=uuids.uuid4(), booking=booking, amount_vnd=amount, by=owner, now=NOW)

    waive(500_000)
    with pytest.raises(ledger.MoreThanDue, match=r"200\.000"):
        waive(200_001)


def test_a_row_is_neither_edited_nor_deleted(take):
    entry = take()
    entry.amount_vnd = 1
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    entry.refresh_from_db()
    assert entry.amount_vnd == 700_000


@pytest.mark.parametrize(
    "wrong",
    [{"amount_vnd": 0}, {"state": "sent"}, {"kind": "waived", "state": "agreed"}, {"method": ""}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_takes_no_row_that_cannot_be(take, wrong):
    entry = take()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry._base_manager.filter(pk=entry.pk).update(**wrong)
