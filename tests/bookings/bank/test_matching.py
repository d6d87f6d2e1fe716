"""What a bank notice pays: a whole reference and the sum are enough; all else ends in front of a person."""

import datetime as dt
import uuid as uuids

import pytest
from django.test import override_settings

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.money import ledger
from bookings.domain.money.bank.matching import match, match_new
from bookings.domain.money.bank.speaking import Sign, speaks_for
from bookings.domain.money.owing import account_of
from bookings.domain.money.receive import NotYetHappened, StillHeld, receive
from bookings.enums import BankFlow, BankProvider, BookingStatus, CancelledBy, LedgerState, LookWhy, NoticeState, PaidBy
from bookings.models import BankNoticeMove, Booking, LedgerEntry
from tests.factories import NOW, make_booking, make_contact, make_experience, make_host, make_slot, make_user
from tests.factories.bank import make_matched, make_notice
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank_bin": "970436", "bank_account": "0000000001", "bank_account_name": "HTX GOM"}
HOUR = dt.timedelta(hours=1)
DUE = 700_000


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


@shared
def booking(owner):
    """Two adults, 700.000 ₫."""
    experience = make_experience(host=make_host(owner=owner, **ACCOUNT))
    contact = make_contact(name="Nguyễn Thị Hà", phone="+84912345678")
    return make_booking(make_slot(experience, now=NOW), adults=2, contact=contact, now=NOW - HOUR)


@pytest.fixture
def host(booking):
    return booking.slot.experience.host


def another(booking, **fields) -> Booking:
    return make_booking(booking.slot, now=NOW - HOUR, **{"adults": 2} | fields)


def due(booking) -> int:
    return account_of(booking).due


def looked(notice) -> tuple[str, str]:
    return notice.state, notice.why


MATCHED = (NoticeState.MATCHED, "")


def to_look(why) -> tuple[str, str]:
    return NoticeState.TO_LOOK_AT, why


def test_the_reference_and_the_sum_are_money_received_at_the_bank_s_time(booking, host):
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW, happened_at=NOW - HOUR)
    assert looked(notice) == MATCHED
    [row] = booking.ledger.all()
    assert (row.amount_vnd, row.method, row.happened_at, row.created_at) == (DUE, "transfer", NOW - HOUR, NOW)
    assert (row.by, row.by_name, row.host) == (None, "", host)
    assert [link.entry for link in notice.rows.all()] == [row]
    assert due(booking) == 0


@pytest.mark.parametrize(
    "note",
    [
        "velang {0}",
        "VELANG{0}",
        "MBVCB.3278907687.VELANG {0}.CT tu 0123456789 NGUYEN THI HA toi 0000000001",
        "IBFT VELANG-{0}-20261130",
        "VELANG {1} {2} chuyen tien",
        "VE LANG {0}",
    ],
)
def test_what_banks_put_around_it_and_take_out_of_it_changes_nothing(booking, host, note):
    text = note.format(booking.reference, booking.reference[:3], booking.reference[3:])
    assert looked(make_matched(host, DUE, text, now=NOW)) == MATCHED


def test_the_same_notice_again_and_the_rules_again_change_nothing(booking, host):
    note = f"VELANG {booking.reference}"
    first = make_matched(host, DUE, note, now=NOW, number="7")
    assert make_notice(host, DUE, note, now=NOW + HOUR, number="7") == first
    assert match(notice_id=first.pk, now=NOW + HOUR) is False
    assert match_new(now=NOW + HOUR) == 0
    assert booking.ledger.count() == BankNoticeMove.objects.count() == 1


def test_the_same_number_with_another_sum_is_kept_beside_it_for_a_person(booking, host):
    note = f"VELANG {booking.reference}"
    make_matched(host, DUE, note, now=NOW, number="7")
    second = make_notice(host, DUE + 1, note, now=NOW, number="7")
    assert looked(second) == to_look(LookWhy.OTHERWISE)
    assert make_notice(host, DUE + 1, note, now=NOW, number="7") == second
    assert due(booking) == 0


@pytest.mark.parametrize(("amount", "why"), [(DUE - 1, "too_little"), (DUE + 1, "too_much")])
def test_another_sum_is_for_a_person(booking, host, amount, why):
    notice = make_matched(host, amount, f"VELANG {booking.reference}", now=NOW)
    assert looked(notice) == to_look(why)
    assert due(booking) == DUE


def test_paid_twice_is_for_a_person(booking, host):
    for expected in (MATCHED, to_look(LookWhy.PAID_ALREADY)):
        assert looked(make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)) == expected
    assert booking.ledger.count() == 1


def test_money_for_a_visit_that_was_cancelled_or_ran_out_is_for_a_person(booking, host):
    with override_settings(UNPROVED_SEATS_PER_CONTACT=0):
        late = make_booking(booking.slot, BookingStatus.PENDING, adults=1, now=NOW - 3 * HOUR)
    Booking.objects.filter(pk=late.pk).update(hold_expires_at=NOW - HOUR)
    expire_holds(now=NOW)
    cancel(booking=booking, by=CancelledBy.GUEST, now=NOW)
    for one in (booking, late):
        assert looked(make_matched(host, DUE, f"VELANG {one.reference}", now=NOW)) == to_look(LookWhy.OFF)
    assert not LedgerEntry.objects.exists()


def test_a_note_with_two_bookings_is_for_a_person_and_names_both(booking, host):
    other = another(booking)
    notice = make_matched(host, 2 * DUE, f"VELANG {booking.reference} {other.reference}", now=NOW)
    assert looked(notice) == to_look(LookWhy.SEVERAL)
    speaks = speaks_for([notice])[notice.pk]
    assert {one.booking for one in speaks.named} == {booking, other}


def wrong_letter(reference: str) -> str:
    return "0" + reference[1:]


@pytest.mark.parametrize("mangle", [wrong_letter, lambda reference: reference[:-1], lambda ref: ref[:2] + ref[3:]])
def test_a_spoilt_reference_is_for_a_person_who_is_told_which_booking_it_may_be(booking, host, mangle):
    another(booking)
    notice = make_matched(host, DUE, f"VELANG {mangle(booking.reference)}", now=NOW)
    assert looked(notice) == to_look(LookWhy.MANGLED)
    first = speaks_for([notice])[notice.pk].bookings[0]
    assert first.booking == booking
    assert {Sign.NEARLY, Sign.AMOUNT} <= set(first.signs)


def test_a_bare_reference_is_for_a_person_too(booking, host):
    notice = make_matched(host, DUE, booking.reference, now=NOW)
    assert looked(notice) == to_look(LookWhy.MANGLED)
    assert speaks_for([notice])[notice.pk].bookings[0].signs[:2] == (Sign.REFERENCE, Sign.AMOUNT)


@pytest.mark.parametrize(
    ("note", "sign"), [("NGUYEN THI HA chuyen tien", Sign.NAME), ("tien tham lang 0912345678", Sign.PHONE)]
)
def test_without_a_reference_the_sum_the_name_and_the_number_speak_for_a_booking(booking, host, note, sign):
    another(booking, contact=make_contact(name="Trần Văn Long"))
    notice = make_matched(host, DUE, note, now=NOW)
    assert looked(notice) == to_look(LookWhy.NO_REFERENCE)
    first = speaks_for([notice])[notice.pk].bookings[0]
    assert (first.booking, first.signs) == (booking, (Sign.AMOUNT, sign, Sign.JUST_BOOKED))


def test_the_booking_of_another_house_is_never_meant(booking):
    stranger = make_host(**ACCOUNT | {"bank_account": "0000000002"})
    notice = make_matched(stranger, DUE, f"VELANG {booking.reference}", now=NOW)
    assert looked(notice) == to_look(LookWhy.NO_REFERENCE)
    assert not speaks_for([notice])[notice.pk].bookings


def test_an_account_that_is_not_the_house_s_is_for_a_person(booking, host):
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW, account="999")
    assert looked(notice) == to_look(LookWhy.ACCOUNT)


@pytest.mark.parametrize(
    ("amount", "ahead", "why"), [(0, dt.timedelta(0), LookWhy.UNREAD), (DUE, dt.timedelta(days=2), LookWhy.AHEAD)]
)
def test_nonsense_is_for_a_person(booking, host, amount, ahead, why):
    notice = make_matched(host, amount, f"VELANG {booking.reference}", now=NOW, happened_at=NOW + ahead)
    assert looked(notice) == to_look(why)


def test_a_clock_that_is_a_little_ahead_keeps_the_bank_s_time(booking, host):
    make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW, happened_at=NOW + HOUR)
    assert booking.ledger.get().happened_at == NOW + HOUR


def test_what_a_hand_noted_before_the_bank_told_of_it_is_that_row_once(booking, host, owner):
    paid = {"method": PaidBy.TRANSFER, "amount_vnd": DUE, "due_vnd": DUE, "by": owner}
    row = ledger.take_payment(key=uuids.uuid4(), booking=booking, now=NOW - HOUR, **paid)
    note = f"VELANG {booking.reference}"
    first, second = (make_matched(host, DUE, note, now=NOW) for _ in range(2))
    assert looked(first) == MATCHED
    assert [(link.entry, link.wrote) for link in first.rows.all()] == [(row, False)]
    assert looked(second) == to_look(LookWhy.PAID_ALREADY)
    assert booking.ledger.count() == 1


def test_the_bank_s_number_makes_one_of_two_tellings_and_without_it_a_person_does(booking, host):
    note = f"VELANG {booking.reference}"
    first = make_matched(host, DUE, note, now=NOW, bank_reference="FT26334")
    same = make_matched(host, DUE, "CK", now=NOW, provider=BankProvider.FILE, bank_reference="FT26334")
    maybe = make_matched(host, DUE, note, now=NOW, provider=BankProvider.FILE)
    assert looked(first) == MATCHED
    assert same.state == NoticeState.SET_ASIDE
    assert "FT26334" in same.moves.get().note
    assert looked(maybe) == to_look(LookWhy.TWIN)
    assert set(speaks_for([maybe])[maybe.pk].twins) >= {first}
    assert booking.ledger.count() == 1


def test_two_tellings_that_are_matched_in_any_order_pay_once(booking, host):
    note = f"VELANG {booking.reference}"
    told = {"now": NOW, "bank_reference": "FT1"}
    first = make_notice(host, DUE, note, provider=BankProvider.FILE, **told)
    second = make_notice(host, DUE, note, **told)
    for notice in (second, first):
        match(notice_id=notice.pk, now=NOW)
    assert booking.ledger.count() <= 1
    first.refresh_from_db(), second.refresh_from_db()
    assert NoticeState.MATCHED in {first.state, second.state}


@pytest.fixture
def refund(booking, owner):
    paid = {"booking": booking, "method": PaidBy.TRANSFER, "amount_vnd": DUE, "by": owner}
    ledger.take_payment(key=uuids.uuid4(), due_vnd=DUE, now=NOW - 240 * HOUR, **paid)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW - HOUR)
    return ledger.give_back(key=uuids.uuid4(), now=NOW - HOUR, **paid)


def test_money_that_went_out_ends_the_refund_that_its_note_names(booking, host, refund):
    out = {"flow": BankFlow.OUT, "now": NOW}
    assert looked(make_matched(host, DUE, "hoan tien", **out)) == to_look(LookWhy.OUTGOING)
    assert looked(make_matched(host, DUE, f"VELANG {booking.reference}", **out)) == MATCHED
    refund.refresh_from_db()
    assert refund.state == LedgerState.ARRIVED
    assert looked(make_matched(host, DUE, f"VELANG {booking.reference}", **out)) == to_look(LookWhy.OUTGOING)


def test_a_refund_that_came_back_is_shown_to_a_person(booking, host, refund):
    notice = make_matched(host, DUE, f"hoan tra VELANG {booking.reference}", now=NOW)
    assert looked(notice) == to_look(LookWhy.OFF)
    assert speaks_for([notice])[notice.pk].refunds == [refund]


def test_no_money_is_noted_for_a_hold_or_from_next_week(booking):
    held = make_booking(booking.slot, BookingStatus.ON_HOLD, adults=1, now=NOW)
    told = {"method": PaidBy.TRANSFER, "amount_vnd": 1, "now": NOW}
    with pytest.raises(StillHeld):
        receive(key=uuids.uuid4(), booking=held, happened_at=NOW, **told)
    with pytest.raises(NotYetHappened):
        receive(key=uuids.uuid4(), booking=booking, happened_at=NOW + dt.timedelta(days=2), **told)


def test_more_than_is_due_is_noted_and_then_to_be_given_back(booking):
    key, told = uuids.uuid4(), {"method": PaidBy.TRANSFER, "happened_at": NOW, "now": NOW}
    for _ in range(2):
        receive(key=key, booking=booking, amount_vnd=DUE + 5, **told)
    assert due(booking) == -5
    with pytest.raises(ledger.OldPage):
        receive(key=key, booking=booking, amount_vnd=DUE, **told)
