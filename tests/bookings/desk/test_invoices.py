"""A VAT invoice: asked for on the guest's page, seen, listed and written down at the desk, told in the statement."""

import csv
import io

import pytest
from django.utils import timezone

from bookings.domain.money.invoice import ask, invoice_of
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_invoice
from tests.pages.guest import url
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
TYPED = {
    "buyer": "company",
    "name": "Công ty Thí Dụ",
    "tax_code": "0100000000001",
    "address": "12 Hàng Gà, Hà Nội",
    "email": "ketoan@example.com",
}


@shared
def booking(desk):
    return desk.book(adults=2)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_guest_asks_changes_and_takes_it_back(client, booking, language):
    here = url("invoice", booking, language)
    assert here in [link["href"] for link in soup(client.get(url("booking", booking, language))).select("main a[href]")]
    answer = client.post(here, TYPED, follow=True)
    assert answer.redirect_chain[-1][0] == here
    assert invoice_of(booking).tax_code == "0100000000-001"
    page = soup(answer)
    again = client.post(here, fields_of(page, page.select_one("form[data-typed]")), follow=True)
    assert booking.acts.count() == 1
    assert again.status_code == 200
    client.post(url("no_invoice", booking, language))
    client.post(url("no_invoice", booking, language))
    assert invoice_of(booking) is None


@pytest.mark.parametrize(
    "typed",
    [
        {"tax_code": "123"},
        {"tax_code": ""},
        {"buyer": ""},
        {"buyer": "x"},
        {"name": ""},
        {"address": ""},
        {"email": "a@"},
    ],
)
def test_what_is_missing_or_no_tax_code_is_said_and_kept(client, booking, typed):
    answer = client.post(url("invoice", booking), TYPED | typed)
    assert answer.status_code == 422
    page = soup(answer)
    assert len(page.select("#form-errors li")) == 1
    assert page.select_one("#id_name").get("value", "") == (TYPED | typed)["name"]
    assert invoice_of(booking) is None


def test_a_person_needs_no_tax_code(client, booking):
    client.post(url("invoice", booking), TYPED | {"buyer": "person", "tax_code": "123"})
    assert invoice_of(booking).tax_code == ""


def test_the_host_sees_to_whom_writes_the_number_and_may_take_that_back(client, desk, booking):
    ask(booking=booking, details=make_invoice(), now=timezone.now())
    page = plain(soup(desk.get("booking", reference=booking.reference)).select_one("#hoa-don"))
    assert "0100000000-001" in page
    assert said(desk.post("invoice", {"number": "1C26T 15"}, reference=booking.reference))
    assert invoice_of(booking).issued_by_name == str(desk.owner)
    assert "1C26T 15" in plain(soup(client.get(url("invoice", booking))).main)
    desk.post("invoice_undo", reference=booking.reference)
    assert invoice_of(booking).issued_at is None


def test_a_tab_of_the_list_shows_what_is_to_be_issued_first(desk, booking):
    other = desk.book(adults=1, name="Trần Long")
    assert "?show=invoices" not in desk.get("bookings").content.decode()
    for asked in (booking, other):
        ask(booking=asked, details=make_invoice(), now=timezone.now())
    desk.post("invoice", reference=booking.reference)
    assert "Hóa đơn GTGT (1)" in plain(soup(desk.get("bookings")))
    listed = [row["id"] for row in soup(desk.get("bookings", "?show=invoices")).select("[id^=don-]")]
    assert set(listed) == {f"don-{booking.reference}", f"don-{other.reference}"}


def test_the_statement_says_it_on_the_page_and_in_the_files(desk, booking):
    ask(booking=booking, details=make_invoice(name="=Thí Dụ"), now=timezone.now())
    pay = {"key": "9a4d6d0e-31f8-4f65-8d51-9b1a9bb8a0de", "due": booking.total_vnd, "method": "cash"}
    desk.post("pay", pay, reference=booking.reference)
    today = timezone.localdate()
    assert "Cần hóa đơn GTGT" in plain(soup(desk.get("money_day", day=today)))
    text = desk.get("money_file", first=today, last=today, kind="csv").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert (told["Mã số thuế"], told["Người mua"]) == ("0100000000-001", "'=Thí Dụ")
    assert desk.get("money_file", first=today, last=today, kind="xlsx").status_code == 200
