"""Money is taken once, whoever taps at the same moment; a party entered at the gate keeps the seat rule."""

import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.enter import Came, enter
from bookings.domain.money import ledger
from bookings.domain.money.closing import ClosedSince, close_till
from bookings.domain.money.owing import account_of
from bookings.domain.seats.contact import Contact
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import CancelledBy, GuestSource, PaidBy
from bookings.models import DayClosing, LedgerEntry
from common.words.dates import local
from tests.contention.crowd import all_at_once, booked, errors, seats_of, taken_of
from tests.factories import make_booking, make_slot, make_user, quantities

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 12


@pytest.fixture
def booking(experience, now):
    return make_booking(make_slot(experience, capacity=10, now=now), adults=2, now=now)


def paying(booking, by, now, *, key=None, amount=700_000, due=700_000):
    def job():
        return ledger.take_payment(
            key=key or uuids.uuid4(),
            booking=booking,
            method=PaidBy.CASH,
            amount_vnd=amount,
            due_vnd=due,
            by=by,
            now=now,
        )

    return job


def test_many_phones_take_the_money_once_and_the_others_read_who_did(booking, now):
    owner = make_user(full_name="Bùi Thị Linh")
    answers = all_at_once([paying(booking, owner, now) for _ in range(CROWD)])
    assert LedgerEntry.objects.count() == 1
    assert {type(error) for error in errors(answers)} == {ledger.NothingDue}
    assert all("Bùi Thị Linh" in str(error.message) for error in errors(answers))


def test_one_tap_sent_many_times_is_one_payment(booking, now):
    owner, key = make_user(), uuids.uuid4()
    answers = all_at_once([paying(booking, owner, now, key=key, amount=100_000) for _ in range(CROWD)])
    assert errors(answers) == []
    assert account_of(booking).received == 100_000


def test_parts_at_once_never_make_more_than_was_due(booking, now):
    owner = make_user()
    all_at_once([paying(booking, owner, now, amount=300_000) for _ in range(CROWD)])
    assert account_of(booking).received == 300_000


def test_a_refund_and_taking_the_payment_back_do_not_both_happen(booking, now):
    owner = make_user()
    entry = paying(booking, owner, now)()
    cancel(booking=booking, by=CancelledBy.HOST, now=now)

    def back():
        return ledger.give_back(
            key=uuids.uuid4(), booking=booking, method=PaidBy.CASH, amount_vnd=700_000, by=owner, now=now
        )

    def mistake():
        return ledger.reverse(entry=entry, by=owner, now=now)

    all_at_once([back, mistake] * (CROWD // 2))
    assert account_of(booking).due == 0
    assert [item for item in audit(now=now) if item.invariant.startswith("money")] == []


def test_cancelling_while_the_money_is_taken_leaves_it_to_be_given_back_or_not_taken(booking, now):
    owner = make_user()
    all_at_once([paying(booking, owner, now), lambda: cancel(booking=booking, by=CancelledBy.HOST, now=now)])
    account = account_of(booking)
    assert account.charged == 0
    assert account.due == -account.received


def test_parties_entered_at_the_gate_fill_the_slot_and_no_more(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    units = quantities(experience, adults=2)

    def job():
        return enter(
            key=uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=units,
            extra_quantities={},
            contact=Contact("Nguyễn Thị Hà", "", ""),
            came=Came(GuestSource.WALK_IN),
            language="vi",
            now=now,
        )

    answers = all_at_once([job] * CROWD)
    assert {type(error) for error in errors(answers)} == {NotEnoughSeats}
    assert len(booked(answers)) == 5
    assert seats_of(slot) == taken_of(slot) == 10


def test_two_who_count_one_day_at_once_close_it_once_and_the_others_read_who_did(booking, now):
    owner, host = make_user(full_name="Bùi Thị Linh"), booking.slot.experience.host

    def job():
        return close_till(
            key=uuids.uuid4(),
            host=host,
            day=local(now).date(),
            counted_vnd=0,
            float_vnd=0,
            cash_vnd=0,
            seen=0,
            note="",
            by=owner,
            now=now,
        )

    answers = all_at_once([job] * CROWD)

    assert DayClosing.objects.count() == 1
    assert len(errors(answers)) == CROWD - 1
    assert {type(error) for error in errors(answers)} == {ClosedSince}
    assert all("Bùi Thị Linh" in str(error.message) for error in errors(answers))
