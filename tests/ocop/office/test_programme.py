"""The programme's pages as an officer uses them: targets beside the register, its Excel, figures of the press."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from demo.facts import load_facts
from demo.messy import messy_register
from demo.programme import load_programme
from ocop.models import Snapshot, Target
from tests.factories import make_commune, make_land, make_office
from tests.ocop.imports.test_judging import private, written  # noqa: F401  a fixture
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


def signed_in(office) -> Client:
    made = Client()
    made.force_login(office.members.get().user)
    # A sign-in's first request writes a row about it.
    made.get(reverse("office:programme", args=[office.slug]))
    return made


def table(page, key: str) -> dict[str, list[str]]:
    """A chart's table: numbers of each row by its label."""
    rows = page.select(f"section[aria-labelledby='chart-{key}'] tr")
    return {row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")] for row in rows[1:]}


def get(client, office, name: str = "programme", **asked):
    return client.get(reverse(f"office:{name}", args=[office.slug]), asked)


def test_the_messy_excel_of_611_products_stands_beside_the_target(now):
    """As in the running demo: its own products are among the 611."""
    load_facts(now=now)
    load_programme(now=now)
    office = make_office()
    row = written(office, messy_register())
    assert (row.counts["new"], row.counts["same"]) == (605, 6)
    client = signed_in(office)
    page = soup(get(client, office, ngay="2026-11-28"))
    assert table(page, "stars") == {
        "OCOP 5 sao": ["1", "1", "đạt"],
        "OCOP 4 sao": ["21", "23", "2"],
        "OCOP 3 sao": ["589", "676", "87"],
        "Tổng cộng": ["611", "700", "89"],
    }
    described = page.select_one("#desc-stars").get_text()
    assert page.select_one("svg[aria-labelledby='svg-stars desc-stars']")["role"] == "img"
    assert all(text in described for text in ("OCOP 5 sao: 1", "OCOP 4 sao: 21", "OCOP 3 sao: 589", "676"))
    before = soup(get(client, office, ngay="2026-11-28", tinh="Bắc Ninh"))
    assert table(before, "stars")["Tổng cộng"] == ["611", "200", "đạt"]
    book = load_workbook(io.BytesIO(get(client, office, "programme_file", ngay="2026-11-28").content))
    stars = list(book.worksheets[1].values)[2:]
    assert [line[:3] for line in stars] == [
        ("OCOP 5 sao", 1, 1),
        ("OCOP 4 sao", 21, 23),
        ("OCOP 3 sao", 589, 676),
        ("tổng cộng", 611, 700),
    ]


def test_a_day_that_is_none_is_said_and_today_stands(office, client):
    certified()
    for text in ("hôm qua", "2026-02-30", "9999-12-31", "0001-01-01", "2026-11-28\x00"):
        answer = get(client, office, ngay=text)
        assert answer.status_code == 200
        assert "không phải là một ngày" in plain(soup(answer))


def test_today_each_number_leads_to_what_it_counts(office, client):
    certified(stars=4)
    certified(stars=3)
    page = soup(get(client, office))
    link = page.select_one("section[aria-labelledby='chart-stars'] td a")
    listed = soup(client.get(link["href"]))
    assert len(listed.select(".office-table tbody tr")) == 1
    assert not soup(get(client, office, ngay="2026-01-01")).select("td a[href*='san-pham']")


def test_more_products_targets_and_communes_cost_no_more_queries(office, client):
    def queries(number: int) -> int:
        for serial in range(number):
            commune = make_commune(f"Xã {number} {serial}")
            certified(commune=commune)
            make_target(office, commune=commune)
        with CaptureQueriesContext(connection) as captured:
            page = soup(get(client, office))
        assert len(page.select("section[aria-labelledby='chart-commune'] tbody tr")) <= 24
        return len(captured)

    assert queries(2) == queries(30)


def test_a_commune_sees_its_part_and_writes_nothing(office):
    land = make_land()
    certified(commune=land)
    certified(commune=make_commune("Kinh Bắc"))
    make_target(office, value=700)
    make_target(office, value=5, commune=land)
    own = make_office(commune=land)
    page = soup(get(signed_in(own), own))
    assert table(page, "stars")["Tổng cộng"][0] == "1"
    text = plain(page)
    assert "700" not in text
    assert not page.select("a[href*='muc-tieu']")


def test_an_officer_writes_corrects_and_puts_away_a_target(office, client):
    add = reverse("office:target_add", args=[office.slug])
    sent = {field["name"]: field.get("value", "") for field in soup(client.get(add)).select("input[type=hidden]")}
    sent |= {"measure": "products", "value": "700", "period_to": "2025-12-31", "source": "congly.vn", "stars": "5"}
    for _twice in range(2):
        assert client.post(add, sent).status_code == 302
    row = Target.objects.get()
    assert (row.value, row.stars, row.made_by) == (700, 5, office.members.get().user)
    url = reverse("office:target_change", args=[office.slug, row.pk])
    assert client.post(url, sent | {"value": "1", "version": "1"}).status_code == 302
    late = client.post(url, sent | {"value": "3", "version": "1"})
    assert late.status_code == 400
    assert "Có người đã sửa" in plain(soup(late).select_one(".form-errors"))
    assert "700" in plain(soup(client.get(url)).select_one(".office-history"))
    away = reverse("office:target_put_away", args=[office.slug, row.pk])
    for _twice in range(2):
        assert client.post(away).status_code == 302
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "0"},
        {"value": "-5"},
        {"value": "99999999999999999999"},
        {"value": "nhiều"},
        {"period_to": "31/02/2025"},
        {"period_from": "2026-01-01"},
        {"source": ""},
        {"measure": "host_share"},
        {"measure": "host_share", "host_kind": "cooperative", "value": "101"},
        {"measure": "host_share", "host_kind": "cooperative", "stars": "5"},
        {"measure": "district", "group": "IV"},
        {"measure": "other"},
        {"commune": "999999"},
        {"former_province": "Hà Đông"},
    ],
)
def test_what_is_no_target_is_refused_beside_what_was_typed(office, client, wrong):
    add = reverse("office:target_add", args=[office.slug])
    good = {"measure": "products", "value": "70", "period_to": "2025-12-31", "source": "Kế hoạch năm"}
    answer = client.post(add, good | wrong)
    assert answer.status_code == 400
    assert soup(answer).select(".form-errors")
    assert not Target.objects.exists()


def test_figures_that_contradict_each_other_are_both_shown_as_such(office, client, now):
    certified(stars=4)
    load_programme(now=now)
    page = soup(get(client, office, "snapshots"))
    disputes = {
        row.strong.text: plain(row.select_one(".programme-dispute"))
        for row in page.select("tr:has(.programme-dispute)")
    }
    assert set(disputes) == {"129", "53", "65", "165%"}
    assert "53" in disputes["129"]
    assert "165%" in disputes["65"]
    text = plain(page)
    assert "004_7b66af26c0020f2d.txt" in text
    assert "Dân Việt" in text
    assert "1 loại OCOP 4 sao" in plain(page.select_one("section[aria-labelledby='snapshots-own']"))


def test_a_longer_list_of_snapshots_costs_no_more_queries(office, client, now):
    def queries(number: int) -> int:
        facts = {"province": office.province, "topic": "trade", "place": "Bắc Ninh", "article": "báo", "made_at": now}
        for serial in range(number):
            Snapshot.objects.create(name=f"Hội chợ {serial}", figure=str(serial), **facts)
        with CaptureQueriesContext(connection) as captured:
            assert get(client, office, "snapshots").status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def test_rows_of_another_province_are_not_there(office, client, now):
    from villages.models import Province

    other = Province.objects.create(code="01", name="Hà Nội")
    row = Target.objects.create(province=other, value=1, period_to=dt.date(2025, 12, 31), source="x", made_at=now)
    assert client.get(reverse("office:target_change", args=[office.slug, row.pk])).status_code == 404
    assert client.post(reverse("office:target_put_away", args=[office.slug, row.pk])).status_code == 404


def test_the_page_speaks_english_below_its_english_address(office, client):
    make_target(office, stars=5)
    page = plain(soup(client.get("/en" + reverse("office:programme", args=[office.slug]))))
    assert "Targets and the register" in page
    assert "Products with a certificate, OCOP 5 stars" in page
