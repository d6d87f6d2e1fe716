"""What a guest reads of what they have paid: on the ticket, when cancelling, and as a receipt."""

import datetime as dt
import uuid as uuids

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, PaidBy
from tests.factories import make_booking, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def booking():
    return make_booking(make_slot(), adults=2)


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def pay(booking, owner, amount, method=PaidBy.CASH):
    return ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=method,
        amount_vnd=amount,
        due_vnd=account_of(booking).due,
        by=owner,
        now=timezone.now(),
    )


def read(client, view, booking, language="vi") -> str:
    return plain(soup(client.get(url(view, booking, language))).main).replace("\xa0", " ")


def test_a_ticket_says_what_was_paid_and_what_is_left(client, booking, owner):
    assert "Biên nhận" not in read(client, "booking", booking)
    pay(booking, owner, 200_000)
    ticket = read(client, "booking", booking)
    assert "Bạn đã trả 200.000 ₫" in ticket
    assert "Còn phải trả 500.000 ₫" in ticket
    assert "You have paid ₫200,000" in read(client, "booking", booking, "en")


def test_who_cancels_free_of_charge_reads_before_and_after_that_the_money_comes_back(client, booking, owner):
    pay(booking, owner, 700_000)
    assert "chủ nhà trả lại bạn 700.000 ₫" in read(client, "booking", booking)
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    assert "Chủ nhà sẽ trả lại bạn 700.000 ₫" in read(client, "booking", booking)


def test_a_receipt_has_every_payment_that_stands(client, booking, owner):
    pay(booking, owner, 200_000)
    slip = pay(booking, owner, 123_000)
    ledger.reverse(entry=slip, by=owner, now=timezone.now())
    pay(booking, owner, 500_000, PaidBy.TRANSFER)
    receipt = read(client, "receipt", booking)
    assert booking.slot.experience.host.legal_name in receipt
    assert "200.000 ₫" in receipt
    assert "chuyển khoản" in receipt
    assert "123.000" not in receipt
    # Who of the house took it is the house's own business.
    assert "Bùi Thị Linh" not in receipt


def test_a_refund_that_bounced_is_not_on_the_receipt(client, booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    sent = ledger.give_back(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.TRANSFER,
        amount_vnd=700_000,
        by=owner,
        now=timezone.now(),
    )
    assert "−700.000 ₫" in read(client, "receipt", booking)
    later = timezone.now() + dt.timedelta(minutes=1)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=later)
    receipt = read(client, "receipt", booking)
    assert "−700.000 ₫" not in receipt
    assert "Bạn được trả lại 700.000 ₫" in receipt


def test_before_anything_was_paid_the_receipt_says_so(client, booking):
    assert "Chưa trả khoản nào" in read(client, "receipt", booking)
