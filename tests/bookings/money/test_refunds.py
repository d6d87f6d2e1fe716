"""Who has money to get back and since when, and the account that a guest gives for it."""

import datetime as dt
import uuid

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.money.refund_account import (
    AccountDetails,
    NothingOwed,
    OnItsWay,
    give_account,
    is_doubtful,
    refund_account_of,
    transfer_back,
)
from bookings.domain.money.refunds import came_back_at, owed_since, refunds_due, refunds_under_way
from bookings.domain.money.transfer import vietqr
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.enums import CancelledBy, LedgerState, MessageKind, PaidBy
from bookings.models import Booking, RefundAccount
from outbox.models import OutboxMessage
from tests.factories import NOW, make_booking, make_experience, make_slot, make_user
from tests.factories.refunds import DETAILS, bounce, give_details, make_owed, send_back
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OTHER = AccountDetails("970422", "0987654321", "TRAN VAN LONG")


@shared
def slot():
    return make_slot(starts_at=NOW + 10 * DAY, closes_at=NOW + 10 * DAY)


@shared
def owed(slot):
    """Paid yesterday, cancelled by the house now: 700.000 ₫."""
    return make_owed(slot, now=NOW, paid_at=NOW - DAY, adults=2)


def due(now=NOW, host=None) -> list[Booking]:
    return list(refunds_due(now=now, host=host))


def test_what_was_paid_for_a_cancelled_visit_is_due_since_it_was_cancelled(owed, slot):
    make_booking(slot, adults=2, now=NOW)
    (found,) = due(host=slot.experience.host)
    assert (found, found.due_vnd, found.owed_since) == (owed, -700_000, NOW)
    assert owed_since(owed) == NOW
    assert due(host=make_experience().host) == []


def test_the_longest_stands_first(owed, slot):
    earlier = make_owed(slot, now=NOW - HOUR, paid_at=NOW - DAY, adults=1)
    assert due() == [earlier, owed]


def test_money_that_came_after_the_visit_was_cancelled_is_due_since_it_came(slot):
    booking = make_booking(slot, adults=2, now=NOW - DAY)
    pay = {"key": uuid.uuid4(), "booking": booking, "method": PaidBy.TRANSFER, "by": make_user()}
    ledger.take_payment(**pay, amount_vnd=200_000, due_vnd=700_000, now=NOW - 3 * HOUR)
    cancel(booking=booking, by=CancelledBy.GUEST, now=NOW - 2 * HOUR)
    assert owed_since(booking) == NOW - 2 * HOUR


def test_a_part_given_back_does_not_make_the_rest_younger(owed):
    send_back(owed, now=NOW + 5 * DAY, amount_vnd=300_000)
    (found,) = due(NOW + 6 * DAY)
    assert (found.due_vnd, found.owed_since) == (-400_000, NOW)


def test_all_of_it_sent_is_due_no_more_but_under_way_until_somebody_says_how_it_ended(owed, slot):
    entry, host = send_back(owed, now=NOW), slot.experience.host
    assert due() == []
    assert list(refunds_under_way(host)) == [entry]
    ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=entry.by, now=NOW)
    assert list(refunds_under_way(host)) == []


def test_what_came_back_is_due_again_for_as_long_as_before_and_its_guest_is_asked_once(owed):
    entry = send_back(owed, now=NOW + DAY)
    for _ in range(2):
        bounce(entry, now=NOW + 2 * DAY)
    (found,) = due(NOW + 2 * DAY)
    assert found.owed_since == NOW
    asked = OutboxMessage.objects.filter(kind=MessageKind.REFUND_BOUNCED)
    assert list(asked.values_list("audience", "to")) == [("guest", owed.contact_email)]


def test_a_second_refund_that_came_back_asks_again(owed):
    for days in (1, 2):
        bounce(send_back(owed, now=NOW + days * DAY), now=NOW + days * DAY + HOUR)
    assert OutboxMessage.objects.filter(kind=MessageKind.REFUND_BOUNCED).count() == 2


def test_an_account_is_given_changed_and_given_again_without_a_second_row(owed):
    first = give_details(owed, now=NOW)
    assert give_details(owed, now=NOW + HOUR).given_at == first.given_at == NOW
    give_account(booking=owed, details=OTHER, now=NOW + HOUR)
    row = RefundAccount.objects.get()
    assert (row.bank_bin, row.account, row.name, row.given_at) == (
        OTHER.bank_bin,
        OTHER.account,
        OTHER.name,
        NOW + HOUR,
    )


def test_where_nothing_is_due_no_account_is_kept(slot):
    with pytest.raises(NothingOwed):
        give_details(make_booking(slot, now=NOW), now=NOW)
    assert not RefundAccount.objects.exists()


def test_while_money_is_on_its_way_there_the_account_stands(owed):
    give_details(owed, now=NOW)
    entry = send_back(owed, now=NOW, amount_vnd=100_000)
    with pytest.raises(OnItsWay):
        give_account(booking=owed, details=OTHER, now=NOW + HOUR)
    # The same once more, by a second tap of the same form, is no change.
    assert give_details(owed, now=NOW + HOUR).given_at == NOW
    ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=entry.by, now=NOW + HOUR)
    assert give_account(booking=owed, details=OTHER, now=NOW + DAY).account == OTHER.account


def test_an_account_from_which_money_came_back_is_in_doubt_until_its_guest_stands_by_it(owed):
    account = give_details(owed, now=NOW)
    assert not is_doubtful(account, came_back_at(owed))
    bounce(send_back(owed, now=NOW + HOUR), now=NOW + DAY)
    assert is_doubtful(account, came_back_at(owed))
    assert not is_doubtful(give_details(owed, now=NOW + 2 * DAY), came_back_at(owed))


def test_the_code_sends_exactly_what_is_due_with_a_note_that_names_the_booking(owed):
    transfer = transfer_back(owed, give_details(owed, now=NOW), 700_000)
    assert transfer.note == f"HOAN {owed.reference}"
    assert len(transfer.note) <= 19
    code = vietqr(transfer)
    assert all(part in code for part in ("970436", DETAILS.account, "5406700000", transfer.note))


def test_the_account_is_taken_away_with_the_rest_and_goes_when_the_guest_is_erased(owed):
    give_details(owed, now=NOW)
    told = everything_about(owed)["money_back_to"]
    assert (told["bank_bin"], told["account"], told["name"]) == (DETAILS.bank_bin, DETAILS.account, DETAILS.name)
    entry = send_back(owed, now=NOW)
    ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=entry.by, now=NOW)
    erase(booking=owed, now=NOW + HOUR)
    assert refund_account_of(owed) is None
    assert not RefundAccount.objects.exists()


def test_no_account_of_a_guest_stands_in_what_a_row_is_called(owed):
    assert DETAILS.account not in f"{give_details(owed, now=NOW)} {account_of(owed)}"
