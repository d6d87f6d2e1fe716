"""A host writes lots down at the desk and prints labels for them."""

import datetime as dt
import re
import zlib

import pytest
from django.utils import timezone

from ocop.domain.passport.codes import shown
from ocop.models import Lot, PassportCode, ProductStep
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import code_text, make_certificate, make_lot, make_product
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def product(desk):
    product = make_certificate(make_product(desk.host, name="Bình men da lươn"), stars=4).product
    for n, words in enumerate(["Luyện đất", "Nung củi"]):
        ProductStep.objects.create(product=product, words=words, sort_order=n)
    return product


def sent(**typed) -> dict:
    made = timezone.localdate() - dt.timedelta(days=3)
    told = {"number": "14", "made_on": made.isoformat(), "pieces": "40", "s1-what": "Luyện đất", "s2-what": "Nung củi"}
    return told | {"s2-done_on": made.isoformat(), "s2-place": "Lò số 2"} | typed


def test_a_lot_is_written_down_with_the_steps_that_have_a_day(desk, product):
    form = soup(desk.get("product_lot", pk=product.pk))
    assert form.select_one("[name=s1-what]")["value"] == "Luyện đất"
    assert "Đã ghi" in said(desk.post("product_lot", sent(), pk=product.pk))
    lot = Lot.objects.get()
    assert [(step.what, step.place) for step in lot.steps.all()] == [("Nung củi", "Lò số 2")]
    listed = plain(soup(desk.get("product", pk=product.pk)))
    assert "Lô 14" in listed
    assert shown(code_text(lot)) in listed
    assert "OCOP 4 sao" in listed


def test_the_same_form_twice_is_one_lot(desk, product):
    desk.post("product_lot", sent(), pk=product.pk)
    assert "không có gì thay đổi" in said(desk.post("product_lot", sent(), pk=product.pk))
    lot = Lot.objects.get()
    page = soup(desk.get("lot", pk=lot.pk))
    untouched = {item["name"]: item.get("value", "") for item in page.select("form.desk-form input[name]")}
    assert "không có gì thay đổi" in said(desk.post("lot", untouched, pk=lot.pk))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": ""}, "Hãy đặt số cho lô"),
        ({"number": "lô 14"}, "Chữ không dấu"),
        ({"pieces": ""}, "bao nhiêu sản phẩm"),
        ({"made_on": ""}, "Hãy ghi ngày làm"),
        ({"made_on": "2031-01-01"}, "Làm xong mới ghi lô"),
        ({"s3-done_on": "2026-01-01"}, "Hãy ghi hôm ấy đã làm gì"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(desk, product, typed, words):
    page = soup(desk.post("product_lot", sent(workshop="Lò bầu", **typed), pk=product.pk))
    assert words in plain(page)
    assert page.select_one("[name=workshop]")["value"] == "Lò bầu"
    assert not Lot.objects.exists()


def text_of(pdf: bytes) -> bytes:
    """The drawing of a PDF, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize(("size", "sheets"), [("70x37", 2), ("105x74", 5), ("rubbish", 2)])
def test_labels_are_sheets_of_a4_one_label_for_each_piece(desk, product, size, sheets):
    lot = make_lot(product, number="14", pieces=40, serial_prefix="BL-", serial_first=1)
    answer = desk.get("lot_labels", f"?size={size}", pk=lot.pk)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert pages_of(answer.content) == sheets
    assert b"/FontFile2" in answer.content, "the Vietnamese letters go with it"


def test_a_large_lot_is_printed_in_parts(desk, product):
    lot = make_lot(product, pieces=500)
    assert pages_of(desk.get("lot_labels", "?size=105x74", pk=lot.pk).content) == 30
    assert pages_of(desk.get("lot_labels", "?size=105x74&from=492", pk=lot.pk).content) == 1
    for odd in ("-1", "x", "٣", "9" * 40, "6000"):
        few = make_lot(product, pieces=3)
        assert desk.get("lot_labels", f"?from={odd}", pk=few.pk).status_code == 200


def test_a_product_has_labels_before_it_has_a_lot(desk, product):
    assert pages_of(desk.get("product_labels", pk=product.pk).content) == 1
    code = PassportCode.objects.get().code
    desk.get("product_labels", pk=product.pk)
    assert PassportCode.objects.get().code == code
    assert desk.client.get(f"/p/{code}").status_code == 200


def test_a_desk_shows_its_own_products_alone(desk, product):
    other = make_product(name="Của nhà khác")
    lot = make_lot(other)
    assert "Của nhà khác" not in plain(soup(desk.get("products")))
    for name, pk in [("product", other.pk), ("product_lot", other.pk), ("lot", lot.pk), ("lot_labels", lot.pk)]:
        assert desk.get(name, pk=pk).status_code == 404, name
    assert desk.client.post(desk.url("lot", pk=lot.pk), sent()).status_code == 404
