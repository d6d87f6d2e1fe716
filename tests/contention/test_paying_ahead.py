"""What is paid ahead and what is sold at one moment: places are sold once, and no money is lost between two locks."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.money.settle import settle_paid
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from bookings.models import Booking, LedgerEntry
from tests.bookings.money.test_transfer import ACCOUNT
from tests.contention.crowd import all_at_once, errors, seats_of, taken_of
from tests.factories import ask, make_contact, make_experience, make_host, make_slot, make_user, quantities

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 10


@pytest.fixture
def slot(now):
    """Two adults leave a deposit of 210.000 ₫."""
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    return make_slot(experience, capacity=2, now=now)


def book(slot, now):
    return confirm(booking=ask(slot, adults=2, now=now), contact=make_contact(), consent=True, now=now)


def paying(booking, by, now):
    def job():
        return ledger.take_payment(
            key=uuids.uuid4(),
            booking=booking,
            method=PaidBy.TRANSFER,
            amount_vnd=210_000,
            due_vnd=700_000,
            by=by,
            now=now,
        )

    return job


def left_over(now):
    return {finding.invariant for finding in audit(now=now)} - {"message-overdue", "money-to-give-back"}


def test_many_phones_note_one_deposit_and_the_party_is_booked_once(slot, now):
    booking, owner = book(slot, now), make_user()
    answers = all_at_once([paying(booking, owner, now) for _ in range(CROWD)])
    assert LedgerEntry.objects.count() == 1
    assert {type(error) for error in errors(answers)} == {ledger.DueChanged}
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    assert left_over(now) == set()


def test_a_deposit_that_comes_while_the_guest_gives_up_is_kept_or_owed_never_lost(slot, now):
    owner = make_user()
    for _ in range(6):
        booking = book(slot, now)

        def leave(booking=booking):
            return cancel(booking=booking, by=CancelledBy.GUEST, now=now)

        answers = all_at_once([paying(booking, owner, now), leave])
        assert {type(error) for error in errors(answers)} <= {ledger.NothingDue, ledger.DueChanged}
        booking.refresh_from_db()
        assert booking.status == BookingStatus.CANCELLED
        account = account_of(booking, now=now)
        assert account.due == -account.received
    assert left_over(now) == set()


def test_money_of_one_who_ran_out_and_a_newcomer_never_share_a_place(slot, now):
    """The booking was cancelled with its time when it was paid, and waits again with seconds left."""
    owner = make_user()
    booking = book(slot, now)
    paid = Booking.objects.filter(pk=booking.pk)
    paid.update(status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by="host")
    LedgerEntry.objects.create(
        key_hash="x", host=slot.experience.host, booking=booking, kind="payment", method="transfer", state="received",
        amount_vnd=210_000, by=owner, happened_at=now, created_at=now,
    )  # fmt: skip
    paid.update(status=BookingStatus.PENDING, cancelled_at=None, cancelled_by="")
    late = booking.hold_expires_at - dt.timedelta(seconds=1)
    units = quantities(slot.experience, adults=2)

    def newcomer():
        return hold(
            key=uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=units,
            extra_quantities={},
            language="vi",
            now=late + dt.timedelta(seconds=2),
        )

    answers = all_at_once([lambda: settle_paid(now=late), *[newcomer] * CROWD])
    assert {type(error) for error in errors(answers)} <= {NotEnoughSeats}
    assert seats_of(slot) == taken_of(slot) == 2
    assert left_over(late + dt.timedelta(seconds=2)) <= {"money-ahead"}
