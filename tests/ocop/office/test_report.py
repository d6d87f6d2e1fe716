"""The report of a year opens as Word and as Excel with the page's figures, each with a link to what it counts."""

import datetime as dt
import io
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from tests.factories import make_commune, make_land, make_office
from tests.factories.programme import make_activity, make_participation, make_scheme, make_survey
from tests.ocop.office.test_programme import signed_in
from tests.ocop.programme.test_figures import certified
from tests.ocop.programme.test_targets import make_target
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def client(office):
    return signed_in(office)


def get(client, office, name: str, **asked):
    return client.get(reverse(f"office:{name}", args=[office.slug]), asked)


def make_year(office) -> None:
    today = timezone.localdate()
    jar = certified(stars=4, issued_on=today.replace(month=1, day=1), group="IV")
    certified(stars=3)
    make_participation(make_activity(office.province, year=today.year, spent_vnd=64_000_000), jar)
    make_survey(jar.host, office.province, year=today.year, linked=True)
    make_target(office, value=700)


def test_page_word_and_excel_say_the_same(office, client):
    make_year(office)
    make_scheme(office.province, name="=cmd|' /C calc'!A0")
    rows = soup(get(client, office, "report")).select(".programme-figures--report tr")
    shown = [(row.th.get_text(), row.td.get_text()) for row in rows]
    assert ("Sản phẩm còn hiệu lực", "2") in shown
    assert ("OCOP 4 sao", "1") in shown
    assert ("Kinh phí", "64.000.000\xa0₫") in shown
    document = Document(io.BytesIO(get(client, office, "report_word").content))
    # Links are no part of what python-docx calls the text of a cell of an older release.
    printed = [tuple(cell.text for cell in row.cells) for table in document.tables[1:-1] for row in table.rows]
    assert printed == shown
    sheet = load_workbook(io.BytesIO(get(client, office, "report_excel").content)).active
    written = {line[0]: line[1] for line in sheet.iter_rows(values_only=True) if line[0]}
    assert {label for label, _text in shown} <= set(written)
    assert (written["Sản phẩm còn hiệu lực"], written["Kinh phí"]) == (2, 64_000_000)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_word_file_has_the_form_of_an_offices_letter(office, client):
    document = Document(io.BytesIO(get(client, office, "report_word").content))
    head = " ".join(cell.text for cell in document.tables[0].rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "Độc lập - Tự do - Hạnh phúc" in head
    page = document.sections[0]
    millimetres = [round(each.mm) for each in (page.page_width, page.page_height, page.left_margin, page.right_margin)]
    assert millimetres == [210, 297, 30, 20]
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_every_link_of_the_files_leads_to_a_page(office, client):
    make_year(office)
    document = Document(io.BytesIO(get(client, office, "report_word").content))
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    sheet = load_workbook(io.BytesIO(get(client, office, "report_excel").content)).active
    in_sheet = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert in_sheet == links
    assert len(links) > 10
    for link in links:
        assert link.startswith(settings.BASE_URL)
        parts = urlsplit(link)
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200, link


def test_a_past_year_is_of_its_last_day_and_a_wrong_one_is_this(office, client):
    year = timezone.localdate().year
    assert f"31/12/{year - 1}" in plain(soup(get(client, office, "report", nam=str(year - 1))))
    for wrong in ("1999", "9999", "nay", "-1", ""):
        assert f"Báo cáo năm {year}" in plain(soup(get(client, office, "report", nam=wrong)))


def test_a_commune_reports_its_part():
    land, other = make_land(), make_commune("Kinh Bắc")
    certified(commune=land)
    certified(commune=other)
    own = make_office(commune=land)
    client = signed_in(own)
    rows = soup(get(client, own, "report")).select(".programme-figures--report tr")
    assert {row.th.get_text(): row.td.get_text() for row in rows}["Sản phẩm còn hiệu lực"] == "1"
    for link in soup(get(client, own, "report")).select(".programme-figures a"):
        assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("name", ["report", "report_word", "attention"])
def test_more_of_everything_costs_no_more_queries(office, client, name):
    def queries(number: int) -> int:
        for serial in range(number):
            commune = make_commune(f"Xã {number} {serial}")
            product = certified(commune=commune, valid_until=timezone.localdate() + dt.timedelta(days=30))
            make_participation(make_activity(office.province), product)
            make_scheme(office.province)
            make_target(office, commune=commune)
        with CaptureQueriesContext(connection) as captured:
            assert get(client, office, name).status_code == 200
        return len(captured)

    assert queries(2) == queries(30)
