"""Finding a booking at the gate: by code, by name as it is typed, by phone as it is written; and at what cost."""

import datetime as dt
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.links import check_in_token, check_in_url
from tests.bookings.desk.desk_helpers import local_day, make_desk
from tests.factories import make_host, make_slot, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]
DAY = dt.timedelta(days=1)


def names(desk, query: str) -> list[str]:
    response = desk.client.get(desk.url("bookings"), {"q": query})
    return [row.name for day in response.context["days"] for row in day["rows"]]


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen thi ha",
        "Nguyễn Thị Hà",
        unicodedata.normalize("NFD", "Nguyễn Thị Hà"),
        "  NGUYEN   ha ",
        "hà nguyễn",
        "0912345678",
        "0912 345 678",
        "+84 912 345 678",
        "84912345678",
        "0084.912.345.678",
        "+84 (0)912-345-678",
        "345678",
    ],
)
def test_search_understands_what_is_typed(desk, typed):
    desk.book(phone="+84912345678")
    desk.book(name="Nguyễn Thị Hạnh Dung", phone="+84987654321")
    desk.book(name="Đỗ Thanh Hà", phone="+84977111222")

    assert names(desk, typed)[0] == "Nguyễn Thị Hà"
    assert "Đỗ Thanh Hà" not in names(desk, typed)


def test_search_finds_a_reference_and_a_stroked_d(desk):
    booking = desk.book(name="Đỗ Thị Đào")

    assert names(desk, f" {booking.reference[:3].lower()}-{booking.reference[3:]} ") == ["Đỗ Thị Đào"]
    assert names(desk, "do dao") == ["Đỗ Thị Đào"]
    assert names(desk, "zzz") == []
    assert names(desk, "...") == []


@pytest.mark.parametrize(
    ("typed", "found"), [("000", {"Hà"}), ("0000", {"Hà"}), ("005", {"Lan"}), ("0015", {"Mai"}), ("0912", {"Hà"})]
)
def test_noughts_at_the_end_of_a_number_are_digits_too(desk, typed, found):
    for name, phone in (("Hà", "+84912340000"), ("Lan", "+84987654005"), ("Mai", "+84977110015")):
        desk.book(name=name, phone=phone)
    assert set(names(desk, typed)) == found


def test_search_finds_the_end_of_a_number_and_an_e_mail_address(desk):
    desk.book(name="Nguyễn Thị Hà", phone="+84912345678", email="ha.nguyen@example.com")
    desk.book(name="Đỗ Thanh Hà", phone="+84967812345", email="do.ha@example.com")

    assert names(desk, "678") == ["Nguyễn Thị Hà"]
    assert sorted(names(desk, "6781")) == ["Đỗ Thanh Hà"]
    assert names(desk, "HA.nguyen@example") == ["Nguyễn Thị Hà"]
    assert names(desk, "do.ha") == ["Đỗ Thanh Hà"]


def test_search_finds_every_guest_to_come_and_old_ones_by_their_number(desk, monkeypatch):
    """However many came since: names of past guests are looked for among the latest alone."""
    monkeypatch.setattr("bookings.desk.bookings.listing.LOOKED_AT", 2)
    for number in range(5):
        desk.book(desk.slot(-DAY * (number + 1)), name=f"Khách cũ {number}", phone=f"+8491200000{number}")
        desk.book(desk.slot(DAY * (number + 1)), name=f"Khách mới {number}", phone=f"+8491300000{number}")

    assert names(desk, "khach moi") == [f"Khách mới {number}" for number in range(5)]
    assert names(desk, "khach cu") == ["Khách cũ 0", "Khách cũ 1"]
    assert names(desk, "0912000004") == ["Khách cũ 4"]


def test_search_finds_every_guest_to_come_however_many_have_that_name(desk, monkeypatch):
    monkeypatch.setattr("bookings.desk.bookings.search.MOST_FOUND", 2)
    for number in range(4):
        desk.book(desk.slot(DAY * (number + 1)), name=f"Nguyễn Văn Nam {number}")
        desk.book(desk.slot(-DAY * (number + 1)), name=f"Nguyễn Văn Cũ {number}")

    assert names(desk, "nguyen van nam") == [f"Nguyễn Văn Nam {number}" for number in range(4)]
    assert names(desk, "nguyen van cu") == ["Nguyễn Văn Cũ 0", "Nguyễn Văn Cũ 1"]


def test_search_stays_at_its_own_desk(desk):
    make_desk().book(name="Nguyễn Thị Hà", phone="+84912345678")

    assert names(desk, "ha") == []
    assert names(desk, "0912345678") == []


def test_filters_and_pages(desk):
    for number in range(27):
        desk.book(desk.slot(DAY * (number + 1)), name=f"Khách {number:02d}")
    desk.book(desk.slot(-DAY), name="Hôm trước")
    desk.book(status="CANCELLED", name="Đã thôi")

    def shown(query):
        response = desk.get("bookings", query)
        return [row.name for day in response.context["days"] for row in day["rows"]]

    assert shown("") == [f"Khách {number:02d}" for number in range(25)]
    assert shown("?page=2") == ["Khách 25", "Khách 26"]
    assert shown("?show=past") == ["Hôm trước"]
    assert shown("?show=cancelled") == ["Đã thôi"]
    assert shown("?show=past&q=khach") == []
    assert "show=upcoming&amp;page=2" in desk.get("bookings").content.decode()


def test_the_guests_code_opens_the_booking_at_its_desk(desk):
    booking = desk.book()
    page = desk.url("booking", reference=booking.reference)

    assert desk.client.get(path_of(check_in_url(booking)))["Location"] == page
    for text in (booking.reference.lower(), check_in_url(booking), check_in_token(booking)):
        assert desk.client.get(desk.url("scan"), {"code": text})["Location"] == page


def test_a_changed_or_foreign_code_opens_nothing(desk):
    token = check_in_token(desk.book())
    other = check_in_token(make_desk().book())
    encoded, signature = token.split(".")
    flipped = ("A" if encoded[0] != "A" else "B") + encoded[1:]

    for bad in (f"{flipped}.{signature}", f"{encoded}.{signature[:-2]}", encoded, other):
        assert desk.client.get(reverse("desk:scan_token", args=[bad])).status_code == 404
        scanned = desk.client.get(desk.url("scan"), {"code": f"http://testserver/desk/q/{bad}/"})
        assert scanned.status_code == 200
        assert scanned.context["form"].errors


def queries(desk, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert desk.client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("kind", ["day", "closed", "calendar", "bookings", "search"])
def test_three_rows_cost_no_more_queries_than_one(desk, kind):
    def fill(number):
        """A slot of its own for each, and a second party in the first."""
        for hour in range(number):
            slot = make_slot(desk.experience, start + dt.timedelta(minutes=hour), 20, closes_at=start)
            desk.book(slot, name="Nguyễn Thị Hà")

    start = desk.slot(DAY * 3).starts_at + dt.timedelta(minutes=1)
    day = local_day(desk.soon.experience.slots.latest("starts_at"))
    urls = {
        "day": desk.url("day", day=day),
        "closed": desk.url("day", day=day),
        "calendar": desk.url("calendar"),
        "bookings": desk.url("bookings"),
        "search": desk.url("bookings") + "?q=nguyen+thi+ha",
    }
    if kind == "closed":
        desk.post("close_day", day=day)
    fill(1)
    queries(desk, urls[kind])
    one = queries(desk, urls[kind])
    start += dt.timedelta(minutes=5)
    fill(2)

    assert queries(desk, urls[kind]) == one
    assert one <= 16


def test_more_desks_cost_no_more_queries(desk):
    # The first request of a sign-in writes down which device it is.
    desk.get("today")
    make_host(owner=desk.owner)
    two = queries(desk, "/desk/")
    make_host(owner=desk.owner)

    assert queries(desk, "/desk/") == two


def test_a_stranger_with_a_code_comes_back_after_signing_in(desk, client):
    booking = desk.book()
    url = path_of(check_in_url(booking))

    assert client.get(url)["Location"].endswith(f"next={url}")
    client.force_login(desk.owner)
    assert client.get(url)["Location"] == desk.url("booking", reference=booking.reference)
    client.force_login(make_user())
    assert client.get(url).status_code == 404


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]
