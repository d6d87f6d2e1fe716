"""The map of producers and points of sale: only what is certified, only with a position, and a list beside it."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ocop.domain import map as where
from ocop.models import Certificate
from page_cache.store import forget
from tests.factories import make_certificate, make_host, make_land, make_product, make_sales_point, make_village
from tests.pages.reading import plain, soup
from villages.models import Host

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HERE = {"latitude": 21.15, "longitude": 106.25}


@pytest.fixture
def village():
    return make_village("Phù Lãng")


@pytest.fixture
def product(village):
    return certified(make_host(name="Hợp tác xã Gốm Bến Mơ", village=village), name="Bình gốm da lươn")


def certified(host, **fields):
    product = make_product(host, **fields)
    today = timezone.localdate()
    make_certificate(product, issued_on=today - 100 * DAY, valid_until=today + 900 * DAY)
    return product


def page(language: str = "vi"):
    with override(language):
        return soup(Client().get(reverse("ocop_map")))


def texts(language: str = "vi") -> dict:
    with override(language):
        frame = soup(Client().get(reverse("ocop_map_frame")))
    return json.loads(frame.select_one("#map-texts").text)


def test_map_and_list_say_who_makes_it_and_where_it_is_sold(product, village):
    make_sales_point(product, name="Quầy hàng Bến Lò", **HERE)
    told = {each["name"]: each for each in texts().values()}
    assert told[village.name]["lines"] == ["Hợp tác xã Gốm Bến Mơ"]
    assert told[village.name]["url"].endswith(f"?lang={village.slug}")
    assert "Bình gốm da lươn" in told["Quầy hàng Bến Lò"]["lines"]
    listed = page()
    text = plain(listed.select_one(".map-page__list"))
    for word in (village.name, "Hợp tác xã Gốm Bến Mơ", "Quầy hàng Bến Lò", "Bình gốm da lươn", "Xã Phù Lãng"):
        assert word in text, word
    for link in listed.select(".map-page__list a:not([target])"):
        assert Client().get(link["href"], follow=True).status_code == 200, link["href"]


def test_each_link_to_the_map_means_a_pin_that_is_there(product):
    make_sales_point(product, **HERE)
    make_sales_point(product, name="Cửa hàng chưa có vị trí")
    keys = {link["href"].partition("#")[2] for link in page().select("a[target=map-frame]")}
    assert keys == texts().keys()
    assert len(keys) == 2


@pytest.mark.parametrize("lacks", ["latitude", "longitude"])
def test_without_a_position_it_stands_in_the_list_alone(product, lacks):
    make_sales_point(product, name="Siêu thị Kinh Bắc", **(HERE | {lacks: None}))
    assert "Siêu thị Kinh Bắc" not in {each["name"] for each in texts().values()}
    row = page().select_one(".map-place")
    assert "Siêu thị Kinh Bắc" in plain(row)
    assert "chưa có trên bản đồ" in plain(row)
    assert not row.select("a[target=map-frame]")


@pytest.mark.parametrize("change", [{"withdrawn_on": dt.date(2020, 1, 1)}, {"valid_until": dt.date(2026, 1, 2)}])
def test_what_is_not_certified_is_neither_on_the_map_nor_in_the_list(product, village, change):
    make_sales_point(product, name="Quầy hàng Bến Lò", **HERE)
    make_sales_point(make_product(product.host), name="Quầy hàng không", **HERE)
    assert "Quầy hàng không" not in plain(page())
    Certificate.objects.update(issued_on=dt.date(2019, 1, 1), **change)
    forget()
    assert texts() == {}
    text = plain(page())
    for word in ("Hợp tác xã Gốm Bến Mơ", "Quầy hàng Bến Lò"):
        assert word not in text


def test_houses_in_no_craft_village_are_counted_by_commune(product):
    land = make_land()
    for name in ("Hộ Trà Vối", "Hộ Bánh Tẻ"):
        made = certified(make_host(name=name), commune=land)
        Host.objects.filter(pk=made.host_id).update(village=None, commune=land)
    (one,) = where.elsewhere(timezone.localdate())
    assert (one.commune, one.n) == (land, 2)
    assert soup(Client().get(reverse("ocop_map"))).select_one(f"a[href$='?xa={land.code}']")


def test_a_village_of_many_houses_names_the_first_and_leads_to_all(village):
    for number in range(where.SHOWN + 3):
        certified(make_host(name=f"Hộ số {number}", village=village))
    (each,) = where.makers(timezone.localdate(), language="vi")
    assert (each.n, len(each.hosts)) == (where.SHOWN + 3, where.SHOWN)
    (told,) = texts().values()
    assert told["lines"][-1] == "và 3 nhà nữa"
    assert "tất cả 9 nhà" in plain(page())


def test_a_hub_of_many_products_names_the_first_and_counts_all(product):
    more = [certified(product.host, name=f"Bình số {number}") for number in range(where.SHOWN + 1)]
    make_sales_point(product, *more, make_product(product.host, name="Bình không có sao"), **HERE)
    (row,) = where.shops(timezone.localdate(), language="vi")
    assert (row.n, len(row.products)) == (where.SHOWN + 2, where.SHOWN)
    assert "Bình không có sao" not in plain(page())


def test_words_of_editors_never_reach_folium_as_its_own(product):
    make_sales_point(product, name="{{ 7*7 }}</script><b>Quầy", **HERE)
    html = Client().get(reverse("ocop_map_frame")).content.decode()
    assert "49" not in [each["name"] for each in texts().values()]
    assert "{{ 7*7 }}" in [each["name"] for each in texts().values()][-1]
    assert "</script><b>" not in html


def test_a_longer_list_costs_no_more_queries_and_has_an_end(product):
    def cost(url: str) -> int:
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    make_sales_point(product, **HERE)
    urls = [reverse("ocop_map"), reverse("ocop_map_frame")]
    few = [cost(url) for url in urls]
    for number in range(45):
        make_sales_point(certified(make_host(village=make_village(f"Làng {number}"))), **HERE)
    assert [cost(url) for url in urls] == few
    assert len(page().select(".map-place")) == 40


def test_english_readers_get_english_words(product):
    make_sales_point(product, name="Quầy hàng", name_en="Market stall", **HERE)
    assert "Market stall" in {each["name"] for each in texts("en").values()}
    assert "Where to buy them" in plain(page("en"))


def test_the_register_leads_to_the_map():
    assert soup(Client().get(reverse("ocop_products"))).select_one(f"a[href='{reverse('ocop_map')}']")
