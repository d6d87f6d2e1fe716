"""Hands that take away prices at once leave one, and guests who book meanwhile keep what they were told."""

from functools import partial

import pytest

from bookings.domain.calendar.experiences import remove_part
from bookings.domain.seats.party import PartyRefused
from experiences.domain.selling import LastUnit, change
from tests.contention.crowd import all_at_once, booked, errors
from tests.factories import ask, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


def test_all_prices_removed_at_once_leave_one(experience, now):
    units = list(experience.units.all())
    answers = all_at_once([partial(remove_part, part=unit, by=None, now=now) for unit in units])
    assert experience.units.count() == 1
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [LastUnit]


def test_a_price_that_changes_while_guests_book_is_the_old_or_the_new_one(experience, now):
    slot = make_slot(experience, capacity=40, now=now)
    adult = experience.units.get(type="ADULT")
    old, new = adult.price_vnd, adult.price_vnd + 70_000
    told = {"experience_id": experience.pk, "by": None, "facts": {}, "extra_prices": {}}
    guests = [partial(ask, slot, adults=1, now=now) for _ in range(8)]
    answers = all_at_once([partial(change, unit_prices={adult.pk: new}, **told), *guests])
    assert errors(answers) == []
    for booking in booked(answers):
        assert booking.total_vnd == booking.units.get().price_vnd
        assert booking.total_vnd in (old, new)


def test_a_price_that_is_removed_while_guests_book_refuses_some_and_breaks_nobodys_booking(experience, now):
    """The rows of their booking refer to it: a guest and the host would both be told of a broken key."""
    slots = [make_slot(experience, capacity=40, now=now, days=days) for days in (1, 2, 3)]
    adult = experience.units.get(type="ADULT")
    guests = [partial(ask, slot, adults=1, now=now) for slot in slots for _ in range(5)]
    remove = partial(remove_part, part=adult, by=None, now=now)
    answers = all_at_once([*guests[:8], remove, *guests[8:]])
    assert {type(answer) for answer in errors(answers)} <= {PartyRefused}
    assert not experience.units.filter(pk=adult.pk).exists()
    for booking in booked(answers):
        assert booking.units.get().price_vnd == adult.price_vnd
