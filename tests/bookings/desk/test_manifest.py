"""The day's list, on paper and as a spreadsheet: who comes, what they need and owe, and nobody else's numbers."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from bookings.models import Booking
from tests.bookings.desk.desk_helpers import local_day, make_desk
from tests.factories import make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def far(desk):
    """A slot on a day of its own."""
    return desk.slot(dt.timedelta(days=9), capacity=20)


def listed(desk, slot):
    return desk.get("manifest", day=local_day(slot))


def sheet(desk, slot) -> list[tuple]:
    answer = desk.get("manifest_file", day=local_day(slot))
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_list_says_all_that_the_gate_and_the_kitchen_need(desk, far):
    booking = desk.book(far, name="Nguyễn Thị Hà", phone="+84912345678", note="Đi xe 29 chỗ", adults=2, children=1)
    Booking.objects.filter(pk=booking.pk).update(dietary="vegetarian", spoken_language="en")
    booking.extras.create(name="Nung gốm", per="item", quantity=2, price_vnd=0)

    page = plain(soup(listed(desk, far)).select_one(".desk-manifest"))

    for told in (
        *("Nguyễn Thị Hà", "0912 345 678", booking.reference, "2 người lớn, 1 trẻ em", "2 × Nung gốm"),
        *("ăn chay", "Tiếng Anh", "Đi xe 29 chỗ", "900.000 ₫"),
    ):
        assert told in page, told


def test_sums_are_those_of_the_day_and_leave_out_who_does_not_come(desk):
    begun = desk.slot(-HOUR)
    desk.book(begun, name="Trần Văn Long", adults=4)
    paid, missing = desk.book(begun, adults=2), desk.book(begun, adults=3)
    data = {"key": "6f0c0ffe-0000-4000-8000-000000000001", "due": 700_000, "method": "cash"}
    desk.post("pay", data, reference=paid.reference)
    desk.act("no_show", missing)
    desk.book(begun, status="CANCELLED")
    desk.book(begun, status="ON_HOLD")

    response = listed(desk, begun)

    found = next(slot for slot in response.context["list"].slots if slot.sums.parties)
    assert (found.sums.parties, found.sums.people, found.sums.due) == (2, 6, 1_400_000)
    assert [party.state for party in found.parties].count("Không đến") == 1
    board = desk.get("day", day=local_day(begun)).context["board"]
    assert board.money.left == response.context["list"].sums.due_text


def test_who_is_here_has_a_tick_and_who_is_not_confirmed_is_told_apart(desk):
    here, unproved = desk.book(name="Trần Văn Long"), desk.book(name="Lê Thị Mai")
    desk.act("check_in", here)
    Booking.objects.filter(pk=unproved.pk).update(
        status="PENDING", awaits="proof", hold_expires_at=timezone.now() + HOUR, confirmed_at=None
    )

    rows = [plain(row) for row in soup(listed(desk, desk.soon)).select(".desk-manifest__table tbody tr")]

    assert "Chưa xác nhận" in rows[0]
    assert "✓" in rows[1]
    assert "✓" not in rows[0]


def test_the_spreadsheet_has_a_line_a_party_and_adds_up(desk, far):
    desk.book(far, name="=HYPERLINK(1)", phone="+84912345678", adults=2)
    desk.book(far, name="Trần Văn Long", adults=4)

    rows = sheet(desk, far)

    assert [row[2] for row in rows[2:]] == ["=HYPERLINK(1)", "Trần Văn Long", "Tổng cộng", "Tổng cộng"]
    assert rows[2][3] == "0912 345 678"
    assert [(row[5], row[11]) for row in rows[2:]] == [(2, 700_000), (4, 1_400_000), (6, 2_100_000), (6, 2_100_000)]


def test_a_day_with_nobody_is_a_page_and_a_file_too(desk):
    day = timezone.localdate() + dt.timedelta(days=50)

    assert desk.get("manifest", day=day).status_code == 200
    assert desk.get("manifest_file", day=day).status_code == 200


@pytest.mark.parametrize("name", ["manifest", "manifest_file"])
def test_numbers_of_guests_are_for_members_alone_and_nothing_keeps_them(desk, far, name):
    desk.book(far, phone="+84912345678")
    url = desk.url(name, day=local_day(far))
    neighbour = Client()
    neighbour.force_login(make_desk().owner)
    stranger = Client()
    stranger.force_login(make_user())

    assert neighbour.get(url).status_code == stranger.get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert {"private", "no-store"} <= set(desk.client.get(url)["Cache-Control"].split(", "))


def test_a_neighbours_list_of_the_same_day_has_none_of_mine(desk, far):
    desk.book(far, name="Nguyễn Thị Hà")
    other = make_desk()

    assert "Nguyễn Thị Hà" not in other.get("manifest", day=local_day(far)).content.decode()


def test_the_day_leads_to_its_list(desk, far):
    page = desk.get("day", day=local_day(far)).content.decode()

    assert desk.url("manifest", day=local_day(far)) in page


def test_many_parties_cost_no_more_queries_than_one(desk, far):
    desk.book(far)
    url = desk.url("manifest", day=local_day(far))
    desk.client.get(url)
    one = queries(desk, url)
    for minutes in range(8):
        desk.book(desk.slot(dt.timedelta(days=9, minutes=minutes + 1)))
        desk.book(far, adults=1)

    assert queries(desk, url) == one


def queries(desk, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.client.get(url).status_code == 200
    return len(seen)
