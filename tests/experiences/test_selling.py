"""What is sold changes under the same rules, whoever changes it."""

import pytest

from common.data.rules import NotPossible
from experiences.domain.selling import (
    BadPrice,
    LastUnit,
    SameKind,
    SoldNoMore,
    bring_back,
    change,
    remove_part,
    save_part,
)
from experiences.models import Extra, Unit
from tests.factories import make_experience, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def experience():
    return make_experience()


@shared
def adult(experience):
    return experience.units.get(type="ADULT")


def write(experience, **what):
    told = {"facts": {}, "unit_prices": {}, "extra_prices": {}} | what
    return change(experience_id=experience.pk, by=None, **told)


def test_only_what_is_given_is_written(experience, adult):
    write(experience, facts={"capacity": 12}, unit_prices={adult.pk: 420_000})
    experience.refresh_from_db()
    assert (experience.capacity, experience.duration_minutes) == (12, 180)
    assert list(experience.units.values_list("price_vnd", flat=True)) == [420_000, 200_000, 0]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"capacity": 0}, "1"),
        ({"capacity": 501}, "500"),
        ({"min_to_run": 9}, "số chỗ"),
        ({"languages": []}, "còn trống"),
    ],
)
def test_what_an_experience_cannot_be_is_refused_whole(experience, adult, facts, why):
    with pytest.raises(NotPossible, match=why):
        write(experience, facts=facts, unit_prices={adult.pk: 420_000})
    adult.refresh_from_db()
    assert adult.price_vnd == 350_000


@pytest.mark.parametrize("price_vnd", [-1, 100_000_001])
def test_a_price_beyond_any_price_is_refused(experience, adult, price_vnd):
    with pytest.raises(BadPrice):
        write(experience, unit_prices={adult.pk: price_vnd})


def test_a_price_of_another_experience_is_not_sold_here(experience):
    other = make_experience().units.get(type="ADULT")
    with pytest.raises(SoldNoMore):
        write(experience, unit_prices={other.pk: 1_000})
    other.refresh_from_db()
    assert other.price_vnd == 350_000


def test_a_kind_of_guest_has_one_price(experience):
    with pytest.raises(SameKind):
        save_part(part=Unit(experience=experience, type="ADULT", price_vnd=1_000), by=None)


def test_ages_the_wrong_way_round_are_refused(experience):
    with pytest.raises(NotPossible):
        save_part(part=Unit(experience=experience, type="STUDENT", price_vnd=1, min_age=22, max_age=18), by=None)


def test_the_last_price_stays_and_an_extra_need_not(experience, adult):
    for unit in experience.units.exclude(pk=adult.pk):
        remove_part(part=unit, by=None)
    with pytest.raises(LastUnit):
        remove_part(part=adult, by=None)
    for extra in experience.extras.all():
        remove_part(part=extra, by=make_user())
    assert (experience.units.count(), Extra.objects.count()) == (1, 0)


def test_a_second_removal_and_a_second_undo_change_nothing(experience, adult):
    remove_part(part=adult, by=None)
    remove_part(part=adult, by=None)
    bring_back(part=adult, by=None)
    Unit.objects.filter(pk=adult.pk).update(price_vnd=420_000)
    assert bring_back(part=adult, by=None).price_vnd == 420_000
    assert experience.units.count() == 3


def test_what_another_has_taken_the_place_of_is_not_brought_back(experience, adult):
    remove_part(part=adult, by=None)
    save_part(part=Unit(experience=experience, type="ADULT", price_vnd=1_000), by=None)
    with pytest.raises(SameKind):
        bring_back(part=adult, by=None)
