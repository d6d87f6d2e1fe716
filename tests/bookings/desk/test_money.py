"""Money at the desk: one tap, another sum, back again, and the statement with its files."""

import csv
import datetime as dt
import io
import re
import uuid as uuids

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from openpyxl import load_workbook

from bookings.domain.money.owing import account_of
from bookings.models import Booking, LedgerEntry
from common.words.money import format_vnd
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories import make_experience, make_slot, make_user
from villages.models import Member

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def taps(response, ending: str) -> list[dict]:
    """The hidden fields of each form of the page whose address ends so."""
    forms = soup(response).select(f"form[action$='{ending}']")
    return [{field["name"]: field["value"] for field in form.select("input[type=hidden]")} for form in forms]


def pay(desk, booking, **fields):
    due = account_of(booking).due
    data = {"key": str(uuids.uuid4()), "due": due, "method": "cash"} | fields
    return desk.post("pay", data, reference=booking.reference)


def test_the_whole_sum_is_taken_in_one_tap_on_todays_page(desk):
    booking = desk.book(desk.slot(HOUR / 2), adults=2)
    page = desk.get("day", day=local_day(booking.slot))
    (cash, transfer) = taps(page, f"/{booking.reference}/thu/")
    assert (cash["method"], transfer["method"]) == ("cash", "transfer")

    response = desk.client.post(desk.url("pay", reference=booking.reference), cash)

    assert response["Location"].endswith(f"#don-{booking.reference}")
    assert account_of(booking).due == 0
    entry = LedgerEntry.objects.get()
    assert (entry.amount_vnd, entry.method, entry.by) == (700_000, "cash", desk.owner)
    assert "Đã thu 700.000" in soup(desk.get("day", day=local_day(booking.slot))).get_text()


def test_another_sum_that_was_asked_for_on_the_day_leads_back_there(desk):
    booking = desk.book(desk.slot(HOUR / 2), adults=2)
    way = soup(desk.get("day", day=local_day(booking.slot))).select_one("a[href*='/thu/']")["href"]
    form = next(form for form in soup(desk.client.get(way)).select("form") if form.select_one("[name=due]"))
    tap = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}

    url = desk.url("pay", reference=booking.reference)
    response = desk.client.post(url, tap | {"amount": "200.000", "method": "cash"})

    assert response["Location"].endswith(f"#don-{booking.reference}")
    assert account_of(booking).received == 200_000


def part_of_the_row(desk, booking):
    """The small form in the party's row: where it goes, and what it sends unseen."""
    form = soup(desk.get("day", day=local_day(booking.slot))).select_one("form[action$='/thu/?part']")
    return form["action"], {field["name"]: field["value"] for field in form.select("input[type=hidden]")}


def test_a_part_is_typed_in_the_row_itself(desk):
    booking = desk.book(desk.slot(HOUR / 2), adults=2)
    url, tap = part_of_the_row(desk, booking)

    response = desk.client.post(url, tap | {"amount": "200.000", "method": "cash"})

    assert response["Location"].endswith(f"#don-{booking.reference}")
    assert (account_of(booking).received, account_of(booking).due) == (200_000, 500_000)


def test_a_part_that_nobody_typed_is_not_taken_for_all(desk):
    booking = desk.book(desk.slot(HOUR / 2), adults=2)
    url, tap = part_of_the_row(desk, booking)

    response = desk.client.post(url, tap | {"amount": "", "method": "cash"}, follow=True)

    assert "Hãy ghi số tiền" in said(response)
    assert not LedgerEntry.objects.exists()


def test_what_is_owed_back_is_given_back_in_the_row(desk):
    booking = desk.book(desk.slot(HOUR / 2), adults=2)
    pay(desk, booking)
    unit = booking.units.get()
    desk.post("came", {f"u{unit.pk}": 1}, reference=booking.reference)
    (tap,) = taps(desk.get("day", day=local_day(booking.slot)), f"/{booking.reference}/tra-lai/")

    desk.post("refund", tap | {"method": "cash"}, reference=booking.reference)

    assert (account_of(booking).due, account_of(booking).refunded) == (0, 350_000)


def test_the_same_tap_twice_takes_once(desk):
    booking = desk.book(desk.slot(HOUR / 2))
    tap = taps(desk.get("day", day=local_day(booking.slot)), f"/{booking.reference}/thu/")[0]
    for _ in range(2):
        desk.post("pay", tap, reference=booking.reference)
    assert LedgerEntry.objects.count() == 1


def test_the_second_of_two_phones_reads_who_was_quicker(desk):
    booking = desk.book(desk.slot(HOUR / 2))
    pay(desk, booking)
    other = make_user(full_name="Nguyễn Văn Ba")
    Member.objects.create(host=desk.host, user=other)
    desk.client.force_login(other)

    response = pay(desk, booking, due=700_000)

    assert re.search(r"đã thu 700\.000\s₫ lúc", said(response))
    assert str(desk.owner) in said(response)
    assert LedgerEntry.objects.count() == 1


def test_a_part_is_written_as_people_write_it_and_the_rest_is_left(desk):
    booking = desk.book(adults=2)
    pay(desk, booking, amount="500k", method="transfer", note="  qua  Vietcombank ")
    entry = LedgerEntry.objects.get()
    assert (entry.amount_vnd, entry.method, entry.note) == (500_000, "transfer", "qua Vietcombank")
    assert account_of(booking).due == 200_000


@pytest.mark.parametrize("amount", ["150", "chục", "0", "-5", "700.001", "9" * 200])
def test_an_amount_that_cannot_be_meant_is_asked_back_and_loses_nothing(desk, amount):
    booking = desk.book(adults=2)
    response = pay(desk, booking, amount=amount, note="chú thích")
    assert response.status_code == 200
    assert LedgerEntry.objects.count() == 0
    page = soup(response)
    assert page.select_one(".form-errors")
    assert page.select_one("input[name=note]")["value"] == "chú thích"


@pytest.mark.parametrize("fields", [{"key": "x"}, {"due": "nhiều"}, {"method": "gạo"}, {"due": "9" * 5000}])
def test_a_tap_that_no_page_makes_changes_nothing_and_is_answered(desk, fields):
    booking = desk.book(adults=2)
    assert pay(desk, booking, **fields).status_code == 200
    assert LedgerEntry.objects.count() == 0


def test_who_saw_an_old_sum_can_go_on_from_the_page_that_says_the_new_one(desk):
    booking = desk.book(adults=2)
    pay(desk, booking, amount="200.000")
    response = pay(desk, booking, amount="500.000", due=700_000)
    assert "Bây giờ còn phải thu 500.000" in soup(response).get_text(" ", strip=True).replace("\xa0", " ")
    form = soup(response).select_one("main form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input")} | {"method": "cash"}
    desk.post("pay", sent, reference=booking.reference)
    assert account_of(booking).due == 0


def test_a_payment_is_taken_back_and_stays_in_the_history(desk):
    booking = desk.book(adults=2)
    pay(desk, booking)
    entry = LedgerEntry.objects.get()
    desk.post("entry_reverse", reference=booking.reference, pk=entry.pk)
    assert account_of(booking).due == 700_000
    history = soup(desk.get("booking", reference=booking.reference)).select_one(".desk-history").get_text()
    assert "Đã thu 700.000" in history
    assert "Bỏ: Đã thu 700.000" in history


def test_money_of_a_cancelled_visit_is_given_back_by_transfer_which_may_bounce(desk):
    booking = desk.book(adults=2)
    pay(desk, booking)
    desk.act("cancel", booking, usual="weather")
    key = {"key": str(uuids.uuid4()), "due": 700_000, "method": "transfer"}
    desk.post("refund", key, reference=booking.reference)
    sent = LedgerEntry.objects.get(kind="refund")
    assert (sent.state, account_of(booking).due) == ("sent", 0)
    desk.post("entry_bounced", reference=booking.reference, pk=sent.pk)
    assert account_of(booking).due == -700_000
    desk.post("keep_rest", {"key": str(uuids.uuid4()), "due": 700_000}, reference=booking.reference)
    assert account_of(booking).due == 0


def test_the_host_may_ask_for_less(desk):
    booking = desk.book(adults=2)
    form = {"key": str(uuids.uuid4()), "due": 700_000, "amount": "350.000"}
    desk.post("waive", form, reference=booking.reference)
    assert account_of(booking).due == 350_000


def test_a_row_of_another_booking_is_not_found_under_this_one(desk):
    booking, other = desk.book(adults=2), desk.book(adults=1)
    pay(desk, booking)
    pk = LedgerEntry.objects.get().pk
    url = desk.url("entry_reverse", reference=other.reference, pk=pk)
    assert desk.client.post(url).status_code == 404


def test_today_adds_up_what_is_to_be_collected_by_method_and_by_member(desk):
    first, second = (desk.book(desk.slot(HOUR / 2), adults=2) for _ in range(2))
    pay(desk, first)
    helper = make_user(full_name="Nguyễn Văn Ba")
    Member.objects.create(host=desk.host, user=helper)
    desk.client.force_login(helper)
    pay(desk, second, amount="100.000", method="transfer")

    money = desk.get("day", day=local_day(first.slot)).context["board"].money

    sums = [re.sub(r"\D", "", text) for text in (money.to_collect, money.collected, money.left)]
    assert sums == ["1400000", "800000", "600000"]
    assert [text.replace("\xa0", " ") for text in money.by_method] == ["tiền mặt 700.000 ₫", "chuyển khoản 100.000 ₫"]
    by_member = [text.replace("\xa0", " ") for text in money.by_member]
    assert sorted(by_member) == sorted([f"{desk.owner} 700.000 ₫", "Nguyễn Văn Ba 100.000 ₫"])


def test_the_statement_of_month_and_day_lead_to_each_other_and_to_the_booking(desk):
    booking = desk.book(adults=2)
    pay(desk, booking)
    today = timezone.localdate()
    month = soup(desk.get("money"))
    assert month.select_one(f"a[href='{desk.url('money_day', day=today)}']")
    day = soup(desk.get("money_day", day=today))
    assert day.select_one(f"a[href='{desk.url('booking', reference=booking.reference)}']")
    assert "700.000" in day.select_one(".desk-day-money__sums").get_text()


def test_two_experiences_of_one_name_have_a_line_each_and_add_up(desk):
    twin = make_experience(desk.host, name=desk.experience.name, name_en="", cutoff_minutes=0)
    starts_at = timezone.now() + HOUR
    pay(desk, desk.book(adults=2))
    pay(desk, desk.book(make_slot(twin, starts_at, closes_at=starts_at), adults=1))
    parts = dict(desk.get("money").context["parts"])
    amounts = [int(re.sub(r"\D", "", line.amount_text)) for line in parts["Theo trải nghiệm"]]
    assert amounts == [700_000, 350_000]


def test_what_people_type_has_an_end_in_the_statement_and_adds_up(desk):
    slot = desk.slot(HOUR, capacity=99)
    for number in range(33):
        booking = desk.book(slot, adults=1)
        Booking.objects.filter(pk=booking.pk).update(origin=f"Tỉnh {number:02}")
        pay(desk, booking)
    parts = dict(desk.get("money").context["parts"])
    lines = parts["Khách từ đâu đến"]
    assert len(lines) == 30
    assert lines[-1].text == "4 loại khác"
    whole = booking.total_vnd * 33
    assert lines[-1].amount_text == format_vnd(booking.total_vnd * 4)
    assert sum(int("".join(filter(str.isdigit, line.amount_text))) for line in lines) == whole


def test_files_hold_every_row_and_their_total(desk):
    booking = desk.book(name="=SUM(A1:A9)", adults=2)
    pay(desk, booking, amount="300.000", note="+84 là gì")
    pay(desk, booking)
    desk.post("entry_reverse", reference=booking.reference, pk=LedgerEntry.objects.order_by("pk")[1].pk)
    today = timezone.localdate()

    text = desk.get("money_file", first=today, last=today, kind="csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert [int(row[-1]) for row in rows] == [300_000, 400_000, -400_000]
    assert rows[0][2] == "'=SUM(A1:A9)"
    assert rows[0][7] == "'+84 là gì"
    assert len(head) == len(rows[0])

    answer = desk.get("money_file", first=today, last=today, kind="xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    sheet, takings = book.worksheets
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == [300_000, 400_000, -400_000, 300_000]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=SUM(A1:A9)", "s")
    assert takings.title == "S1a-HKD"
    assert takings.cell(takings.max_row, 3).value == 300_000


def test_a_span_that_is_no_span_has_no_file(desk):
    today = timezone.localdate()
    for first, last, kind in [(today, today - 24 * HOUR, "csv"), (today, today, "exe")]:
        assert desk.get("money_file", first=first, last=last, kind=kind).status_code == 404


def test_more_rows_cost_the_statement_no_more_queries(desk, django_assert_max_num_queries):
    today = timezone.localdate()

    def queries() -> int:
        with django_assert_max_num_queries(40) as found:
            desk.get("money_day", day=today)
        return len(found)

    pay(desk, desk.book(adults=2))
    queries()
    one = queries()
    for _ in range(3):
        pay(desk, desk.book(adults=2))
    assert queries() == one
