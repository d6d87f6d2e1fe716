"""What a page of the desk costs: as many queries for many parties as for few, and at most 60 kB of a poor signal."""

import datetime as dt
import gzip
import uuid
from urllib.parse import parse_qs, quote, quote_plus, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from bookings.desk.urls import urlpatterns
from bookings.models import Slot
from tests.bookings.desk.desk_helpers import Desk, local_day
from tests.bookings.desk.test_access import address
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MOST = 60_000
GZIP = {"accept-encoding": "gzip"}


def pages(desk: Desk, slot: Slot, reference: str) -> dict[str, str]:
    plain = ("today", "calendar", "week", "bookings", "conflicts", "guests", "money", "scan", "setup", "schedules")
    plain += ("closures", "resources", "experiences", "house", "rota", "phone_calendar")
    plain += ("calendar_fresh",)
    of_the_day = ("day", "day_fresh", "week_fresh", "manifest", "money_day")
    of_the_slot, of_the_party = ("slot", "slot_fresh", "slot_guests"), ("booking", "party", "move", "contact")
    found = {name: desk.url(name) for name in plain}
    found |= {name: desk.url(name, day=local_day(slot)) for name in of_the_day}
    found |= {
        name: desk.url(name, month=local_day(slot))
        for name in ("calendar_month", "calendar_month_fresh", "money_month")
    }
    found |= {name: desk.url(name, pk=slot.pk) for name in of_the_slot}
    found |= {name: desk.url(name, reference=reference) for name in of_the_party}
    return found | {"bookings_found": found["bookings"] + "?q=nguyen"}


def come(desk: Desk, slot: Slot, parties: int) -> str:
    """So many have booked, and every second has paid; the reference of one."""
    for number in range(parties):
        booking = desk.book(slot, name=f"Nguyễn Thị Hà {number}", note="Ghế cho cụ bà, nhà có cháu nhỏ", adults=1)
        if number % 2 == 0:
            data = {"key": str(uuid.uuid4()), "due": booking.total_vnd, "method": "cash"}
            desk.post("pay", data, reference=booking.reference)
    return booking.reference


def queries(desk: Desk, found: dict[str, str]) -> dict[str, int]:
    counts = {}
    for name, url in found.items():
        # What is kept for a while is asked for afresh, in both cases.
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert desk.client.get(url).status_code == 200, url
        counts[name] = len(asked)
    return counts


def test_many_parties_take_no_more_queries_than_a_few(desk):
    slot = desk.slot(3 * DAY, capacity=40)
    found = pages(desk, slot, come(desk, slot, 2))
    few = queries(desk, found)
    come(desk, slot, 8)
    come(desk, desk.slot(3 * DAY + dt.timedelta(minutes=1), capacity=40), 2)
    come(desk, desk.slot(4 * DAY, capacity=40), 2)

    many = queries(desk, found)

    assert {name: (few[name], count) for name, count in many.items() if count > few[name]} == {}


@pytest.mark.database_free
def test_no_page_of_a_full_day_is_heavier_than_a_poor_signal_carries(desk):
    slot = desk.slot(3 * DAY, capacity=40)
    found = pages(desk, slot, come(desk, slot, 30))

    heavy = {name: len(desk.client.get(url, headers=GZIP).content) for name, url in found.items()}

    assert {name: size for name, size in heavy.items() if size > MOST} == {}


@pytest.mark.database_free
def test_nothing_of_a_desk_s_addresses_is_heavier_than_that(desk):
    slot = desk.slot(3 * DAY, capacity=40)
    come(desk, slot, 12)
    booking = desk.book(slot)

    # Those that may not be compressed come as they are.
    answers = {}
    for one in urlpatterns:
        # What is about a payment makes one, and a party pays once.
        party = desk.book(slot, adults=1) if one.name.startswith("entry_") else booking
        answers[one.name] = desk.client.get(address(one, host=desk.host, booking=party), headers=GZIP)
    # Files to keep, such as a sheet of labels to print, are nothing that a page waits for.
    read = {name: answer for name, answer in answers.items() if answer["Content-Type"].startswith("text/html")}
    heavy = {name: len(answer.content) for name, answer in read.items() if len(answer.content) > MOST}

    assert heavy == {}
    assert len(read) > 50


@pytest.mark.database_free
def test_what_is_opened_most_is_compressed_and_what_repeats_its_query_is_not(desk):
    desk.book()
    for name in ("today", "calendar"):
        answer = desk.client.get(desk.url(name), headers=GZIP)
        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]
        assert b"<h1" in gzip.decompress(answer.content)
        assert "no-store" in answer["Cache-Control"]
    for url in (
        desk.url("bookings") + "?q=ha&next=ha",
        desk.url("week") + "?day=ram",
        desk.url("booking", reference="A"),
    ):
        assert "Content-Encoding" not in desk.client.get(url, headers=GZIP).headers


@pytest.mark.database_free
def test_a_compressed_page_repeats_nothing_of_its_query(desk):
    slot = desk.slot(3 * DAY)
    compressed = set()
    for name, url in pages(desk, slot, come(desk, slot, 1)).items():
        for asked in ({}, {"v": "doan-mo"}, {"q": "doan-mo"}, {"v": "", "next": "doan-mo"}):
            answer = desk.client.get(url, asked, headers=GZIP)
            if answer.headers.get("Content-Encoding") == "gzip":
                compressed.add(name)
                assert b"doan-mo" not in gzip.decompress(answer.content), (url, asked)
    assert {"today", "day", "calendar", "calendar_month", "manifest", "slot", "money_day"} <= compressed
    assert {"scan", "setup", "guests", "schedules", "closures", "resources", "experiences", "conflicts"} <= compressed
    assert {"booking", "party", "slot_guests"} <= compressed
    assert {"day_fresh", "slot_fresh", "week_fresh", "calendar_fresh", "calendar_month_fresh"} <= compressed


@pytest.mark.parametrize("guess", ["Đỗ Thị Đoán", "+84 912 345 678", 'do"><b>&x=1', "ABC234"])
def test_a_search_is_compressed_and_repeats_what_was_typed_as_numbers_alone(desk, guess):
    answer = desk.client.get(desk.url("bookings"), {"q": guess, "show": "past", "page": "1"}, headers=GZIP)

    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    for way in {guess, quote(guess), quote_plus(guess), escape(guess), urlencode({"q": guess})}:
        assert way not in page, way
    found = soup(desk.client.get(desk.url("bookings"), {"q": guess, "show": "past", "page": "1"}))
    assert found.select_one("#desk-search")["value"] == guess
    links = [link["href"] for link in found.select("a[href*='q=']")]
    assert any(link.startswith("/en/") for link in links)
    assert {parse_qs(urlsplit(link).query)["q"][0] for link in links} == {guess}


@pytest.mark.database_free
def test_what_a_form_is_sent_back_with_is_not_compressed(desk):
    answer = desk.client.post(desk.url("slot", pk=desk.soon.pk), {"note": "doan-mo"}, headers=GZIP)
    assert "doan-mo" in answer.content.decode()
    assert "Content-Encoding" not in answer.headers
