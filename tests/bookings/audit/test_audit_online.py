"""Faults planted in what gateways said are found, each by its own invariant."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money.online.refunding import give_back
from bookings.enums import CancelledBy, PaidBy
from bookings.models import LedgerEntry, OnlineMove, OnlinePayment, OnlineRefund
from tests.bookings.audit.audit_world import found
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user
from tests.factories.online import NOWHERE, make_attempt, make_merchant, make_paid

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def paid(settings):
    """700.000 ₫ by VNPay, cancelled by the house, 500.000 ₫ of it on their way back; beside it an attempt."""
    settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = NOWHERE.values()
    slot = make_slot(make_experience(host=make_host()), now=NOW)
    make_merchant(slot.experience.host, now=NOW)
    booking = make_booking(slot, adults=2, now=NOW - HOUR)
    make_attempt(booking, now=NOW)
    paid = make_paid(booking, now=NOW)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    told = {"method": PaidBy.VNPAY, "amount_vnd": 500_000, "by": make_user(), "now": NOW}
    give_back(key=uuids.uuid4(), booking=booking, **told)
    return paid


def faults(*, decided: bool = True) -> set[str]:
    items = [item for item in found() if item.invariant.startswith("online")]
    return {item.invariant for item in items if item.open_decision is not decided}


def change(model, pk, **fields) -> None:
    model._base_manager.filter(pk=pk).update(**fields)


def test_what_was_kept_well_has_no_fault(paid):
    assert faults() == faults(decided=False) == set()


@pytest.mark.parametrize("fields", [{"amount_vnd": 1}, {"method": "transfer"}])
def test_a_payment_that_is_not_its_row(paid, fields):
    change(LedgerEntry, paid.entry_id, **fields)
    assert "online-adds-up" in faults()


def test_a_row_of_which_no_gateway_told(paid):
    LedgerEntry.objects.create(
        key_hash="x", host=paid.merchant.host, booking=paid.booking, kind="payment", method="vnpay", state="received",
        amount_vnd=1, happened_at=NOW, created_at=NOW,
    )  # fmt: skip
    assert faults() == {"online-adds-up"}


def test_a_refund_of_which_nobody_is_to_ask_a_gateway(paid):
    OnlineRefund.objects.all().delete()
    assert faults() == {"online-given-back"}


def test_more_goes_back_than_came(paid):
    change(LedgerEntry, OnlineRefund.objects.get().entry_id, amount_vnd=700_001)
    assert "online-given-back" in faults()


def test_a_refund_that_nobody_answered_is_for_the_house_to_decide(paid):
    OnlineRefund.objects.update(state="unclear")
    assert faults(decided=False) == {"online-given-back"}


def test_a_state_that_the_log_does_not_have(paid):
    OnlineMove._base_manager.all().delete()
    assert faults() == {"online-state-logged"}
    assert OnlinePayment.objects.count() == 2
