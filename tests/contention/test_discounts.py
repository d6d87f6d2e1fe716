"""A code that can be used so often, under a crowd at several times at once."""

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.discount import DiscountRefused, use_code, uses_of
from bookings.models import Booking
from tests.contention.crowd import all_at_once, booked, errors
from tests.factories import ask, make_contact, make_discount, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 12


def test_three_uses_are_three_uses_however_many_type_it_at_once(experience, now):
    code = make_discount(experience.host, most_uses=3)
    slots = [make_slot(experience, capacity=CROWD, now=now, days=7 + number) for number in range(3)]
    held = [ask(slots[number % 3], adults=1, now=now) for number in range(CROWD)]
    jobs = [lambda booking=booking: use_code(booking=booking, typed=code.code, now=now) for booking in held]
    answers = all_at_once(jobs)
    assert [type(error) for error in errors(answers)] == [DiscountRefused] * (CROWD - 3)
    assert uses_of(code, now=now) == Booking.objects.filter(discount_vnd__gt=0).count() == 3


def test_using_and_booking_at_once_books_everybody_at_a_price_that_adds_up(experience, now):
    code = make_discount(experience.host, most_uses=CROWD)
    slot = make_slot(experience, capacity=CROWD, now=now)
    held = [ask(slot, adults=1, now=now) for _ in range(CROWD // 2)]
    use = [lambda booking=booking: use_code(booking=booking, typed=code.code, now=now) for booking in held]
    book = [
        lambda booking=booking: confirm(booking=booking, contact=make_contact(), consent=True, now=now)
        for booking in held
    ]
    answers = all_at_once(use + book)
    assert errors(answers) == []
    assert len(booked(answers)) == CROWD // 2
    assert list(audit(now=now)) == []
