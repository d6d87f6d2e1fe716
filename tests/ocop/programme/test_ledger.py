"""Sums of what the office did: counted from its rows, of its land alone."""

import pytest

from ocop.domain.programme.keeping import put_away
from ocop.domain.programme.ledger import YearSum, activities_of, year_sums
from ocop.domain.programme.taking_part import Gone, add
from ocop.models import Participation
from tests.factories import make_commune, make_host, make_land, make_office, make_product, make_user
from tests.factories.programme import make_activity, make_participation, make_programme_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def product_in(commune):
    return make_product(make_host(), commune=commune, code=None)


def test_a_year_is_the_sum_of_its_rows(office, django_assert_num_queries, now):
    province, land = office.province, make_land()
    jar, cake = product_in(land), product_in(land)
    fair = make_activity(province, year=2026, spent_vnd=60_000_000)
    second = make_activity(province, year=2026, spent_vnd=None)
    lesson = make_activity(province, year=2026, kind="training", spent_vnd=18_500_000)
    for activity, product in ((fair, jar), (fair, cake), (second, jar)):
        make_participation(activity, product)
    make_participation(lesson, jar)
    away = make_activity(province, year=2026, spent_vnd=999)
    make_participation(away, jar)
    put_away(row=away, by=None, now=now)
    make_activity(province, year=None, kind="meeting")
    with django_assert_num_queries(3):
        sums = year_sums(office)
    assert sums == [
        YearSum(2026, training=1, fairs=2, turns=3, hosts=2, spent_vnd=78_500_000),
        YearSum(None, meetings=1),
    ]


def test_a_commune_has_what_its_hosts_took_part_in():
    land, other = make_land(), make_commune("Kinh Bắc")
    mine, both, theirs = (make_activity(land.province, name=name) for name in ("Một", "Hai", "Ba"))
    for activity, commune in ((mine, land), (both, land), (both, other), (theirs, other)):
        make_participation(activity, product_in(commune))
    office = make_office(commune=land)
    assert set(activities_of(office)) == {mine, both}
    assert [line.turns for line in year_sums(office)] == [2]


def test_a_product_takes_part_once_and_again_after_it_was_taken_out(office, now):
    activity, product, by = make_activity(office.province), product_in(make_land()), make_user()
    first, second = (add(activity=activity, host=product.host, product=product, by=by, now=now) for _twice in range(2))
    assert first == second
    add(activity=activity, host=product.host, product=None, by=by, now=now)
    put_away(row=first, by=by, now=now)
    again = add(activity=activity, host=product.host, product=product, by=by, now=now)
    assert again != first
    assert Participation.objects.filter(put_away_at__isnull=True).count() == 2


def test_nobody_takes_part_in_what_was_put_away(office, now):
    activity, product = make_activity(office.province), product_in(make_land())
    put_away(row=activity, by=None, now=now)
    with pytest.raises(Gone):
        add(activity=activity, host=product.host, product=product, by=make_user(), now=now)


def test_the_factory_has_a_row_of_each_book(office):
    assert len(make_programme_rows(office.province)) == 9
