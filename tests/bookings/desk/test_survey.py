"""A house answers the yearly survey of its OCOP office at the desk, and mends what the office wrote down for it."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ocop.domain.programme.host_books import answer_survey, asked_years, shares
from ocop.domain.programme.keeping import put_away
from ocop.models import Office, Survey
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_product, make_user
from tests.factories.programme import make_survey
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
TOLD = {
    "revenue_vnd": "500.000.000",
    "revenue_before_vnd": "450.000.000",
    "online_vnd": "60.000.000",
    "workers": "9",
    "local_workers": "7",
    "capacity_grew": "yes",
    "linked": "no",
}
FIGURES = {
    "revenue_vnd": 500_000_000,
    "revenue_before_vnd": 450_000_000,
    "online_vnd": 60_000_000,
    "workers": 9,
    "local_workers": 7,
    "capacity_grew": True,
    "linked": False,
}


@shared
def product(desk):
    return make_product(desk.host)


@pytest.fixture
def year():
    return asked_years(timezone.localdate())[0]


def form_of(desk, year: int | str = "") -> dict:
    page = soup(desk.client.get(f"{desk.url('survey')}?nam={year}"))
    form = page.select_one("form.desk-form")
    chosen = {item["name"]: item.select_one("option[selected]")["value"] for item in form.select("select")}
    return fields_of(page, form) | chosen


def send(desk, sent: dict, year: int | str = ""):
    return desk.client.post(f"{desk.url('survey')}?nam={year}", sent, follow=True)


def figures(row: Survey) -> dict:
    return {name: getattr(row, name) for name in FIGURES}


def test_what_a_house_answers_is_counted_by_its_office(desk, product, year):
    assert "Cảm ơn" in said(send(desk, form_of(desk) | TOLD))
    row = Survey.objects.get()
    assert figures(row) == FIGURES
    province = product.place.province
    assert (row.host, row.year, row.province, row.by_host, row.made_by) == (desk.host, year, province, True, desk.owner)
    assert not row.is_example
    office = Office(province=province)
    grew = shares(office, year)[0]
    assert (grew.part, grew.whole) == (1, 1)


def test_the_same_again_says_so_and_another_figure_is_a_correction_with_history(desk, product):
    send(desk, form_of(desk) | TOLD)
    stale = form_of(desk)
    assert "không có gì thay đổi" in said(send(desk, stale))
    assert Survey.objects.get().version == 1
    send(desk, stale | {"workers": "10"})
    row = Survey.objects.get()
    assert (row.workers, row.version) == (10, 2)
    assert ModelLogEntry.objects.for_instance(row).count() == 2


def test_a_tap_that_came_twice_writes_one_row(desk, product):
    sent = form_of(desk) | TOLD
    send(desk, sent)
    assert "không có gì thay đổi" in said(send(desk, sent))
    assert Survey.objects.get().version == 1


def test_what_the_office_wrote_stands_there_and_becomes_the_houses_word_when_it_is_saved(desk, product, year):
    row = make_survey(desk.host, product.place.province, year=year, **FIGURES)
    page = soup(desk.get("survey"))
    assert "Văn phòng đã ghi" in plain(page)
    assert form_of(desk)["revenue_vnd"] == "500.000.000"
    send(desk, form_of(desk))
    row.refresh_from_db()
    assert row.by_host
    assert figures(row) == FIGURES
    assert "Văn phòng đã ghi" not in plain(soup(desk.get("survey")))


def test_what_two_changed_is_asked_and_what_one_changed_is_written(desk, product):
    send(desk, form_of(desk) | TOLD)
    before = form_of(desk)
    send(desk, before | {"workers": "12"})
    answer = send(desk, before | {"workers": "11"})
    assert answer.status_code == 200
    assert "“12”" in plain(soup(answer))
    send(desk, before | {"local_workers": "8"})
    row = Survey.objects.get()
    assert (row.workers, row.local_workers) == (12, 8)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"online_vnd": "600.000.000"}, "không thể lớn hơn doanh thu"),
        ({"local_workers": "10"}, "không thể nhiều hơn tổng"),
        ({"revenue_vnd": "nhiều lắm"}, "250.000"),
        ({"revenue_vnd": "9" * 25}, ""),
        ({"workers": "-1"}, ""),
        ({"workers": "99999999999"}, ""),
        ({"linked": "maybe"}, ""),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed_and_nothing_is_kept(desk, product, wrong, sentence):
    answer = send(desk, form_of(desk) | TOLD | wrong)
    assert answer.status_code == 200
    page = soup(answer)
    assert page.select_one(".form-errors, .field__error, [aria-invalid=true]")
    assert sentence.lower() in plain(page).lower()
    (name,) = wrong
    if name != "linked":
        assert page.select_one(f"[name={name}]")["value"] == wrong[name]
    assert not Survey.objects.exists()


def test_the_running_year_can_be_answered_too_and_no_other(desk, product, year):
    send(desk, form_of(desk, year + 1) | TOLD, year + 1)
    assert Survey.objects.get().year == year + 1
    for other in (year - 1, year + 2, "x", "9" * 30):
        send(desk, form_of(desk, other) | {"workers": "3"}, other)
    assert set(Survey.objects.values_list("year", flat=True)) == {year, year + 1}


def test_what_an_office_put_away_is_answered_anew(desk, product, year):
    old = make_survey(desk.host, product.place.province, year=year, workers=4)
    put_away(row=old, by=make_user(), now=timezone.now())
    assert form_of(desk).get("workers", "") == ""
    send(desk, form_of(desk) | TOLD)
    assert Survey.objects.exclude(pk=old.pk).get().workers == 9


def test_a_house_without_a_product_is_not_asked(desk):
    page = soup(desk.get("survey"))
    assert not page.select("form.desk-form")
    assert "chưa có" in plain(page)
    send(desk, TOLD)
    assert not Survey.objects.exists()


def test_a_survey_of_another_house_stays(desk, product, year):
    theirs = make_survey(make_product().host, product.place.province, year=year, workers=4)
    assert answer_survey(host=desk.host, year=year, values={"workers": 5}, by=desk.owner, now=timezone.now())
    theirs.refresh_from_db()
    assert (theirs.workers, theirs.by_host) == (4, False)


def test_the_list_of_products_leads_there(desk, product):
    assert soup(desk.get("products")).select_one(f"a[href='{desk.url('survey')}']")
