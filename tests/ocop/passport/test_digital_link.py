"""GS1 Digital Link addresses answer with the same page as the code on the package."""

import pytest

from ocop.domain.passport import digital_link
from ocop.models import ScanDay
from tests.factories import code_text, make_certificate, make_lot, make_product
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot():
    product = make_certificate(make_product(name="Bình men da lươn", gtin="8935000000014")).product
    return make_lot(product, number="14", serial_prefix="BL-", serial_first=1, pieces=40)


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("12345670", "00000012345670"),
        ("614141000036", "00614141000036"),
        ("8935000000014", "08935000000014"),
        ("08935000000014", "08935000000014"),
    ],
)
def test_barcodes_of_every_length_are_padded_to_14(typed, full):
    assert digital_link.gtin_14(typed) == full


@pytest.mark.parametrize("typed", ["", "8935000000015", "893500000001", "٨٩٣٥٠٠٠٠٠٠٠١٤", "x" * 14, "8" * 400])
def test_what_does_not_check_is_no_barcode(client, typed):
    assert digital_link.gtin_14(typed) is None


@pytest.mark.parametrize("gtin", ["8935000000014", "08935000000014"])
def test_product_lot_and_piece_answer_by_barcode(client, lot, gtin):
    for path, said in [("", "Bình men da lươn"), ("/10/14", "Lô 14"), ("/10/14/21/BL-3", "BL-3")]:
        answer = client.get(f"/01/{gtin}{path}")
        assert answer.status_code == 200, path
        assert said in plain(soup(answer))
    assert client.get(f"/en/01/{gtin}/10/14").status_code == 200
    by_code, by_barcode = (soup(client.get(path)) for path in (f"/p/{code_text(lot)}", f"/01/{gtin}/10/14"))
    assert by_barcode.select_one("link[rel=canonical]")["href"] == f"/p/{code_text(lot)}"
    assert plain(by_code.select_one("main")) == plain(by_barcode.select_one("main"))


def test_scans_by_barcode_count_for_the_same_code(client, lot):
    client.get(f"/p/{code_text(lot)}")
    client.get("/01/08935000000014/10/14")
    client.get("/01/08935000000014/10/14/21/BL-3")
    assert ScanDay.objects.get(code__code=code_text(lot)).scans == 3


def test_an_unknown_lot_is_said_beside_its_product_and_an_unknown_barcode_by_itself(client, lot):
    answer = client.get("/01/08935000000014/10/99")
    assert answer.status_code == 404
    assert "Không có lô này" in plain(soup(answer))
    assert client.get("/01/9521234500018").status_code == 404
    assert client.get("/01/8935000000015").status_code == 404
    assert "Không có số này" in plain(soup(client.get("/01/08935000000014/10/14/21/BL-99")))


def test_a_path_is_made_of_what_is_there():
    assert digital_link.path(gtin="12345670") == "/01/00000012345670"
    made = digital_link.path(gtin="08935000000014", lot="14", serial="BL-3")
    assert made == "/01/08935000000014/10/14/21/BL-3"
