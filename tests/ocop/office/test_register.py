"""The list, a product's page, its acts and the Excel, as an officer uses them."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ocop.domain.certificates import grant
from ocop.enums import RowOutcome
from ocop.models import OcopProduct, Withdrawal
from tests.factories import make_certificate, make_commune, make_host, make_land, make_office, make_product, make_user
from tests.ocop.imports.test_judging import private, read  # noqa: F401  a fixture
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def client(office):
    made = Client()
    made.force_login(office.members.get().user)
    # A sign-in's first request writes a row about it.
    made.get(reverse("office:products", args=[office.slug]))
    return made


def names(client, office, **asked) -> set[str]:
    page = soup(client.get(reverse("office:products", args=[office.slug]), asked))
    return {link.text for link in page.select(".office-table th a")}


def make_shelf() -> None:
    today, land = timezone.localdate(), make_land()
    facts = {"decision_number": "1/QĐ", "issued_on": today - 900 * DAY}
    jar = make_product(make_host(name="HTX Bến Mơ"), name="Bình gốm", group="IV", commune=land)
    make_certificate(jar, stars=4, valid_until=today + 900 * DAY, **facts)
    cake = make_product(make_host(name="Hộ Cây Gạo", kind="household"), name="Bánh tẻ", group="I", commune=land)
    make_certificate(cake, stars=3, valid_until=today + 30 * DAY, **facts)
    tea = make_product(name="Trà vối", group="II", commune=make_commune("Thuận Thành"))
    make_certificate(tea, stars=3, valid_until=today - DAY, **facts)
    make_product(name="Tranh gà", group="IV", commune=land)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Bình gốm", "Bánh tẻ", "Trà vối", "Tranh gà"}),
        ({"q": "binh GOM"}, {"Bình gốm"}),
        ({"q": "cay gao"}, {"Bánh tẻ"}),
        ({"group": "IV"}, {"Bình gốm", "Tranh gà"}),
        ({"stars": "3"}, {"Bánh tẻ"}),
        ({"state": "expiring"}, {"Bánh tẻ"}),
        ({"state": "in_force"}, {"Bình gốm", "Bánh tẻ"}),
        ({"state": "ended"}, {"Trà vối"}),
        ({"state": "none"}, {"Tranh gà"}),
        ({"kind": "household"}, {"Bánh tẻ"}),
        ({"q": "không có gì như thế"}, set()),
        ({"group": "IX", "stars": "-1", "commune": "x", "page": "zzz"}, {"Bình gốm", "Bánh tẻ", "Trà vối", "Tranh gà"}),
    ],
)
def test_words_and_filters_find_products(office, client, asked, found):
    make_shelf()
    assert names(client, office, **asked) == found


def test_a_commune_sees_its_products_alone():
    make_shelf()
    officer = make_user()
    office = make_office(member=officer, commune=make_land())
    client = Client()
    client.force_login(officer)
    assert names(client, office) == {"Bình gốm", "Bánh tẻ", "Tranh gà"}


@pytest.mark.parametrize("asked", [{}, {"q": "binh"}, {"stars": "3"}])
def test_a_longer_list_costs_no_more_queries(office, client, django_assert_num_queries, asked):
    url = reverse("office:products", args=[office.slug])

    def queries(number: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        host = make_host()
        for serial in range(number):
            product = make_product(host, name=f"Bình {serial}", commune=make_land(), code=None)
            make_certificate(product, stars=3, issued_on=dt.date(2026, 1, 1), valid_until=dt.date(2029, 1, 1))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url, asked).status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def seen(client, office, certificate) -> dict[str, str]:
    """What the page's form for an extension tells of what its reader saw."""
    name = f"extend-{certificate.pk}-seen"
    page = soup(client.get(reverse("office:product", args=[office.slug, certificate.product_id])))
    return {name: page.select_one(f"[name={name}]")["value"]}


def test_of_two_officers_with_one_page_the_second_is_told_and_may_send_it_again(office, client):
    certificate = make_certificate(make_product(commune=make_land()), valid_until=timezone.localdate() + 10 * DAY)
    url = reverse("office:extend", args=[office.slug, certificate.product_id, certificate.pk])
    until, later = ((certificate.valid_until + days * DAY).isoformat() for days in (90, 120))
    start, page = f"extend-{certificate.pk}", seen(client, office, certificate)
    assert client.post(url, page | {f"{start}-until": until, f"{start}-reason": "Hoãn họp"}).status_code == 302
    mine = page | {f"{start}-until": later, f"{start}-reason": "Bão"}
    answer = client.post(url, mine)
    assert answer.status_code == 400
    shown = soup(answer)
    assert "chưa được ghi" in plain(shown.select_one(".form-errors"))
    assert "Hoãn họp" in plain(shown)
    assert shown.select_one(f"[name={start}-reason]")["value"] == "Bão"
    certificate.refresh_from_db()
    assert certificate.extension_reason == "Hoãn họp"
    again = mine | {f"{start}-seen": shown.select_one(f"[name={start}-seen]")["value"]}
    assert client.post(url, again).status_code == 302
    certificate.refresh_from_db()
    assert certificate.extension_reason == "Bão"


def test_an_officer_extends_with_a_reason(office, client):
    certificate = make_certificate(make_product(commune=make_land()), valid_until=timezone.localdate() + 10 * DAY)
    url = reverse("office:extend", args=[office.slug, certificate.product_id, certificate.pk])
    until = certificate.valid_until + 90 * DAY
    sent = seen(client, office, certificate) | {f"extend-{certificate.pk}-until": until.isoformat()}
    sent[f"extend-{certificate.pk}-reason"] = "Hội đồng họp muộn"
    for _again in range(2):
        assert client.post(url, sent).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.extended_until, certificate.extension_reason) == (until, "Hội đồng họp muộn")
    page = plain(soup(client.get(reverse("office:product", args=[office.slug, certificate.product_id]))))
    assert page.count("Hội đồng họp muộn") == 2


def test_what_the_rule_refuses_is_said_beside_what_was_typed(office, client):
    certificate = make_certificate(make_product(commune=make_land()))
    url = reverse("office:extend", args=[office.slug, certificate.product_id, certificate.pk])
    until = certificate.valid_until + 181 * DAY
    sent = seen(client, office, certificate) | {f"extend-{certificate.pk}-until": until.isoformat()}
    sent[f"extend-{certificate.pk}-reason"] = "Muộn"
    answer = client.post(url, sent)
    assert answer.status_code == 400
    page = soup(answer)
    assert "180" in plain(page.select_one(".form-errors"))
    assert page.select_one(f"[name=extend-{certificate.pk}-reason]")["value"] == "Muộn"


def test_a_withdrawal_goes_from_ground_to_decision(office, client):
    certificate = make_certificate(make_product(commune=make_land()), issued_on=timezone.localdate() - 90 * DAY)
    today = timezone.localdate().isoformat()

    def post(name: str, act: str, pk: int, **fields) -> None:
        url = reverse(f"office:{name}", args=[office.slug, certificate.product_id, pk])
        answer = client.post(url, {f"{act}-{pk}-{key}": value for key, value in fields.items()})
        assert answer.status_code == 302, plain(soup(answer))

    post("withdrawal_open", "open", certificate.pk, ground="mark", seen="Tem OCOP trên hàng khác")
    row = Withdrawal.objects.get()
    post("withdrawal_conclude", "conclude", row.pk, upheld="yes", conclusion="Đúng", concluded_on=today)
    post("withdrawal_decide", "withdraw", row.pk, decision_number="9/QĐ-UBND", decided_on=today)
    certificate.refresh_from_db()
    assert not certificate.in_force_on(timezone.localdate())
    page = soup(client.get(reverse("office:product", args=[office.slug, certificate.product_id])))
    assert "9/QĐ-UBND" in plain(page)
    assert not page.select(".office-act")


def test_the_excel_comes_back_as_the_same(office, client):
    make_shelf()
    product = OcopProduct.objects.get(name="Bình gốm")
    facts = {"stars": 5, "issuer": "UBND tỉnh", "issued_on": timezone.localdate(), "by": None}
    grant(product=product, decision_number="2/QĐ-UBND", **facts)
    content = client.get(reverse("office:products_file", args=[office.slug])).content
    row = read(office, content)
    told = [(one.cells, one.reasons, one.told) for one in row.rows.exclude(outcome=RowOutcome.SAME)]
    assert not told
    assert row.counts["same"] == 5


def test_what_looks_like_a_formula_is_a_text_in_the_excel(office, client):
    make_product(name="=cmd|' /C calc'!A0", commune=make_land())
    content = client.get(reverse("office:products_file", args=[office.slug])).content
    cell = load_workbook(io.BytesIO(content)).active["B2"]
    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")
