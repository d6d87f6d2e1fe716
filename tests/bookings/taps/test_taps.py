"""Taps that waited on a phone: each is done once, always answered the same, and told who was quicker."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel
from bookings.domain.history import acting
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.taps import taps
from bookings.domain.taps.forget import forget_taps
from bookings.domain.taps.taps import Answer, Tap, take
from bookings.enums import ActBy, BookingStatus, CancelledBy, DeskTapKind, LedgerKind, PaidBy
from bookings.models import BookingAct, DeskTap, LedgerEntry
from tests.factories import make_booking, make_contact, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
CASH = {"amount": 700_000, "method": "cash"}


@shared
def slot(now):
    return make_slot(starts_at=now + HOUR, closes_at=now + HOUR, capacity=20)


@shared
def booking(slot, now):
    contact = make_contact(name="Nguyễn Thị Hà", phone="+84912345678", note="Dị ứng lạc")
    return make_booking(slot, adults=2, contact=contact, now=now - HOUR)


@shared
def me():
    return make_user(full_name="Bùi Thị Linh")


@pytest.fixture
def tap(booking, me, now):
    def send(what, value=None, *, by=None, key=None, reference=None, host=None, at=None) -> Answer:
        told = Tap(key or uuids.uuid4(), DeskTapKind(what), reference or booking.reference, value or {}, now - HOUR)
        by = by or me
        with acting(ActBy.HOST, by):
            return take(tap=told, host=host or booking.slot.experience.host, by=by, now=at or now)

    return send


def status(booking) -> str:
    booking.refresh_from_db()
    return booking.status


def test_each_kind_is_done_in_its_turn(tap, booking, slot):
    pay = uuids.uuid4()
    unit = str(booking.units.get().pk)
    for what, value, key in (
        ("check_in", {}, None),
        ("undo_check_in", {}, None),
        ("came", {"units": {unit: 1}, "charge_all": True}, None),
        ("pay", CASH, pay),
        ("pay_undo", {"key": str(pay)}, None),
        ("undo_check_in", {}, None),
    ):
        assert tap(what, value, key=key) == Answer("done"), what
    assert tap("no_show", at=slot.starts_at) == Answer("done")
    assert tap("undo_no_show", at=slot.starts_at) == Answer("done")
    assert (status(booking), account_of(booking).due) == (BookingStatus.CONFIRMED, 700_000)


def test_the_same_tap_sent_again_gets_the_answer_it_had_and_does_nothing(tap, booking, now):
    key, pay = uuids.uuid4(), uuids.uuid4()
    assert tap("check_in", key=key) == tap("check_in", key=key, at=now + HOUR) == Answer("done")
    assert tap("pay", CASH, key=pay) == tap("pay", CASH, key=pay, at=now + HOUR) == Answer("done")
    # Also where the world has gone on meanwhile: it was this tap's answer.
    tap("undo_check_in")
    assert tap("check_in", key=key) == Answer("done")
    assert status(booking) == BookingStatus.CONFIRMED
    assert LedgerEntry.objects.count() == 1


def test_whoever_comes_second_is_told_who_did_it_and_when(tap, booking, me, now):
    other = make_user(full_name="Trần Văn Long")
    tap("check_in", by=other)
    tap("pay", CASH, by=other)
    for what, value in (("check_in", {}), ("pay", CASH), ("pay", {"amount": 700_000, "method": "transfer"})):
        answer = tap(what, value, at=now + HOUR)
        assert (answer.result, answer.by, answer.mine) == ("already", "Trần Văn Long", False)
        assert dt.datetime.fromisoformat(answer.at) == now
        assert "Trần Văn Long" in answer.text
    assert LedgerEntry.objects.count() == 1
    assert tap("check_in", by=other).mine


def test_a_payment_taken_back_already_names_who_took_it_back(tap, booking):
    other = make_user(full_name="Trần Văn Long")
    tap("pay", CASH, by=other)
    entry = LedgerEntry.objects.get()
    assert tap("pay_undo", {"entry": entry.pk}, by=other) == Answer("done")
    assert (tap("pay_undo", {"entry": entry.pk}).by, LedgerEntry.objects.count()) == ("Trần Văn Long", 2)


def test_a_payment_whose_page_got_through_after_all_is_not_taken_again(tap, booking, me, now):
    """The page's own form and the tap that was kept in its place carry one key."""
    key = uuids.uuid4()
    ledger.take_payment(
        key=key, booking=booking, method=PaidBy.CASH, amount_vnd=700_000, due_vnd=700_000, by=me, now=now - HOUR
    )
    answer = tap("pay", CASH, key=key)
    assert (answer.result, answer.mine) == ("already", True)
    assert LedgerEntry.objects.count() == 1


def test_money_is_not_taken_where_another_sum_is_owed_than_the_host_saw(tap, booking):
    answer = tap("pay", {"amount": 500_000, "method": "cash"})
    assert answer.result == "refused"
    assert "700.000\xa0₫" in answer.text
    assert not LedgerEntry.objects.exists()


def test_parts_are_taken_in_their_order_each_of_what_is_left_then(tap, booking):
    parts = [({"amount": 300_000, "method": "cash", "due": 700_000}, uuids.uuid4())]
    parts.append(({"amount": 150_000, "method": "transfer", "due": 400_000}, uuids.uuid4()))
    for _again in range(2):
        assert [tap("pay", value, key=key) for value, key in parts] == [Answer("done")] * 2
    assert account_of(booking).due == 250_000
    assert list(LedgerEntry.objects.order_by("pk").values_list("amount_vnd", "method")) == [
        (300_000, "cash"),
        (150_000, "transfer"),
    ]


def test_a_part_is_not_taken_where_another_phone_took_some_meanwhile(tap, booking):
    part = {"amount": 300_000, "method": "cash", "due": 700_000}
    other = make_user(full_name="Trần Văn Long")
    tap("pay", part, by=other)
    answer = tap("pay", part)
    assert answer.result == "refused"
    assert "Trần Văn Long" in answer.text
    tap("pay", {"amount": 400_000, "method": "cash"}, by=other)
    assert tap("pay", part | {"amount": 400_000}).result == "refused"
    assert account_of(booking).due == 0


def test_a_refused_tap_leaves_nothing_and_is_refused_again(tap, booking, slot, now):
    key = uuids.uuid4()
    early = tap("check_in", key=key, at=now - 24 * HOUR)
    assert early.result == "refused"
    assert status(booking) == BookingStatus.CONFIRMED
    assert tap("check_in", key=key) == early
    unit = str(booking.units.get().pk)
    assert tap("came", {"units": {unit: 3}, "charge_all": False}).result == "refused"
    assert status(booking) == BookingStatus.CONFIRMED


def test_a_cancelled_party_is_refused_and_its_money_too(tap, booking, now):
    cancel(booking=booking, by=CancelledBy.HOST, now=now)
    assert {tap("check_in").result, tap("pay", CASH).result} == {"refused"}
    assert not BookingAct.objects.filter(act="checked_in").exists()


def test_a_booking_of_another_host_is_none_of_ours(tap, booking):
    other = make_booking(make_slot(starts_at=booking.slot.starts_at, closes_at=booking.slot.starts_at))
    for reference in (other.reference, "KHONGCO"):
        assert tap("check_in", reference=reference).result == "refused"
    assert status(other) == BookingStatus.CONFIRMED
    assert not DeskTap.objects.exists()


def test_one_key_for_two_different_taps_is_refused(tap, booking):
    key = uuids.uuid4()
    tap("check_in", key=key)
    assert tap("undo_check_in", key=key).result == "refused"
    assert status(booking) == BookingStatus.REDEEMED


def test_two_members_may_happen_upon_one_key(tap, booking):
    key = uuids.uuid4()
    assert tap("check_in", key=key).result == "done"
    assert tap("check_in", key=key, by=make_user()).result == "already"


def test_the_phones_clock_decides_nothing(tap, booking, now):
    tap("check_in")
    booking.refresh_from_db()
    assert booking.redeemed_at == now
    assert DeskTap.objects.get().tapped_at == now - HOUR


def test_what_was_so_before_anybody_wrote_it_down_is_said_without_a_name(tap, booking, now):
    check_in(booking=booking, now=now)
    BookingAct._base_manager.all().delete()
    answer = tap("check_in")
    assert (answer.result, answer.by, answer.mine) == ("already", "", False)


def test_no_guest_is_named_in_what_is_kept_of_a_tap(tap, booking, now):
    tap("check_in")
    tap("check_in", at=now - 24 * HOUR)
    tap("pay", CASH)
    tap("pay", CASH)
    written = str(list(DeskTap.objects.values()))
    assert DeskTap.objects.count() == 4
    for known in ("Hà", "912345678", "lạc"):
        assert known not in written


def test_taps_are_forgotten_after_a_week_and_their_work_stays(tap, booking, now):
    tap("check_in")
    week = dt.timedelta(days=7)
    assert forget_taps(now=now + week) == 0
    assert forget_taps(now=now + week + dt.timedelta(seconds=1)) == 1
    assert status(booking) == BookingStatus.REDEEMED


def test_a_refund_is_no_payment_to_take_back(tap, booking):
    assert tap("pay_undo", {"key": str(uuids.uuid4())}).result == "refused"
    assert LedgerEntry.objects.filter(kind=LedgerKind.PAYMENT).count() == 0


def test_sentences_are_whole():
    for refused in (taps.UnknownBooking, taps.MixedUp):
        assert str(refused.message).endswith(".")
