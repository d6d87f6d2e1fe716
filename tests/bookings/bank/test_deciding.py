"""What a person makes of a notice: parts that are its whole sum, a row that was there, a refund, aside; and back."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.bank import deciding
from bookings.domain.money.bank.matching import match
from bookings.domain.money.owing import account_of
from bookings.enums import BankFlow, CancelledBy, LedgerState, LookWhy, NoticeState, PaidBy
from bookings.models import Booking, LedgerEntry
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user
from tests.factories.bank import make_matched
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DUE = 700_000


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


@shared
def booking(owner):
    experience = make_experience(host=make_host(owner=owner, bank_bin="970436", bank_account="0000000001"))
    return make_booking(make_slot(experience, now=NOW), adults=2, now=NOW - HOUR)


@pytest.fixture
def host(booking):
    return booking.slot.experience.host


@pytest.fixture
def other(booking):
    return make_booking(booking.slot, adults=2, now=NOW - HOUR)


@pytest.fixture
def decide(owner):
    """A decision of `deciding` by the owner."""
    return lambda what, notice, **said: getattr(deciding, what)(notice=notice, by=owner, now=NOW, **said)


def due(*bookings) -> list[int]:
    return [account_of(booking).due for booking in bookings]


def test_one_transfer_pays_two_bookings_in_parts_that_are_its_sum(booking, other, host, decide, owner):
    notice = make_matched(host, 2 * DUE, f"{booking.reference} {other.reference}", now=NOW)
    parts = {booking.pk: DUE, other.pk: DUE}
    with pytest.raises(deciding.NotWhole, match=r"1\.399\.999"):
        decide("accept", notice, parts=parts | {other.pk: DUE - 1})
    assert not LedgerEntry.objects.exists()
    for _ in range(2):
        assert decide("accept", notice, parts=parts).state == NoticeState.MATCHED
    assert due(booking, other) == [0, 0]
    assert LedgerEntry.objects.count() == notice.rows.count() == 2
    assert notice.moves.last().by == owner
    with pytest.raises(deciding.DecidedMeanwhile):
        decide("accept", notice, parts={booking.pk: 2 * DUE})


def test_more_than_is_due_is_taken_where_a_person_says_so_and_is_to_be_given_back(booking, host, decide):
    notice = make_matched(host, DUE + 50_000, f"VELANG {booking.reference}", now=NOW)
    decide("accept", notice, parts={booking.pk: DUE + 50_000})
    assert due(booking) == [-50_000]


def test_money_for_a_cancelled_visit_is_taken_and_is_to_be_given_back(booking, host, decide):
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)
    decide("accept", notice, parts={booking.pk: DUE})
    assert due(booking) == [-DUE]


def test_no_booking_of_another_house_and_no_money_that_went_out_is_taken(booking, host, decide):
    stranger = make_booking(make_slot(now=NOW), adults=1, now=NOW - HOUR)
    with pytest.raises(deciding.NotTheirs):
        decide("accept", make_matched(host, DUE, now=NOW), parts={stranger.pk: DUE})
    with pytest.raises(deciding.NotIncoming):
        decide("accept", make_matched(host, DUE, now=NOW, flow=BankFlow.OUT), parts={booking.pk: DUE})
    assert not LedgerEntry.objects.exists()


def test_what_a_rule_or_a_person_decided_can_be_undone_and_decided_anew(booking, other, host, decide):
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)
    assert notice.state == NoticeState.MATCHED
    for _ in range(2):
        decide("undo", notice)
    notice.refresh_from_db()
    assert (notice.state, notice.why) == (NoticeState.TO_LOOK_AT, LookWhy.UNDONE)
    assert due(booking, other) == [DUE, DUE]
    assert match(notice_id=notice.pk, now=NOW) is False
    decide("accept", notice, parts={other.pk: DUE})
    decide("undo", notice)
    decide("accept", notice, parts={booking.pk: DUE})
    assert due(booking, other) == [0, DUE]
    # Three times written, twice taken back.
    assert LedgerEntry.objects.count() == 5


def test_money_that_was_given_back_since_cannot_be_undone(booking, host, decide, owner):
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    ledger.give_back(key=uuids.uuid4(), booking=booking, method=PaidBy.CASH, amount_vnd=DUE, by=owner, now=NOW)
    with pytest.raises(ledger.ReturnedAlready):
        decide("undo", notice)
    notice.refresh_from_db()
    assert notice.state == NoticeState.MATCHED


def test_a_row_of_the_bank_is_taken_back_with_its_notice_alone(booking, host, owner):
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)
    with pytest.raises(ledger.OfTheBank):
        ledger.reverse(entry=notice.rows.get().entry, by=owner, now=NOW)
    assert due(booking) == [0]


def test_set_aside_with_a_reason_and_taken_up_again(host, decide):
    notice = make_matched(host, 99_000, "tien dien", now=NOW)
    with pytest.raises(deciding.NoReason):
        decide("set_aside", notice, reason="  ")
    for _ in range(2):
        decide("set_aside", notice, reason="Tiền điện của nhà")
    assert notice.moves.last().note == "Tiền điện của nhà"
    assert decide("undo", notice).state == NoticeState.TO_LOOK_AT


def test_a_row_that_a_hand_wrote_is_named_and_stays_when_that_is_undone(booking, host, decide, owner):
    paid = {"method": PaidBy.TRANSFER, "amount_vnd": DUE, "due_vnd": DUE, "by": owner}
    row = ledger.take_payment(key=uuids.uuid4(), booking=booking, now=NOW, **paid)
    first, second = (make_matched(host, DUE, "chuyen tien", now=NOW) for _ in range(2))
    for _ in range(2):
        decide("accept_row", first, entry=row)
    with pytest.raises(deciding.NotThisRow):
        decide("accept_row", second, entry=row)
    decide("undo", first)
    assert due(booking) == [0]
    assert decide("accept_row", second, entry=row).state == NoticeState.MATCHED


@pytest.fixture
def refund(booking, owner):
    paid = {"booking": booking, "method": PaidBy.TRANSFER, "amount_vnd": DUE, "by": owner}
    ledger.take_payment(key=uuids.uuid4(), due_vnd=DUE, now=NOW - 240 * HOUR, **paid)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW - HOUR)
    return ledger.give_back(key=uuids.uuid4(), now=NOW - HOUR, **paid)


def test_a_refund_that_came_back_is_owed_again(booking, host, decide, refund):
    notice = make_matched(host, DUE, "hoan tra", now=NOW)
    assert due(booking) == [0]
    for _ in range(2):
        decide("accept_row", notice, entry=refund)
    refund.refresh_from_db()
    assert (refund.state, due(booking)) == (LedgerState.BOUNCED, [-DUE])
    with pytest.raises(deciding.RefundStays):
        decide("undo", notice)


def test_a_refund_that_came_back_after_it_was_taken_to_be_there_is_owed_again_all_the_same(
    booking, host, decide, refund
):
    decide("accept_row", make_matched(host, DUE, "hoan", now=NOW, flow=BankFlow.OUT), entry=refund)
    refund.refresh_from_db()
    assert refund.state == LedgerState.ARRIVED
    # Its row has its notice: the money that came back is money for the booking.
    decide("accept", make_matched(host, DUE, "hoan tra", now=NOW + HOUR), parts={booking.pk: DUE})
    assert due(booking) == [-DUE]


def test_a_refund_that_a_hand_took_to_be_there_and_that_came_back_is_money_again(booking, host, decide, refund, owner):
    ledger.refund_ends(entry=refund, state=LedgerState.ARRIVED, by=owner, now=NOW)
    decide("accept_row", make_matched(host, DUE, "hoan tra", now=NOW), entry=refund)
    assert due(booking) == [-DUE]
    assert Booking.objects.get(pk=booking.pk).ledger.count() == 3
