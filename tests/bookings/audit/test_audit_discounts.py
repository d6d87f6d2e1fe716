"""What the audit finds of discount codes."""

import datetime as dt

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.discount import use_code
from bookings.models import Booking, DiscountCode
from tests.factories import ask, make_contact, make_discount, make_experience, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(now):
    slot = make_slot(make_experience(), now + dt.timedelta(days=3))
    held = ask(slot, adults=2, now=now)
    use_code(booking=held, typed=make_discount(slot.experience.host).code, now=now)
    return confirm(booking=held, contact=make_contact(), consent=True, now=now)


def found(now):
    return [(one.invariant, one.text) for one in audit(now=now)]


def test_nothing_where_the_code_explains_the_sum(booking, now):
    assert found(now) == []


def test_a_sum_that_the_code_does_not_explain(booking, now):
    wrong = {"total_vnd": booking.total_vnd - 1000, "discount_vnd": booking.discount_vnd + 1000}
    Booking.objects.filter(pk=booking.pk).update(**wrong)
    assert found(now) == [("discount", "is 71000 ₫ cheaper, its code takes 70000 ₫ off")]


def test_a_sum_without_a_code(booking, now):
    Booking.objects.filter(pk=booking.pk).update(discount_code=None)
    assert found(now) == [("discount", "is 70000 ₫ cheaper without a code")]


def test_a_code_of_another_house(booking, now):
    other = make_discount(make_experience().host)
    Booking.objects.filter(pk=booking.pk).update(discount_code=DiscountCode.objects.get(pk=other.pk))
    assert found(now) == [("discount", "has a code of another house")]
