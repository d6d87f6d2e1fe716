"""What the register and the villages offer as proof in a dossier."""

import datetime as dt

import pytest

from ocop.domain.evidence import known
from ocop.domain.evidence.registry import Period, year_until
from tests.factories import NOW, make_artisan, make_certificate, make_host, make_product, make_village
from tests.factories.villages import make_sales_point
from villages.models import Festival

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
YEAR = year_until(NOW.date())


def test_points_of_sale_count_once_and_certified_products_are_told():
    host = make_host()
    one, two = make_product(host), make_product(host, name="Chum men nâu")
    make_certificate(one)
    make_sales_point(one, two)
    make_sales_point(make_product(make_host()), name="Quầy ở nơi khác")
    (offered,) = known.points_of_sale(host, YEAR)
    assert offered.figure == 1
    assert offered.text.vi == "1 điểm bán: Quầy hàng Bến Lò. 1 sản phẩm đang được công nhận OCOP."
    assert offered.text.en.endswith("1 product is certified OCOP.")
    assert host.slug in offered.source_url


def test_nothing_certified_has_no_public_page_to_point_at():
    host = make_host()
    make_sales_point(make_product(host))
    (offered,) = known.points_of_sale(host, YEAR)
    assert (offered.figure, offered.source_url) == (1, "")


def test_a_pair_of_singers_is_two_and_who_has_left_is_none():
    host = make_host()
    make_artisan(host, people=2)
    make_artisan(host)
    make_artisan(host, active=False)
    (offered,) = known.artisans(host, YEAR)
    assert (offered.figure, offered.points) == (3, None)


def test_festivals_of_the_village_fall_by_the_lunar_calendar():
    village = make_village()
    Festival.objects.create(village=village, name="Hội làng (ví dụ)", lunar_month=2, lunar_day=6, days=3)
    Festival.objects.create(village=make_village(), name="Hội ở nơi khác", lunar_month=2, lunar_day=6)
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    (offered,) = known.festivals(make_host(village), year)
    assert (offered.figure, offered.points) == (1, 1)
    # 6/2 of the lunar year 2026 is 24 March.
    assert "Hội làng (ví dụ) (24/03/2026)" in offered.text.vi


def test_a_house_outside_a_village_has_no_festival():
    host = make_host()
    host.village_id = None
    assert known.festivals(host, YEAR) == []
