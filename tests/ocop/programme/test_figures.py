"""What the register says on a day: what counts, by which land, in how many queries."""

import datetime as dt

import pytest

from ocop.domain.programme.figures import figures, former_provinces
from ocop.enums import Basis
from tests.factories import (
    make_certificate,
    make_commune,
    make_host,
    make_land,
    make_office,
    make_product,
    make_village,
)
from villages.models import FormerCommune

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 28)
FACTS = {"issued_on": dt.date(2025, 3, 10), "valid_until": dt.date(2028, 3, 10)}


@pytest.fixture
def office():
    return make_office()


def certified(*, stars: int = 3, commune=None, host=None, product=None, **fields):
    given = {name: fields.pop(name) for name in list(fields) if name in ("group", "former_commune", "basis", "village")}
    if product is None:
        product = make_product(host or make_host(), commune=commune or make_land(), code=None, **given)
    make_certificate(product, stars=stars, **(FACTS | fields))
    return product


def test_a_product_counts_once_by_the_most_stars_it_holds(office):
    product = certified(stars=3)
    certified(stars=4, product=product, decision_number="2/QĐ")
    found = figures(office, TODAY)
    assert (found.total, dict(found.by(lambda cell: cell.stars))) == (1, {4: 1})


def test_a_certificate_counts_on_its_days_alone(office):
    certified(issued_on=dt.date(2023, 11, 29), valid_until=dt.date(2026, 11, 28))
    days = [dt.date(2023, 11, 28), dt.date(2023, 11, 29), dt.date(2026, 11, 28), dt.date(2026, 11, 29)]
    assert [figures(office, day).total for day in days] == [0, 1, 1, 0]
    assert [figures(office, day, ever=True).total for day in days] == [0, 1, 1, 1]


def test_what_was_withdrawn_or_only_proposed_does_not_count(office):
    certified(withdrawn_on=TODAY)
    certified(basis=Basis.PROPOSAL)
    product = make_product(commune=make_land(), code=None)
    make_certificate(product, basis=Basis.PROPOSAL, **FACTS)
    assert figures(office, TODAY).total == 0


def test_an_office_counts_its_own_land(office):
    other = make_commune("Kinh Bắc")
    certified()
    certified(commune=other)
    village = make_village()
    certified(product=make_product(make_host(village=village), commune=None, code=None))
    assert figures(office, TODAY).total == 3
    assert figures(make_office(commune=other), TODAY).total == 1
    assert figures(make_office(commune=village.commune), TODAY).total >= 1


def test_the_land_of_before_july_2025_is_what_the_register_says_or_what_follows(office):
    merged = make_commune("Hợp Thịnh")
    for code, province in (("09999", "Bắc Giang"), ("09998", "Bắc Ninh")):
        facts = {"commune": merged, "district": f"huyện {province}", "province": province}
        FormerCommune.objects.create(code=code, name=province, **facts)
    certified(commune=merged, former_commune=FormerCommune.objects.get(code="09999"))
    certified(commune=merged)
    certified()
    found = figures(office, TODAY)
    assert former_provinces(office.province) == ["Bắc Giang", "Bắc Ninh"]
    assert found.of("Bắc Giang").total == 1
    assert found.of("Bắc Ninh").total == 1, "Phù Lãng was made of one district; of Hợp Thịnh nobody knows"
    assert found.of("").total == 3


def test_hosts_count_once(office):
    host = make_host(kind="cooperative")
    certified(host=host)
    certified(host=host, group="I")
    certified(host=make_host(kind="household"))
    found = figures(office, TODAY)
    assert (found.hosts, dict(found.hosts_by_kind)) == (2, {"cooperative": 1, "household": 1})


def test_more_products_cost_no_more_queries(office, django_assert_num_queries):
    for number in (2, 20):
        for _each in range(number):
            certified()
        with django_assert_num_queries(2):
            figures(office, TODAY)
