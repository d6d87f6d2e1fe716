"""The yearly survey: shares follow from the answers, and an empty answer counts in none."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from ocop.domain.programme.host_books import shares, survey_years, surveys_of
from tests.factories import make_commune, make_host, make_land, make_office, make_product
from tests.factories.programme import make_survey

pytestmark = pytest.mark.django_db


def answered(commune=None, **fields):
    host = make_host()
    make_product(host, commune=commune or make_land(), code=None)
    return make_survey(host, make_land().province, **fields)


def percents(office, year: int = 2025) -> dict[str, Decimal | None]:
    return {share.key: share.percent for share in shares(office, year)}


def test_shares_are_of_those_who_answered(django_assert_num_queries):
    office = make_office()
    more = {"revenue_vnd": 200, "revenue_before_vnd": 100}
    answered(**more, online_vnd=60, local_workers=5, workers=6, capacity_grew=True, linked=True)
    answered(revenue_vnd=100, revenue_before_vnd=100, local_workers=4, capacity_grew=False)
    answered(revenue_vnd=100, online_vnd=0, linked=True)
    answered()
    with django_assert_num_queries(1):
        found = shares(office, 2025)
    told = {share.key: (share.part, share.whole, share.percent) for share in found}
    assert told == {
        "revenue": (1, 2, Decimal("50.0")),
        "capacity": (1, 2, Decimal("50.0")),
        "linked": (2, 2, Decimal("100.0")),
        "local": (1, 2, Decimal("50.0")),
        "online": (60, 300, Decimal("20.0")),
    }


def test_nobody_asked_is_no_share():
    assert set(percents(make_office()).values()) == {None}


def test_another_year_and_another_commune_count_for_themselves():
    land, other = make_land(), make_commune("Kinh Bắc")
    answered(land, linked=True)
    answered(other, linked=False)
    answered(land, year=2024, linked=False)
    assert percents(make_office())["linked"] == Decimal("50.0")
    office = make_office(commune=land)
    assert percents(office)["linked"] == Decimal("100.0")
    assert (survey_years(office), surveys_of(office, 2025).count()) == ([2025, 2024], 1)


@pytest.mark.parametrize(
    "wrong",
    [{"revenue_vnd": -1}, {"revenue_vnd": 10, "online_vnd": 11}, {"workers": 3, "local_workers": 4}],
)
def test_answers_that_cannot_be_are_refused_by_the_database(wrong):
    with pytest.raises(IntegrityError):
        answered(**wrong)
