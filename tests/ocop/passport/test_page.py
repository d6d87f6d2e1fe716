"""What somebody reads who scans a package: who made it, and whether its certificate holds today."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocop.domain.passport.codes import code_of
from ocop.enums import Basis, QualityStandard, SalesPointKind, ShopChannel
from ocop.models import ProductStep, QualityCertificate, SalesPoint, ShopLink
from ocop.web.passport import WRONG_CODES
from tests.factories import (
    NOW,
    code_text,
    make_certificate,
    make_experience,
    make_experience_page,
    make_lot,
    make_product,
)
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def product():
    return make_certificate(make_product(name="Bình men da lươn", name_en="Eel-skin glaze jar"), stars=4).product


def page_of(client, row, language=""):
    answer = client.get(f"{language}/p/{code_text(row)}")
    assert answer.status_code == 200
    return soup(answer)


def verdict(page):
    return plain(page.select_one(".passport-verdict"))


def test_a_certificate_in_force_is_said_in_words_with_its_decision_and_its_end(client, product):
    lot = make_lot(product, number="14")
    certificate = product.certificates.get()
    said = verdict(page_of(client, lot))
    assert "OCOP 4 sao · còn hiệu lực" in said
    assert certificate.decision_number in said
    assert f"{certificate.valid_until:%d/%m/%Y}" in said
    assert "OCOP, 4 stars · in force" in verdict(page_of(client, lot, "/en"))


def test_who_made_it_where_and_how_stands_on_the_page(client, product):
    lot = make_lot(product, number="14", workshop="Lò bầu số 2", test_result="Không thôi chì")
    ProductStep.objects.create(product=product, words="Luyện đất", words_en="Clay is kneaded")
    QualityCertificate.objects.create(product=product, standard=QualityStandard.ISO_9001, number="VN-1")
    point = SalesPoint.objects.create(name="Chợ Nhớn", kind=SalesPointKind.SHOP, address="Bắc Ninh")
    point.products.add(product)
    ShopLink.objects.create(product=product, channel=ShopChannel.TIKI, url="https://tiki.vn/vi-du")
    said = plain(page_of(client, lot))
    for words in ("Bình men da lươn", product.host.legal_name, product.host.address, "Lô 14", "Lò bầu số 2", "Đất sét"):
        assert words in said, words
    for words in ("Không thôi chì", "Chuốt bình", "Nung củi", "ISO 9001", "Chợ Nhớn", "Tiki"):
        assert words in said, words
    assert "Luyện đất" not in said, "the lot's own steps stand before the usual ones"
    assert "Clay is kneaded" in plain(page_of(client, product, "/en"))
    assert product.host.phone.as_e164 not in said.replace(" ", ""), "nobody's phone is for every finder of a label"


def test_it_leads_back_to_what_the_house_offers(client, product, page_tree):
    page = make_experience_page(page_tree, make_experience(product.host))
    links = [link["href"] for link in page_of(client, make_lot(product)).select("a[href]")]
    assert any(link.endswith(page.url) for link in links)
    assert any("/ban-do/?village=" in link for link in links)


@pytest.mark.parametrize("ended", ["expired", "withdrawn", "none"])
def test_what_has_no_certificate_in_force_shows_no_star_and_no_mark(client, today, ended):
    product = make_product()
    if ended == "expired":
        make_certificate(product, stars=5, valid_until=today - DAY)
    elif ended == "withdrawn":
        make_certificate(product, stars=5, withdrawn_on=today)
    page = page_of(client, make_lot(product))
    said = {"expired": "đã hết hạn", "withdrawn": "đã bị thu hồi", "none": "Không có giấy chứng nhận OCOP"}[ended]
    assert said in verdict(page)
    assert not page.select(".stars, .ocop-mark")
    assert "5 sao" not in plain(page)
    assert "hasCertification" not in str(page)


def test_a_certificate_ends_at_midnight_of_its_last_day(client, today):
    product = make_certificate(valid_until=today).product
    lot = make_lot(product)
    assert "còn hiệu lực" in verdict(page_of(client, lot))
    product.certificates.update(valid_until=today - DAY)
    assert "đã hết hạn" in verdict(page_of(client, lot))


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_unknown_code_is_said_to_be_unknown(client, language):
    answer = client.get(f"{language}/p/CCCCCCCC")
    assert answer.status_code == 404
    assert "CCCCCCCC" in plain(soup(answer))
    assert soup(answer).select_one('meta[name=robots][content="noindex"]')


def test_a_proposal_shows_nothing_of_itself(client):
    product = make_certificate(make_product(name="Bí mật", basis=Basis.PROPOSAL)).product
    answer = client.get(f"/p/{code_text(make_lot(product))}")
    assert answer.status_code == 404
    assert "Bí mật" not in answer.content.decode()
    assert "Không có trong sổ công khai" in plain(soup(answer))


def test_a_certificate_that_is_only_proposed_gives_no_stars(client):
    product = make_certificate(basis=Basis.PROPOSAL).product
    assert "Không có giấy chứng nhận" in verdict(page_of(client, make_lot(product)))


def test_a_code_whose_row_is_gone_is_not_a_broken_page(client):
    code = code_of(kind="lot", key=404, now=NOW)
    assert client.get(f"/p/{code.code}").status_code == 404


def test_a_code_typed_otherwise_leads_to_its_own_address(client, product):
    code = code_text(make_lot(product))
    answer = client.get(f"/p/{code[:4].lower()}-{code[4:].lower()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{code}")
    assert client.get("/p/", {"code": f" {code[:4]} {code[4:]}"})["Location"] == f"/p/{code}"
    assert client.get("/p/", {"code": "AAAA"}).status_code == 404
    assert client.get("/p/").status_code == 200


def test_whoever_tries_codes_out_is_shown_nothing_more(client, product):
    code = code_text(make_lot(product))
    for _number in range(int(WRONG_CODES.partition("/")[0])):
        assert client.get("/p/CCCCCCCC").status_code == 404
    assert client.get("/p/HHHHHHHH").status_code == 429
    assert client.get(f"/p/{code}").status_code == 429, "a right guess must not stand out"
    assert client.get(f"/p/{code}/epcis.json").status_code == 429
    assert client.get("/01/9521234500018").status_code == 429
    assert client.get(f"/p/{code}", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_right_codes_are_never_rationed(client, product):
    code = code_text(make_lot(product))
    for _number in range(80):
        answer = client.get(f"/p/{code}")
    assert answer.status_code == 200


def test_a_piece_that_its_lot_has_not_is_said_to_be_unknown(client, product):
    lot = make_lot(product, serial_prefix="BL-", serial_first=1, pieces=40)
    code = code_text(lot)
    assert "BL-40" in plain(soup(client.get(f"/p/{code}?so=BL-40")))
    for wrong in ("BL-41", "BL-0", "BL-007", "XX-3", "BL-٣", "BL-" + "9" * 30):
        said = plain(soup(client.get(f"/p/{code}", {"so": wrong})))
        assert "Không có số này" in said, wrong


def test_what_an_attacker_writes_is_text(client, product):
    product.story = "</script><script>alert(1)</script>"
    product.save()
    body = client.get(f"/p/{code_text(make_lot(product))}?so=<script>alert(2)</script>").content.decode()
    assert "<script>alert" not in body


def test_the_page_costs_the_same_with_one_step_and_with_many(client, product):
    lot = make_lot(product)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, lot)
        return len(captured)

    def one_more(n: int) -> None:
        ProductStep.objects.create(product=product, words=f"Bước {n}")
        make_certificate(product, valid_until=NOW.date() - n * DAY)
        point = SalesPoint.objects.create(name=f"Chợ {n}", kind=SalesPointKind.SHOP, address="Bắc Ninh")
        point.products.add(product)
        # What every page's frame needs is kept again.
        page_of(client, lot)

    one_more(0)
    before = queries()
    for n in range(1, 5):
        one_more(n)
    assert queries() == before


def test_the_map_opens_on_the_village_of_the_product(client, product):
    slug = product.host.village.slug
    frame = soup(client.get(reverse("map"), {"village": slug})).select_one("iframe")
    assert frame["src"].endswith(f"?village={slug}")
    assert client.get(reverse("map"), {"village": "no-such"}).status_code == 404
