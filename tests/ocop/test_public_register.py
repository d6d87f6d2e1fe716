"""The public register: found by words, narrowed by choices, gone with the certificate."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocop.domain.register import Asked, listed, search
from ocop.enums import Basis, ProductGroup, QualityStandard
from ocop.models import ExportMarket, GrowingArea, Livestream, OcopProduct, QualityCertificate, ShopLink
from tests.factories import make_certificate, make_host, make_product, make_sales_point, make_village
from villages.models import Commune, FormerCommune, Host, Province

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def shown(today):
    """A vase of Phù Lãng with four stars; the commune has an old name."""
    product = make_product(name="Bình gốm da lươn", name_en="Eel-skin vase", group=ProductGroup.CRAFTS, criteria_set=21)
    product.former_commune = FormerCommune.objects.create(
        commune=product.place, code="09301", name="Châu Phong", district="Quế Võ", province="Bắc Ninh"
    )
    product.save()
    make_certificate(product, stars=4, issued_on=today - 100 * DAY, valid_until=today + 900 * DAY)
    return product


def found(today, **asked):
    return listed(search(Asked(**asked), day=today), day=today)


@pytest.mark.parametrize(
    "text", ["gốm", "GOM binh", "da luon", "eel", "chau phong", "que vo", "Phù Lãng", "“gốm”, bình"]
)
def test_found_by_its_words_and_those_of_its_places_without_marks(shown, today, text):
    assert found(today, text=text) == [shown]


def test_not_found_by_other_words_nor_by_half_of_them(shown, today):
    assert found(today, text="gốm lụa") == []


def test_a_changed_name_of_the_host_is_found_at_once(shown, today):
    shown.host.name = "Lò Sông Cầu"
    shown.host.save()
    assert found(today, text="song cau") == [shown]


def test_every_choice_narrows(shown, today):
    QualityCertificate.objects.create(product=shown, standard=QualityStandard.HACCP)
    right = {
        "group": "IV",
        "criteria_set": 21,
        "stars": 4,
        "commune": shown.place.code,
        "former_commune": "09301",
        "host_kind": shown.host.kind,
        "standard": "haccp",
        "village": shown.host.village.slug,
    }
    wrong = {
        "group": "VI",
        "criteria_set": 22,
        "stars": 5,
        "commune": "00001",
        "former_commune": "00001",
        "host_kind": "association",
        "standard": "gmp",
        "village": "dong-ho",
    }
    assert found(today, **right) == [shown]
    for name, value in wrong.items():
        assert found(today, **right | {name: value}) == [], name


def test_a_quality_certificate_that_ran_out_is_none(shown, today):
    paper = QualityCertificate.objects.create(product=shown, standard=QualityStandard.GMP, valid_until=today)
    assert found(today, standard="gmp") == [shown]
    paper.valid_until = today - DAY
    paper.save()
    assert found(today, standard="gmp") == []


def test_its_own_commune_counts_before_that_of_the_hosts_village(shown, today):
    other = Commune.objects.create(code="09999", name="Gia Bình", province=Province.objects.get())
    OcopProduct.objects.filter(pk=shown.pk).update(commune=other)
    assert found(today, commune="09999") == [shown]
    assert found(today, commune=shown.host.village.commune.code) == []


def pages(client, product):
    """The list, the product, the house: who answers 200 and names the product."""
    urls = [
        reverse("ocop_products"),
        reverse("ocop_product_short", args=[product.pk]),
        reverse("ocop_host", args=[product.host.slug]),
    ]
    answers = [client.get(url, follow=True) for url in urls]
    return [answer.status_code == 200 and product.name in answer.content.decode() for answer in answers]


def test_a_certified_product_has_its_pages_and_says_ocop_beside_its_stars(client, shown):
    assert pages(client, shown) == [True, True, True]
    listed = client.get(reverse("ocop_products")).content.decode()
    assert "OCOP 4 sao" in listed


@pytest.mark.parametrize(
    "change",
    [
        lambda certificate, today: {"withdrawn_on": today},
        lambda certificate, today: {"valid_until": today - DAY},
        lambda certificate, today: {"issued_on": today + DAY},
        lambda certificate, today: {"replaced_on": today},
        lambda certificate, today: {"basis": Basis.PROPOSAL},
    ],
    ids=["withdrawn", "expired", "not yet", "replaced", "proposal"],
)
def test_what_is_not_certified_has_no_page_anywhere(client, shown, today, change):
    shown.certificates.update(**change(shown.certificates.get(), today))
    assert pages(client, shown) == [False, False, False]


def test_an_address_with_an_old_name_leads_to_the_new_one(client, shown):
    answer = client.get(reverse("ocop_product_page", args=[shown.pk, "ten-cu"]))
    assert answer.status_code == 302
    assert answer.url == reverse("ocop_product_page", args=[shown.pk, "binh-gom-da-luon"])


def test_a_product_page_tells_decision_maker_papers_and_shops(client, shown):
    make_sales_point(shown, name="Siêu thị Kinh Bắc")
    ShopLink.objects.create(product=shown, channel="postmart", url="https://postmart.example/binh")
    ExportMarket.objects.create(product=shown, country="KR")
    QualityCertificate.objects.create(product=shown, standard=QualityStandard.ISO_9001, number="VN-77")
    GrowingArea.objects.create(product=shown, code="VN-BN-01")
    text = client.get(reverse("ocop_product_short", args=[shown.pk]), follow=True).content.decode()
    for told in ("Siêu thị Kinh Bắc", "Postmart", "Hàn Quốc", "ISO 9001 · VN-77", "VN-BN-01", shown.host.name):
        assert told in text, told
    assert shown.certificates.get().decision_number in text


def test_the_number_of_a_house_that_nobody_has_verified_is_not_told(client, shown):
    page = reverse("ocop_product_short", args=[shown.pk])
    number = shown.host.phone.as_national
    assert number in client.get(page, follow=True).content.decode()
    Host.objects.update(verified_at=None)
    assert number not in client.get(page, follow=True).content.decode()


def test_english_readers_get_english_names(client, shown):
    answer = client.get(f"/en{reverse('ocop_products')}".replace("/en/en", "/en"))
    assert "Eel-skin vase" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["sao=9", "xa=zz&lang=%00", "bo=abc&nhom=VII", "q=" + "g" * 5000, "page=999", "page=x"]
)
def test_an_old_or_mangled_link_shows_a_list_and_no_error(client, shown, query):
    assert client.get(f"{reverse('ocop_products')}?{query}").status_code == 200


def test_an_empty_search_says_what_to_do(client, shown):
    answer = client.get(reverse("ocop_products"), {"q": "không có gì như thế"})
    assert "/san-pham/" in answer.content.decode()
    assert "Bình gốm da lươn" not in answer.content.decode()


def test_a_long_list_costs_as_many_queries_as_a_short_one(client, today):
    village = make_village()

    def fill(count):
        for _number in range(count):
            product = make_product(make_host(village=village))
            make_certificate(product, valid_until=today + 900 * DAY)

    def cost():
        client.get(reverse("ocop_products"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("ocop_products")).status_code == 200
        return len(queries)

    fill(2)
    few = cost()
    fill(6)
    assert cost() == few


def test_a_livestream_to_come_leads_to_where_it_is_shown(shown, client):
    address = "https://live.example/binh-gom"
    Livestream.objects.create(product=shown, starts_at=timezone.now() + DAY, channel="tiktok", url=address)
    page = client.get(reverse("ocop_product_short", args=[shown.pk]), follow=True).content.decode()
    assert f'href="{address}"' in page
