"""A booking of a house that takes VNPay, and a VNPay that is there."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from bookings.domain.booking.confirm import confirm
from tests.bookings.money.test_transfer import ACCOUNT
from tests.bookings.online.fake_vnpay import fake_vnpay
from tests.factories import ask, make_contact, make_experience, make_host, make_slot
from tests.factories.online import make_attempt, make_merchant, page_of


@pytest.fixture
def vnpay(settings):
    cache.clear()
    with fake_vnpay() as fake:
        settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = f"{fake.url}/pay", f"{fake.url}/api"
        yield fake


@pytest.fixture
def merchant(db):
    return make_merchant(make_host(**ACCOUNT))


@pytest.fixture
def slot(merchant):
    """Two adults are 700.000 ₫, of which 30 % are to be there within a day; four places."""
    experience = make_experience(host=merchant.host, payment_terms="deposit", deposit_percent=30)
    return make_slot(experience, capacity=4, days=20)


@pytest.fixture
def booking(slot):
    return book(slot)


@pytest.fixture
def begun(vnpay, booking):
    """An attempt whose guest is at VNPay's page."""
    return start(vnpay, booking)


def start(vnpay, booking):
    payment = make_attempt(booking, now=timezone.now())
    assert vnpay.open(page_of(payment)) == payment.reference
    return payment


def book(slot, adults=2):
    """Waits for 210.000 ₫."""
    now = timezone.now()
    return confirm(booking=ask(slot, adults=adults, now=now), contact=make_contact(), consent=True, now=now)
