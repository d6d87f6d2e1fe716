"""A host counts the till in the evening: what the page says, what the statement says later, and what goes wrong."""

import datetime as dt
import io
import uuid as uuids

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from bookings.models import DayClosing, LedgerEntry
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def pay(desk, amount=700_000, method="cash"):
    booking = desk.book(adults=2)
    data = {"key": str(uuids.uuid4()), "due": 700_000, "amount": str(amount), "method": method}
    desk.post("pay", data, reference=booking.reference)
    return LedgerEntry.objects.latest("pk")


def sent(desk, day, **typed) -> dict:
    """The form of the page as it is, with what is typed into it."""
    form = soup(desk.get("money_close", day=day)).select_one("form.stack")
    return {field["name"]: field.get("value", "") for field in form.select("input[name]")} | typed


def close(desk, day, **typed):
    return desk.post("money_close", sent(desk, day, **typed), day=day)


def test_the_till_is_counted_and_the_statement_says_what_came_of_it(desk, today):
    pay(desk)
    pay(desk, 200_000, "transfer")

    page = plain(soup(desk.get("money_close", day=today)))
    assert "700.000 ₫" in page
    assert "200.000 ₫" in page
    response = close(desk, today, counted="750.000", change="100.000", note="Thối nhầm một tờ")

    assert "thiếu 50.000" in said(response)
    text = plain(soup(response).select_one(".desk-page"))
    for told in ("thiếu 50.000 ₫", "đếm được 750.000 ₫", "trong đó tiền lẻ 100.000 ₫", "Thối nhầm một tờ", "Chốt lại"):
        assert told in text, told
    month = plain(soup(desk.get("money")).select_one(".desk-page"))
    assert "đã chốt: thiếu 50.000 ₫" in month
    assert "Đã chốt 1 ngày: thiếu 50.000 ₫" in month


def test_money_after_the_closing_is_told_on_the_day_its_row_and_the_month(desk, today):
    pay(desk)
    close(desk, today, counted="700.000")
    before = plain(soup(desk.get("money_day", day=today)))
    assert "ghi sau khi chốt" not in before
    pay(desk, 300_000)

    day = plain(soup(desk.get("money_day", day=today)))

    assert "Chốt xong sổ lại thay đổi: tiền mặt +300.000 ₫" in day
    assert day.count("ghi sau khi chốt") == 1
    assert "chốt xong sổ có đổi" in plain(soup(desk.get("money")))


def test_a_correction_stays_beside_what_it_corrects(desk, today):
    close(desk, today, counted="50.000")

    response = close(desk, today, counted="0")

    assert [row.counted_vnd for row in DayClosing.objects.order_by("number")] == [50_000, 0]
    text = plain(soup(response).select_one(".desk-page"))
    assert "thừa 50.000 ₫" in text
    assert "sau đó chốt lại" in text


def test_two_at_once_the_second_reads_who_was_first_and_loses_nothing(desk, today):
    mine = sent(desk, today, counted="60.000", note="Đếm hai lần")
    close(desk, today, counted="50.000")

    response = desk.post("money_close", mine, day=today)

    page = soup(response)
    assert str(desk.owner) in plain(page.select_one(".form-errors"))
    assert page.select_one("[name=counted]")["value"] == "60.000"
    assert page.select_one("[name=note]")["value"] == "Đếm hai lần"
    form = page.select_one("form.stack")
    again = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    desk.post("money_close", again, day=today)
    assert [row.counted_vnd for row in DayClosing.objects.order_by("number")] == [50_000, 60_000]


def test_money_that_came_while_counting_is_asked_back(desk, today):
    mine = sent(desk, today, counted="0")
    pay(desk)

    response = desk.post("money_close", mine, day=today)

    assert "giờ tiền mặt là 700.000 ₫" in plain(soup(response).select_one(".form-errors"))
    assert DayClosing.objects.count() == 0


@pytest.mark.parametrize("counted", ["", "nhiều lắm", "-5", "150", "9" * 40])
def test_what_is_no_amount_is_asked_back_and_closes_nothing(desk, today, counted):
    response = close(desk, today, counted=counted)

    assert soup(response).select_one(".form-errors")
    assert DayClosing.objects.count() == 0


def test_a_day_to_come_has_no_form_and_takes_none(desk, today):
    data = {"key": str(uuids.uuid4()), "cash": 0, "seen": 0, "counted": "0"}

    assert soup(desk.get("money_close", day=today + DAYS)).select_one("form.stack") is None
    assert desk.post("money_close", data, day=today + DAYS).status_code == 200
    assert DayClosing.objects.count() == 0


def test_the_file_has_a_sheet_of_closings_where_there_are_some(desk, today):
    pay(desk)
    close(desk, today, counted="650.000")

    answer = desk.get("money_file", first=today, last=today, kind="xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[2]
    assert [cell.value for cell in sheet[2]][1:6] == [700_000, 650_000, 0, -50_000, 0]


def test_a_closing_of_a_neighbour_is_not_in_my_book(desk, today):
    close(make_desk(), today, counted="50.000")

    assert "Chốt lại" not in plain(soup(desk.get("money_day", day=today)))
