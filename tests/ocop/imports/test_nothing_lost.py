"""What our own Excel says of a product comes back into an empty register; what cannot be so is asked back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ocop.enums import Basis, RowOutcome
from ocop.models import Certificate, OcopProduct
from tests.factories import make_certificate, make_host, make_land, make_office, make_product, make_sheet
from tests.factories.ocop import HEADING
from tests.ocop.imports.test_judging import outcomes, private, read, said, written  # noqa: F401  a fixture
from tests.ocop.office.test_register import DAY, client, names  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
KEPT = ("stars", "decision_number", "issued_on", "valid_until", "extended_until", "extension_reason", "replaced_on")
KEPT += ("withdrawn_on", "basis")


@pytest.fixture
def office():
    return make_office()


def facts() -> list[tuple]:
    return list(Certificate.objects.order_by("issued_on").values_list("product__name", "product__basis", *KEPT))


def test_into_an_empty_register_it_is_as_it_was(office, client):  # noqa: F811
    today = timezone.localdate()
    jar = make_product(make_host(name="HTX Bến Mơ"), name="Bình gốm", group="IV", commune=make_land(), code=None)
    make_certificate(
        jar,
        decision_number="1/QĐ",
        issued_on=today - 1200 * DAY,
        valid_until=today - 100 * DAY,
        replaced_on=today - DAY,
    )
    make_certificate(
        jar,
        decision_number="2/QĐ",
        issued_on=today - DAY,
        valid_until=today + 900 * DAY,
        extended_until=today + 1000 * DAY,
        extension_reason="Chờ hội đồng họp",
        basis=Basis.PRESS,
    )
    idea = make_product(jar.host, name="Chum", group="IV", commune=make_land(), code=None, basis=Basis.PROPOSAL)
    make_certificate(idea, decision_number="3/TTr", issued_on=today, basis=Basis.PROPOSAL)
    before = facts()
    content = client.get(reverse("office:products_file", args=[office.slug])).content
    OcopProduct.objects.all().delete()
    assert not Certificate.objects.exists()
    written(office, content)
    assert facts() == before


def row_with(office, title: str, text: str, *, group: str = "IV", decision: str = "77/QĐ-UBND", **more: str):
    certificate = ["4 sao", decision, "26/06/2025"] if decision else ["", "", ""]
    cells = ["Bình gốm men nâu", "HTX Gốm Bến Mơ", "Phù Lãng", group, *certificate, text, *more.values()]
    return read(office, make_sheet(cells, heading=[*HEADING, title, *more]))


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Gia hạn đến", "26/12/2028", "180 days"),
        ("Thu hồi từ ngày", "25/06/2025", "withdrawn before"),
        ("Được thay từ ngày", "25/06/2025", "replaced before"),
        ("Bộ tiêu chí", "26", "another product group"),
        ("Giấy chứng nhận dựa trên", "nghe nói", "rests on"),
    ],
)
def test_what_cannot_be_is_asked_back(office, title, text, why):
    make_land()
    row = row_with(office, title, text)
    assert outcomes(row) == [RowOutcome.PROBLEM]
    assert why in said(row)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Thu hồi từ ngày", "27/06/2025"),
        ("Giấy chứng nhận dựa trên", "Báo chí nhà nước"),
    ],
)
def test_what_can_be_is_taken(office, title, text):
    make_land()
    assert outcomes(row_with(office, title, text)) == [RowOutcome.NEW]


# Decision 26/2026/QĐ-TTg, art. 12.3: an officer extends with a reason, at most 180 days.
@pytest.mark.parametrize(
    ("until", "reason", "outcome"),
    [
        ("24/12/2028", "Chờ hội đồng họp", RowOutcome.PROBLEM),
        ("23/12/2028", "Chờ hội đồng họp", RowOutcome.NEW),
        ("22/12/2028", "", RowOutcome.PROBLEM),
        ("22/12/2028", "  ", RowOutcome.PROBLEM),
    ],
)
def test_a_file_extends_a_certificate_with_a_reason_and_by_180_days_at_most(office, until, reason, outcome):
    make_land()
    row = row_with(office, "Gia hạn đến", until, **{"Lý do gia hạn": reason})
    assert outcomes(row) == [outcome]


def test_a_second_certificate_of_a_product_in_the_file_needs_its_reason_too(office):
    make_land()
    more = {"Gia hạn đến": "", "Lý do gia hạn": ""}
    one = ["Bình gốm men nâu", "HTX Gốm Bến Mơ", "Phù Lãng", "IV", "3 sao", "12/QĐ-UBND", "26/06/2022", "", ""]
    two = [*one[:4], "4 sao", "77/QĐ-UBND", "26/06/2025", "22/12/2028", ""]
    row = read(office, make_sheet(one, two, heading=[*HEADING, *more]))
    assert outcomes(row) == [RowOutcome.NEW, RowOutcome.PROBLEM]


def test_an_extension_of_nothing_is_asked_back(office):
    make_land()
    row = row_with(office, "Gia hạn đến", "22/12/2028", decision="", **{"Lý do gia hạn": "Chờ hội đồng họp"})
    assert outcomes(row) == [RowOutcome.PROBLEM]
    assert "does not say which" in said(row)


def test_what_was_extended_without_a_word_before_stays_the_same_and_another_reason_is_told(office):
    product = make_product(make_host(name="HTX Gốm Bến Mơ"), name="Bình gốm men nâu", group="IV", commune=make_land())
    facts = {"stars": 4, "decision_number": "77/QĐ-UBND", "issued_on": dt.date(2025, 6, 26)}
    facts |= {"valid_until": dt.date(2028, 6, 26), "extended_until": dt.date(2028, 12, 22)}
    one = make_certificate(product, **facts)
    assert outcomes(row_with(office, "Gia hạn đến", "22/12/2028")) == [RowOutcome.SAME]
    row = row_with(office, "Gia hạn đến", "22/12/2028", **{"Lý do gia hạn": "Chờ hội đồng họp"})
    assert outcomes(row) == [RowOutcome.PROBLEM]
    one.refresh_from_db()
    assert one.extension_reason == ""


def test_a_certificate_that_begins_later_has_not_ended_and_a_proposal_is_marked(office, client):  # noqa: F811
    today = timezone.localdate()
    coming = make_product(name="Tranh Đàn lợn", group="IV", commune=make_land(), basis=Basis.PROPOSAL)
    make_certificate(coming, issued_on=today + 3 * DAY, valid_until=today + 900 * DAY)
    assert names(client, office, state="ended") == set()
    assert names(client, office, q="dan lon") == {"Tranh Đàn lợn"}
    assert "không công khai" in client.get(reverse("office:products", args=[office.slug])).content.decode()
