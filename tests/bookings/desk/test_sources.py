"""How a party came to be booked, who sent it and where from: written down once, read wherever it counts."""

import csv
import datetime as dt
import io
import json
import re
import uuid as uuids

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from bookings.domain.booking.enter import Came, enter
from bookings.enums import GuestSource
from bookings.models import Booking
from tests.bookings.desk.desk_helpers import local_day
from tests.factories import make_contact
from tests.pages.guest import url
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
AGENCY = Came(GuestSource.AGENT, agent="Lữ hành Sông Thử, Hà Giang", origin="Hà Giang")


def entered(desk, came: Came, name: str = "Hoàng Thị Bích Ngọc", *, adults: int = 2) -> Booking:
    adult = desk.experience.units.get(type="ADULT")
    return enter(
        key=uuids.uuid4(),
        slot_id=desk.soon.pk,
        unit_quantities={adult.pk: adults},
        extra_quantities={},
        contact=make_contact(name=name),
        came=came,
        language="vi",
        now=timezone.now(),
    )


def pay(desk, booking: Booking) -> None:
    data = {"key": str(uuids.uuid4()), "due": booking.total_vnd, "method": "cash"}
    desk.post("pay", data, reference=booking.reference)


def test_the_booking_says_who_sent_the_party_and_that_they_agreed_by_word(desk):
    booking = entered(desk, AGENCY)
    page = plain(soup(desk.get("booking", reference=booking.reference)).main)
    assert "qua đại lý: Lữ hành Sông Thử, Hà Giang" in page
    assert "Khách từ đâu đến Hà Giang" in page
    assert re.search(r"đồng ý bằng lời, \d\d:\d\d", page)


def test_who_booked_on_the_web_agreed_there_and_not_by_word(desk):
    page = plain(soup(desk.get("booking", reference=desk.book().reference)).main)
    assert "trên mạng" in page
    assert "bằng lời" not in page


def test_the_statement_adds_up_by_how_guests_came_and_where_from(desk):
    for booking in (entered(desk, AGENCY), entered(desk, Came(GuestSource.ZALO)), desk.book(adults=1)):
        pay(desk, booking)
    parts = dict(desk.get("money").context["parts"])
    told = {line.text: int(re.sub(r"\D", "", line.amount_text)) for line in parts["Theo cách đặt"]}
    assert told == {"qua đại lý: Lữ hành Sông Thử, Hà Giang": 700_000, "Zalo": 700_000, "trên mạng": 350_000}
    told = {line.text: int(re.sub(r"\D", "", line.amount_text)) for line in parts["Khách từ đâu đến"]}
    assert told == {"Hà Giang": 700_000, "không ghi": 1_050_000}


def test_where_nobody_was_asked_the_statement_says_nothing_of_it(desk):
    pay(desk, desk.book(adults=1))
    assert "Khách từ đâu đến" not in dict(desk.get("money").context["parts"])


def test_files_of_the_statement_say_it_in_each_row(desk):
    pay(desk, entered(desk, AGENCY))
    today = timezone.localdate()
    text = desk.get("money_file", first=today, last=today, kind="csv").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert dict(zip(head, row, strict=True)).items() >= {
        ("Khách đặt bằng cách nào", "qua đại lý"),
        ("Đại lý", "Lữ hành Sông Thử, Hà Giang"),
        ("Khách từ đâu đến", "Hà Giang"),
    }
    book = load_workbook(io.BytesIO(desk.get("money_file", first=today, last=today, kind="xlsx").content))
    assert "Lữ hành Sông Thử, Hà Giang" in [cell.value for cell in book.worksheets[0][2]]


def test_the_days_list_as_a_spreadsheet_says_it_of_each_party(desk):
    entered(desk, AGENCY)
    answer = desk.get("manifest_file", day=local_day(desk.soon))
    _title, head, row, *_sums = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert told["Khách đặt bằng cách nào"] == "qua đại lý: Lữ hành Sông Thử, Hà Giang"
    assert told["Khách từ đâu đến"] == "Hà Giang"


def test_guests_read_and_take_away_what_was_written_of_them(desk):
    booking = entered(desk, AGENCY)
    guest = Client()
    contact = json.loads(guest.get(url("personal_file", booking)).content)["contact"]
    assert (contact["booked"], contact["agreed"]) == ("agent", "by_word")
    assert (contact["agency"], contact["where_from"]) == ("Lữ hành Sông Thử, Hà Giang", "Hà Giang")
    page = plain(soup(guest.get(url("personal", booking))).main)
    assert "Hà Giang" in page
    assert "Lữ hành Sông Thử" in page
    on_the_web = json.loads(guest.get(url("personal_file", desk.book())).content)["contact"]
    assert (on_the_web["booked"], on_the_web["agreed"]) == ("web", "on_the_form")
