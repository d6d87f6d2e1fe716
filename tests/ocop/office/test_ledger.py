"""The ledger's pages: activities and who took part, support within its ceiling, notes and surveys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.facts import load_facts
from demo.programme import load_programme
from ocop.models import Activity, CaseNote, Participation, Payout, Survey
from ocop.web.office.programme import activities, catalogue
from tests.factories import make_commune, make_host, make_land, make_office, make_product
from tests.factories.programme import make_activity, make_participation, make_scheme, make_survey
from tests.ocop.office.test_programme import signed_in
from tests.ocop.programme.test_figures import certified
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def client(office):
    return signed_in(office)


def url(office, name: str, *args) -> str:
    return reverse(f"office:{name}", args=[office.slug, *args])


def filled(client, address: str, **fields) -> dict[str, str]:
    """What a form would send, with `fields` filled in."""
    page = soup(client.get(address))
    hidden = page.select("form[method=post] input[type=hidden]:not([name=csrfmiddlewaretoken])")
    return {field["name"]: field.get("value", "") for field in hidden} | fields


def make_shelf(name: str = "Bình gốm", commune=None):
    return make_product(make_host(name="HTX Bến Mơ"), name=name, commune=commune or make_land(), code=None)


def test_an_activity_is_written_with_who_took_part(office, client):
    product = make_shelf()
    add = url(office, "activity_add")
    sent = filled(client, add, kind="fair", name="Hội chợ Đà Nẵng", first_day="2026-11-20", spent_vnd="64.000.000")
    for _twice in range(2):
        assert client.post(add, sent).status_code == 302
    row = Activity.objects.get()
    assert (row.year, row.spent_vnd) == (2026, 64_000_000)
    shown = url(office, "activity", row.pk)
    found = soup(client.get(shown, {"q": "binh gom"}))
    assert [button["value"] for button in found.select("button[name=product]")] == [str(product.pk)]
    for _twice in range(2):
        client.post(url(office, "activity_join", row.pk), {"product": product.pk})
    for gone in ({"product": "99999999"}, {"host": "nhà ai"}):
        refused = client.post(url(office, "activity_join", row.pk), gone)
        assert refused.status_code == 400
        assert "Hãy tìm lại" in plain(soup(refused))
        # Searching again leads to the page, not to where one was refused.
        assert soup(refused).select_one("form[method=get].programme-find")["action"] == shown
    part = Participation.objects.get()
    assert "Bình gốm" in plain(soup(client.get(shown)).select_one("table"))
    listed = plain(soup(client.get(url(office, "activities"))))
    assert "64.000.000" in listed
    client.post(url(office, "participation_out", part.pk))
    part.refresh_from_db()
    assert part.put_away_at


def test_other_words_from_the_same_page_are_said_to_be_unwritten_and_kept_when_sent_again(office, client):
    add = url(office, "activity_add")
    sent = filled(client, add, kind="fair", name="Hội chợ Đà Nẵng", year="2026")
    assert "Đã ghi" in plain(soup(client.post(add, sent, follow=True)))
    answer = client.post(add, sent | {"name": "Hội chợ Hà Nội"}, follow=True)
    page = soup(answer)
    assert page.select_one(".form-errors")
    assert "Đã ghi" not in plain(page)
    assert page.select_one("[name=name]")["value"] == "Hội chợ Hà Nội"
    assert Activity.objects.get().name == "Hội chợ Đà Nẵng"
    again = sent | {"name": "Hội chợ Hà Nội", "key": page.select_one("[name=key]")["value"]}
    assert client.post(add, again).status_code == 302
    assert Activity.objects.count() == 2


def test_a_payout_above_the_ceiling_is_refused_with_what_is_left(office, client):
    scheme = make_scheme(office.province, ceiling_vnd=100_000_000)
    host = make_shelf().host
    add = url(office, "payout_add") + f"?chu-the={host.pk}"
    form = {"scheme": scheme.pk, "year": "2026", "decision": "12/QĐ"}
    sent = filled(client, add, **form, amount_vnd="60 triệu")
    assert client.post(add, sent).status_code == 400
    assert client.post(add, sent | {"amount_vnd": "60.000.000"}).status_code == 302
    assert Payout.objects.get().host == host
    again = filled(client, add, **form, amount_vnd="40.000.001")
    answer = client.post(add, again)
    assert answer.status_code == 400
    page = soup(answer)
    assert "còn lại 40.000.000" in plain(page.select_one(".form-errors"))
    assert page.select_one("[name=amount_vnd]")["value"] == "40.000.001"
    page = plain(soup(client.get(url(office, "supports"))))
    assert "60.000.000" in page


def test_a_note_is_of_a_host_that_was_found(office, client):
    host = make_shelf().host
    add = url(office, "note_add")
    assert f"?chu-the={host.pk}" in str(soup(client.get(add, {"q": "ben mo"})).select_one(".programme-found"))
    sent = filled(client, add, day="2026-11-28", words="Thiếu tờ giới thiệu tiếng Anh.")
    assert "Hãy tìm chủ thể trước" in plain(soup(client.post(add, sent)))
    sent = filled(client, f"{add}?chu-the={host.pk}", day="2026-11-28", words="Thiếu tờ giới thiệu tiếng Anh.")
    for _twice in range(2):
        assert client.post(add, sent).status_code == 302
    assert CaseNote.objects.get().host == host
    assert "Thiếu tờ giới thiệu" in plain(soup(client.get(url(office, "notes"), {"chu-the": host.pk})))


def test_a_hosts_answers_make_the_shares(office, client):
    host = make_shelf().host
    add = url(office, "survey_add") + f"?chu-the={host.pk}"
    sent = filled(client, add, year="2025", revenue_vnd="2.000.000", revenue_before_vnd="1.000.000", linked="yes")
    sent |= {"online_vnd": "500k", "workers": "7", "local_workers": "6", "capacity_grew": ""}
    assert client.post(add, sent).status_code == 302
    row = Survey.objects.get()
    assert (row.linked, row.capacity_grew, row.online_vnd) == (True, None, 500_000)
    page = plain(soup(client.get(url(office, "surveys"))))
    assert "25.0 %" in page.replace("25,0", "25.0")
    second = filled(client, add, year="2025")
    assert "đã ghi rồi" in plain(soup(client.post(add, second)))
    change = url(office, "survey_change", row.pk)
    values = {
        field["name"]: field.get("value", "") for field in soup(client.get(change)).select("form.programme-form input")
    }
    assert values["revenue_vnd"] == "2.000.000"
    values |= {"capacity_grew": "no", "linked": "yes"}
    assert client.post(change, values).status_code == 302
    row.refresh_from_db()
    assert (row.capacity_grew, row.linked, row.version) == (False, True, 2)


@pytest.mark.parametrize(
    ("book", "wrong"),
    [
        ("activity", {"kind": "fair", "name": "Hội chợ", "first_day": "2026-11-20", "last_day": "2026-11-19"}),
        ("activity", {"kind": "fair", "name": "Hội chợ", "spent_vnd": "-5"}),
        ("activity", {"kind": "fair", "name": "Hội chợ", "year": "1999"}),
        ("activity", {"kind": "fair", "name": "Hội chợ", "year": "2025", "first_day": "2026-11-20"}),
        ("activity", {"kind": "party", "name": "Hội chợ"}),
        ("scheme", {"name": "Quảng bá", "law": "NQ", "rate": "100", "ceiling_vnd": "0", "ceiling_of": "year"}),
        ("scheme", {"name": "Quảng bá", "law": "NQ", "rate": "101", "ceiling_vnd": "100", "ceiling_of": "year"}),
        ("survey", {"year": "2025", "revenue_vnd": "100", "online_vnd": "101"}),
        ("survey", {"year": "2025", "workers": "1", "local_workers": "2"}),
        ("survey", {"year": "2025", "workers": "99999999999999999999"}),
        ("note", {"day": "2026-13-01", "words": "x"}),
        ("note", {"day": "2026-11-01", "words": ""}),
    ],
)
def test_what_cannot_be_is_a_sentence_beside_what_was_typed(office, client, book, wrong):
    host = make_shelf().host
    answer = client.post(url(office, f"{book}_add") + f"?chu-the={host.pk}", wrong | {"host": host.pk})
    assert answer.status_code == 400
    assert soup(answer).select_one(".form-errors")


def test_no_number_of_an_address_is_written_with_a_point(office, client):
    """Numbers are shown as 1.000; a row's key and a year are not."""
    host = make_host(pk=1_234_567)
    product = make_product(host, pk=7_654_321, name="Bình gốm", commune=make_land(), code=None)
    row = make_activity(office.province, year=2025)
    make_survey(host, office.province)
    pages = [("activities", {}), ("note_add", {"q": "binh"}), ("surveys", {}), ("supports", {}), ("report", {})]
    texts = [str(soup(client.get(url(office, name), asked))) for name, asked in pages]
    texts.append(str(soup(client.get(url(office, "activity", row.pk), {"q": "binh"}))))
    assert str(product.pk) in texts[-1]
    assert str(host.pk) in texts[1]
    assert not any(wrong in text for text in texts for wrong in ("2.025", "2.026", "1.234.567", "7.654.321"))


def test_a_host_of_other_land_is_not_written_about(office, client):
    from villages.models import Province

    hanoi = Province.objects.create(code="01", name="Hà Nội")
    host = make_shelf(commune=make_commune("Bát Tràng", province=hanoi)).host
    sent = {"day": "2026-11-28", "words": "x", "host": host.pk}
    assert "không có sản phẩm nào" in plain(soup(client.post(url(office, "note_add"), sent)))
    assert not CaseNote.objects.exists()


@pytest.mark.parametrize("name", ["activities", "supports", "notes", "surveys"])
def test_longer_lists_cost_no_more_queries(office, client, name):
    scheme = make_scheme(office.province)

    def queries(number: int) -> int:
        facts = {"province": office.province, "made_at": timezone.now()}
        for serial in range(number):
            product = make_shelf(f"Bình {number} {serial}")
            make_participation(make_activity(office.province), product)
            make_survey(product.host, office.province)
            CaseNote.objects.create(host=product.host, day=timezone.localdate(), words="x", **facts)
            paid = {"scheme": scheme, "host": product.host, "year": 2025, "amount_vnd": 1, "decision": "1/QĐ"}
            Payout.objects.create(**paid, **facts)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(office, name)).status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def test_one_activity_with_many_hosts_costs_no_more_queries(office, client):
    row = make_activity(office.province)

    def queries(number: int) -> int:
        for serial in range(number):
            make_participation(row, make_shelf(f"Bình {number} {serial}"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(office, "activity", row.pk)).status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def test_the_catalogue_of_a_fair_has_what_is_certified_and_costs_a_constant(office, client, monkeypatch):
    printed = []
    monkeypatch.setattr(catalogue, "label_sheet", lambda labels, **_rest: printed.append(list(labels)) or b"%PDF")
    row = make_activity(office.province)
    make_participation(row, make_shelf("Chưa công nhận"))

    def queries(number: int) -> int:
        for _each in range(number):
            make_participation(row, certified(stars=4))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(office, "activity_catalogue", row.pk)).status_code == 200
        return len(captured)

    assert queries(2) == queries(20)
    assert [len(labels) for labels in printed] == [2, 22]
    assert printed[0][0].lines[0] == "OCOP 4 sao"
    assert "/san-pham/" in printed[0][0].url


def test_a_catalogue_of_many_products_goes_on_in_another_file(office, client, monkeypatch):
    printed = []
    monkeypatch.setattr(catalogue, "label_sheet", lambda labels, **_rest: printed.append(list(labels)) or b"%PDF")
    monkeypatch.setattr(activities, "PER_FILE", 2)
    row = make_activity(office.province)
    for _each in range(5):
        make_participation(row, certified(stars=4))
    page = soup(client.get(url(office, "activity", row.pk)))
    links = [link["href"] for link in page.select(".office-head a") if "danh-muc.pdf" in link["href"]]
    answers = [client.get(link) for link in links]
    assert [len(labels) for labels in printed] == [2, 2, 1]
    assert len({label.url for labels in printed for label in labels}) == 5
    assert [answer["Content-Disposition"].count(f"-{n}.pdf") for n, answer in enumerate(answers, 1)] == [1, 1, 1]


def test_the_catalogue_is_a_pdf(office, client):
    row = make_activity(office.province)
    make_participation(row, certified(stars=4))
    answer = client.get(url(office, "activity_catalogue", row.pk))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"


def test_a_commune_reads_its_part_of_the_books():
    land, other = make_land(), make_commune("Kinh Bắc")
    facts = {"province": land.province, "made_at": timezone.now()}
    for commune, word in ((land, "của mình"), (other, "nơi khác")):
        product = make_shelf(f"Bình {word}", commune)
        make_participation(make_activity(land.province, name=f"Hội chợ {word}"), product)
        CaseNote.objects.create(host=product.host, day=timezone.localdate(), words=f"Ghi {word}", **facts)
    own = make_office(commune=land)
    reader = signed_in(own)
    for name in ("activities", "notes"):
        text = plain(soup(reader.get(url(own, name))))
        assert "của mình" in text
        assert "nơi khác" not in text
    assert reader.get(url(own, "supports")).status_code == 404


def test_the_demo_has_a_ledger_whose_made_up_rows_say_so(now):
    load_facts(now=now)
    load_programme(now=now)
    office = make_office()
    client = signed_in(office)
    page = soup(client.get(url(office, "activities")))
    rows = {row.a.text: bool(row.select(".example-mark")) for row in page.select(".office-table tbody tr")}
    assert len(rows) == 6
    assert all(marked == ("(ví dụ)" in name) for name, marked in rows.items())
    supports = plain(soup(client.get(url(office, "supports"))))
    assert all(text in supports for text in ("100.000.000", "600.000.000", "500.000.000", "14/2023/NQ-HĐND"))
