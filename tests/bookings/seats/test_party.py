"""Quotes: whole đồng, by unit and extra, without a query."""

import pytest

from bookings.domain.seats.party import PartyRefused, price, require_welcome
from experiences.enums import ExtraPer
from experiences.models import Experience, Extra, Unit

ADULT = Unit(pk=1, type="ADULT", price_vnd=350_000)
CHILD = Unit(pk=2, type="CHILD", price_vnd=199_999, needs_adult=True)
INFANT = Unit(pk=3, type="INFANT", price_vnd=0, seats=0, needs_adult=True)
LUNCH = Extra(pk=7, name="Cơm", price_vnd=120_000, per=ExtraPer.PERSON, max_quantity=10)
FIRING = Extra(pk=8, name="Nung", price_vnd=90_001, per=ExtraPer.ITEM, max_quantity=5)
UNITS, EXTRAS = [ADULT, CHILD, INFANT], [LUNCH, FIRING]


def party(units: dict, extras: dict | None = None):
    return price(units=UNITS, extras=EXTRAS, unit_quantities=units, extra_quantities=extras or {})


@pytest.mark.parametrize(
    ("units", "extras", "people", "seats", "total"),
    [
        ({}, {}, 0, 0, 0),
        ({1: 1}, {}, 1, 1, 350_000),
        ({1: 2, 2: 1}, {}, 3, 3, 899_999),
        ({1: 2, 2: 3, 3: 1}, {7: 6, 8: 2}, 6, 5, 700_000 + 599_997 + 720_000 + 180_002),
        ({1: 0, 3: 1}, {7: 0}, 1, 0, 0),
        ({}, {8: 1}, 0, 0, 90_001),
    ],
)
def test_a_quote_adds_up(units, extras, people, seats, total):
    made = party(units, extras)
    assert (made.people, made.seats, made.total_vnd) == (people, seats, total)
    assert sum(line.amount_vnd for line in (*made.units, *made.extras)) == total


def test_lines_are_in_the_host_s_order_without_zeros():
    made = party({3: 1, 2: 0, 1: 2}, {8: 1, 7: 0})
    assert [(line.unit, line.quantity) for line in made.units] == [(ADULT, 2), (INFANT, 1)]
    assert [(line.extra, line.quantity) for line in made.extras] == [(FIRING, 1)]


@pytest.mark.parametrize(("units", "extras"), [({9: 1}, {}), ({1: 1}, {9: 1}), ({1: -1}, {}), ({1: 1}, {7: -1})])
def test_unknown_ids_and_negative_numbers_are_refused(units, extras):
    with pytest.raises(PartyRefused):
        party(units, extras)


def test_meals_are_for_the_people_who_come_and_no_more_than_the_kitchen_cooks():
    experience = Experience(max_party=20)
    require_welcome(experience, party({1: 2, 3: 1}, {7: 3}))
    with pytest.raises(PartyRefused):
        require_welcome(experience, party({1: 2, 3: 1}, {7: 4}))
    require_welcome(experience, party({1: 15}, {7: 10}))
    with pytest.raises(PartyRefused):
        require_welcome(experience, party({1: 15}, {7: 11}))


def test_a_school_class_without_a_teacher_is_welcome_where_students_need_none():
    student = Unit(pk=4, type="STUDENT", price_vnd=150_000)
    made = price(units=[student], extras=[], unit_quantities={4: 20}, extra_quantities={})
    require_welcome(Experience(max_party=20), made)
    assert made.total_vnd == 3_000_000


def test_a_student_is_no_adult():
    student = Unit(pk=4, type="STUDENT", price_vnd=150_000)
    made = price(units=[student, CHILD], extras=[], unit_quantities={4: 1, 2: 1}, extra_quantities={})
    with pytest.raises(PartyRefused):
        require_welcome(Experience(max_party=20), made)
