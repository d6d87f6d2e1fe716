"""VNPay's word that comes many times at once, beside a cancellation and beside other money: one row, no đồng lost."""

import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.money.online.asking import ask_due
from bookings.domain.money.online.attempts import FIRST_QUESTION, take_word
from bookings.domain.money.online.gateway import Heard, Outcome
from bookings.domain.money.online.hearing import hear
from bookings.domain.money.online.refunding import NotSoMuch, give_back, refund_due
from bookings.domain.money.online.vnpay import sign, signed_text
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, OnlineProvider, PaidBy
from bookings.models import Booking, LedgerEntry, OnlineNotice, OnlinePayment, OnlineRefund
from tests.bookings.money.test_transfer import ACCOUNT
from tests.contention.crowd import all_at_once, errors, seats_of, taken_of
from tests.contention.test_paying_ahead import paying
from tests.factories import ask, make_contact, make_experience, make_host, make_slot, make_user
from tests.factories.online import CODE, NOWHERE, SECRET, make_attempt, make_merchant, make_paid, word_of

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 10
DUE = 210_000


@pytest.fixture
def payment(isolation, settings, now):
    """Of a booking that waits for a deposit of 210.000 ₫."""
    settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = NOWHERE.values()
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    make_merchant(experience.host, now=now)
    held = ask(make_slot(experience, capacity=2, now=now), adults=2, now=now)
    booking = confirm(booking=held, contact=make_contact(), consent=True, now=now)
    return make_attempt(booking, now=now)


def telling(payment, now, **changes):
    told = {
        "vnp_Amount": str(payment.amount_vnd * 100),
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": CODE,
        "vnp_TransactionNo": "14226112",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": payment.reference,
    } | changes
    told["vnp_SecureHash"] = sign(SECRET, signed_text(told))
    return lambda: hear(provider=OnlineProvider.VNPAY, address=payment.merchant.address, said=told, now=now)[0]


def faults(now) -> list:
    found = audit(now=now)
    return [item for item in found if item.invariant.startswith(("online", "money")) and not item.open_decision]


def test_one_notice_that_comes_many_times_at_once_is_taken_once(payment, now):
    answers = all_at_once([telling(payment, now)] * CROWD)
    assert errors(answers) == []
    assert sorted(answer.value for answer in answers) == ["already"] * (CROWD - 1) + ["taken"]
    assert (LedgerEntry.objects.count(), OnlineNotice.objects.count()) == (1, 1)
    assert Booking.objects.get().status == "CONFIRMED"
    assert faults(now) == []


def test_money_beats_a_failure_that_comes_with_it(payment, now):
    failed = telling(payment, now, vnp_ResponseCode="24", vnp_TransactionStatus="02", vnp_TransactionNo="0")
    answers = all_at_once([telling(payment, now), failed] * 4)
    assert Heard.BROKEN not in answers
    payment.refresh_from_db()
    assert (payment.state, LedgerEntry.objects.count()) == ("received", 1)
    assert faults(now) == []


def test_money_beside_a_cancellation_and_a_hand_is_all_in_the_ledger(payment, now):
    booking, owner = payment.booking, make_user()

    def cancelling():
        return cancel(booking=Booking.objects.get(), by=CancelledBy.HOST, now=now)

    all_at_once([telling(payment, now), telling(payment, now), cancelling, paying(booking, owner, now)])
    # Whoever was asked in between asks again, as VNPay does.
    telling(payment, now)()
    payment.refresh_from_db()
    assert payment.state == "received"
    received = account_of(booking, now=now).received
    assert received == sum(LedgerEntry.objects.values_list("amount_vnd", flat=True))
    assert received in (DUE, 2 * DUE)
    assert seats_of(booking.slot) == taken_of(booking.slot)
    assert faults(now) == []


def test_a_notice_and_an_answer_at_once_are_one_payment(payment, now):
    word = word_of(payment, Outcome.PAID, number="14226112")
    jobs = [telling(payment, now), lambda: take_word(payment_id=payment.pk, word=word, now=now)]
    answers = all_at_once(jobs * 4)
    assert errors(answers) == []
    assert LedgerEntry.objects.count() == 1
    assert faults(now) == []


def test_one_attempt_is_asked_about_once_by_many_workers(payment, now):
    asked = []

    def post(_url, body):
        asked.append(body)
        return b"{}"

    later = now + FIRST_QUESTION
    all_at_once([lambda: ask_due(post=post, now=later)] * CROWD)
    assert len(asked) == 1


def test_a_press_that_comes_many_times_at_once_begins_one_attempt(payment, now):
    key = uuids.uuid4()
    answers = all_at_once([lambda: make_attempt(Booking.objects.get(), now=now, key=key)] * CROWD)
    assert len({answer.pk for answer in answers if isinstance(answer, OnlinePayment)}) == 1
    assert OnlinePayment.objects.count() == 2


def test_what_came_goes_back_once_whoever_gives_it_and_however_many_workers_ask(payment, now):
    booking, owner = payment.booking, make_user()
    make_paid(booking, now=now)
    cancel(booking=Booking.objects.get(), by=CancelledBy.HOST, now=now)
    asked = []

    def giving():
        told = {"amount_vnd": DUE, "method": PaidBy.VNPAY, "by": owner, "now": now}
        return give_back(key=uuids.uuid4(), booking=booking, **told)

    def post(_url, body):
        asked.append(body)
        return b"{}"

    answers = all_at_once([giving] * CROWD)
    assert not any(isinstance(error, NotSoMuch) for error in errors(answers))
    assert OnlineRefund.objects.count() == 1
    all_at_once([lambda: refund_due(post=post, now=now)] * CROWD)
    assert len(asked) == 1
    assert faults(now) == []
