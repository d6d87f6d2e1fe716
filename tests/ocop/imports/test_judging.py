"""What becomes of each row, from the sending to the register."""

import datetime as dt
import unicodedata

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ocop.domain.imports import work
from ocop.enums import ImportState, RowOutcome
from ocop.models import Certificate, OcopProduct, RegisterImport, SalesPoint
from tests.factories import (
    make_certificate,
    make_commune,
    make_host,
    make_land,
    make_office,
    make_product,
    make_sheet,
    make_user,
)
from tests.factories.ocop import HEADING, ROW
from villages.enums import HostKind
from villages.models import Host, Province

pytestmark = pytest.mark.django_db
NAME, HOST, COMMUNE, GROUP, STARS, DECISION, DAY = range(7)


@pytest.fixture(autouse=True)
def private(settings, tmp_path, monkeypatch):
    """Files of this test lie in a folder of its own."""
    settings.PRIVATE_ROOT = tmp_path
    kept = RegisterImport._meta.get_field("file").storage.__dict__
    for name in ("base_location", "location"):
        monkeypatch.setitem(kept, name, str(tmp_path))


@pytest.fixture
def office():
    return make_office()


def read(office, content: bytes, name: str = "danh sách.xlsx") -> RegisterImport:
    now = timezone.now()
    row = work.send(office=office, content=content, name=name, language="en", by=make_user(), now=now)
    work.work(row.pk, now=now)
    row.refresh_from_db()
    return row


def written(office, content: bytes) -> RegisterImport:
    row = read(office, content)
    work.decide(row=row, now=timezone.now())
    work.work(row.pk, now=timezone.now())
    row.refresh_from_db()
    assert row.state == ImportState.DONE
    return row


def outcomes(row: RegisterImport) -> list[str]:
    return [one.outcome for one in row.rows.order_by("number")]


def said(row: RegisterImport) -> str:
    return " ".join(text for one in row.rows.order_by("number") for text in one.reasons + one.told)


def with_cell(number: int, text: str) -> list[str]:
    return [text if at == number else cell for at, cell in enumerate(ROW)]


def test_a_new_row_makes_product_certificate_and_a_host_that_is_not_verified(office):
    row = read(office, make_sheet(ROW))
    assert (row.state, outcomes(row)) == (ImportState.READY, [RowOutcome.NEW])
    assert not OcopProduct.objects.exists()

    row = written(office, make_sheet(ROW))
    product = OcopProduct.objects.get()
    assert (product.name, product.group, product.commune, product.source) == (ROW[NAME], "IV", make_land(), row.name)
    assert (product.host.name, product.host.kind) == (ROW[HOST], HostKind.COOPERATIVE)
    assert not product.host.is_verified
    certificate = product.certificates.get()
    assert (certificate.stars, certificate.decision_number) == (4, "77/QĐ-UBND")
    assert (certificate.issued_on, certificate.valid_until) == (dt.date(2025, 6, 26), dt.date(2028, 6, 26))
    assert ModelLogEntry.objects.for_instance(product).get().user == row.by


def test_the_same_file_again_changes_nothing(office):
    content = make_sheet(ROW, ["Chum sành"])
    written(office, content)
    again = read(office, content)
    assert outcomes(again) == [RowOutcome.SAME] * 2
    with pytest.raises(work.NothingGood):
        work.decide(row=again, now=timezone.now())


def test_letters_in_pieces_and_doubled_spaces_are_the_same(office):
    written(office, make_sheet(ROW))
    loose = unicodedata.normalize("NFD", "BÌNH  GỐM men nâu ")
    host = unicodedata.normalize("NFD", "Hợp tác xã  Gốm Bến Mơ")
    assert outcomes(read(office, make_sheet([loose, host]))) == [RowOutcome.SAME]


def test_what_a_row_says_otherwise_is_changed_and_told(office):
    written(office, make_sheet(ROW))
    row = written(office, make_sheet(with_cell(GROUP, "I")))
    assert outcomes(row) == [RowOutcome.CHANGED]
    assert OcopProduct.objects.get().group == "I"


def test_an_empty_cell_erases_nothing(office):
    written(office, make_sheet(ROW))
    assert outcomes(read(office, make_sheet(with_cell(GROUP, "")))) == [RowOutcome.SAME]


def test_a_new_decision_replaces_the_certificate_before(office):
    written(office, make_sheet(ROW))
    later = [*ROW[:STARS], "5 sao", "12/QĐ-UBND", "01/03/2026"]
    assert outcomes(written(office, make_sheet(later))) == [RowOutcome.CHANGED]
    old, new = Certificate.objects.order_by("issued_on")
    assert (old.replaced_on, new.replaced_on, new.stars) == (dt.date(2026, 3, 1), None, 5)


@pytest.mark.parametrize(("number", "text"), [(STARS, "3 sao"), (DAY, "27/06/2025")])
def test_a_decision_that_the_register_knows_otherwise_is_not_overwritten(office, number, text):
    written(office, make_sheet(ROW))
    row = read(office, make_sheet(with_cell(number, text)))
    assert outcomes(row) == [RowOutcome.PROBLEM]
    assert Certificate.objects.get().stars == 4


@pytest.mark.parametrize(
    ("number", "text", "reason"),
    [
        (NAME, "", "name is missing"),
        (HOST, "", "host is missing"),
        (COMMUNE, "Không Có", "not in our tables"),
        (COMMUNE, "", "commune is missing"),
        (GROUP, "", "group is missing"),
        (GROUP, "đồ gỗ", "none of the six groups"),
        (STARS, "2 sao", "no certificate"),
        (STARS, "", "stars are missing"),
        (DECISION, "", "number of the decision is missing"),
        (DAY, "", "day of the decision is missing"),
        (DAY, "31/02/2025", "no day of the calendar"),
        (HOST, "Bà Tư", "its kind is not said"),
    ],
)
def test_a_row_to_mend_says_why_and_keeps_the_others_in(office, number, text, reason):
    row = written(office, make_sheet(with_cell(number, text), ["Chum sành", "HTX Lá Sen"]))
    assert outcomes(row) == [RowOutcome.PROBLEM, RowOutcome.NEW]
    assert reason in said(row)
    assert OcopProduct.objects.get().name == "Chum sành"


def test_a_row_twice_is_written_once(office):
    row = written(office, make_sheet(ROW, ROW))
    assert outcomes(row) == [RowOutcome.NEW, RowOutcome.DUPLICATE]
    assert "row 2" in said(row)
    assert OcopProduct.objects.count() == 1


@pytest.mark.parametrize(("number", "text"), [(STARS, "3 sao"), (DAY, "27/06/2025")])
def test_rows_that_contradict_each_other_are_asked_back(office, number, text):
    assert outcomes(read(office, make_sheet(ROW, with_cell(number, text)))) == [RowOutcome.NEW, RowOutcome.PROBLEM]


@pytest.mark.parametrize("text", ["xã Châu Phong, thị xã Quế Võ, tỉnh Bắc Ninh", "Châu Phong", "X. Phù Lãng"])
def test_a_commune_of_before_is_the_one_of_today(office, text):
    written(office, make_sheet(with_cell(COMMUNE, text)))
    product = OcopProduct.objects.get()
    assert product.commune == make_land()
    assert bool(product.former_commune) is ("Quế Võ" in text)


def test_another_province_writes_its_own(office):
    other = Province.objects.create(code="00", name="Ví Dụ")
    make_commune("Bến Xa", province=other)
    row = read(office, make_sheet(with_cell(COMMUNE, "Bến Xa")))
    assert outcomes(row) == [RowOutcome.PROBLEM]


def test_a_code_belongs_to_one_product(office):
    product = make_product(name="Tranh gà", code="24-09292-01-2026")
    heading = [*HEADING, "Mã sản phẩm"]
    row = read(office, make_sheet([*ROW, product.code], heading=heading))
    assert outcomes(row) == [RowOutcome.PROBLEM]
    assert "Tranh gà" in said(row)


def test_the_same_name_within_200_metres_is_asked_back(office):
    product = make_product(make_host(name="Tổ hợp tác khác"), name=ROW[NAME])
    place = SalesPoint.objects.create(name="Quầy", kind="shop", address="Phù Lãng", latitude=21.16, longitude=106.246)
    place.products.add(product)
    heading = [*HEADING, "Vĩ độ", "Kinh độ"]
    near, far = [*ROW, "21.161", "106.246"], [*ROW, "21.17", "106.246"]
    assert outcomes(read(office, make_sheet(near, heading=heading))) == [RowOutcome.PROBLEM]
    assert outcomes(read(office, make_sheet(far, heading=heading))) == [RowOutcome.NEW]


def test_a_host_that_is_there_is_found_by_folded_name_and_commune(office):
    host = make_host(name="Hợp tác xã Gốm Bến Mơ")
    written(office, make_sheet(with_cell(HOST, "htx gom ben mo")))
    assert OcopProduct.objects.get().host == host
    assert Host.objects.count() == 1


def test_a_withdrawn_certificate_is_not_revived_by_a_file(office):
    product = make_product(make_host(name=ROW[HOST]), name=ROW[NAME], group="IV")
    facts = {"decision_number": ROW[DECISION], "issued_on": dt.date(2025, 6, 26), "valid_until": dt.date(2028, 6, 26)}
    certificate = make_certificate(product, stars=4, withdrawn_on=dt.date(2026, 1, 1), **facts)
    assert outcomes(read(office, make_sheet(ROW))) == [RowOutcome.SAME]
    certificate.refresh_from_db()
    assert certificate.withdrawn_on == dt.date(2026, 1, 1)
