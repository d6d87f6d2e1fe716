"""The party changed at the desk, and who did what to a booking."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.enums import CancelledBy
from bookings.models import Booking
from tests.bookings.desk.desk_helpers import said
from tests.bookings.desk.test_guests import filled, soup
from tests.factories import make_user
from villages.models import Member

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def history(desk, booking) -> list[str]:
    rows = soup(desk.get("booking", reference=booking.reference)).select(".desk-history li")
    return [row.select("span")[-1].get_text() for row in rows]


def adult(desk) -> str:
    return f"u{desk.experience.units.get(type='ADULT').pk}"


def send(desk, booking, **fields):
    page = desk.get("party", reference=booking.reference)
    return desk.post("party", filled(page) | fields, reference=booking.reference)


def test_one_more_comes_and_the_host_reads_what_is_to_be_collected(desk):
    booking = desk.book(desk.slot(3 * DAY), adults=2)
    response = send(desk, booking, **{adult(desk): "3"})
    assert "Còn phải thu: 1.050.000" in said(response)
    booking.refresh_from_db()
    assert booking.seats == 3
    assert history(desk, booking)[-1] == (
        f"Đoàn: 2 người lớn, 700.000 ₫ → 3 người lớn, 1.050.000 ₫ ({desk.owner})".replace(" ₫", "\xa0₫")
    )


def test_a_stepper_without_a_script_changes_a_number_and_nothing_else(desk):
    booking = desk.book(desk.slot(3 * DAY), adults=2)
    page = filled(desk.get("party", reference=booking.reference))
    response = desk.post("party", page | {"step": f"{adult(desk)}:1"}, reference=booking.reference)
    assert filled(response)[adult(desk)] == "3"
    # The page opens where the number is.
    button = soup(response).select_one("button[name=step]")
    assert soup(response).select_one(f"input{button['formaction']}")["name"] == button["value"].partition(":")[0]
    assert "1.050.000" in soup(response).select_one("output").get_text()
    assert Booking.objects.get(pk=booking.pk).seats == 2


def test_what_is_refused_says_why_and_keeps_what_was_typed(desk):
    booking = desk.book(desk.slot(3 * DAY, capacity=3), adults=2)
    response = send(desk, booking, **{adult(desk): "5", "name": "Đặng Thị Thu Hà"})
    assert "chỉ còn 3 chỗ" in soup(response).select_one("main").get_text()
    assert filled(response) | {"name": "Đặng Thị Thu Hà", adult(desk): "5"} == filled(response)
    assert Booking.objects.get(pk=booking.pk).seats == 2


def test_a_name_is_no_place_for_an_address_of_the_web(desk):
    booking = desk.book(desk.slot(3 * DAY))
    response = send(desk, booking, name="Trúng thưởng www.example.com")
    assert "đừng kèm địa chỉ web" in soup(response).select_one("main").get_text()
    assert Booking.objects.get(pk=booking.pk).contact_name == booking.contact_name


def test_two_who_change_it_at_once_are_shown_both_numbers(desk):
    booking = desk.book(desk.slot(3 * DAY), adults=2)
    old = filled(desk.get("party", reference=booking.reference))
    send(desk, booking, **{adult(desk): "3"})
    response = desk.post("party", old | {adult(desk): "4"}, reference=booking.reference)
    assert "3" in soup(response).select_one(".stepper .field__error").get_text()
    assert Booking.objects.get(pk=booking.pk).seats == 3


def test_a_party_that_is_over_is_not_offered_to_be_changed(desk):
    booking = desk.book(desk.slot(3 * DAY), adults=2)
    assert desk.url("party", reference=booking.reference) in desk.get("booking", reference=booking.reference).text
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    assert desk.get("party", reference=booking.reference).status_code == 302


def test_the_history_says_who_did_it_and_what_was_so_before(desk):
    slot, later = desk.slot(3 * DAY), desk.slot(4 * DAY)
    booking = desk.book(slot, adults=2)
    desk.act("contact", booking, phone="0912 000 111", email="ha@example.com")
    desk.act("move", booking, slot=later.pk)
    told = history(desk, booking)
    assert any("+84912000111" in line and str(desk.owner) in line for line in told)
    assert any(line.startswith("Đổi giờ: ") and "→" in line and str(desk.owner) in line for line in told)
    desk.act("cancel", booking, usual="weather")
    desk.act("restore", booking)
    assert [line.partition(" (")[0].partition(":")[0] for line in history(desk, booking)[-2:]] == [
        "Nhà mình hủy",
        "Đặt lại",
    ]


def test_a_time_that_is_cancelled_for_all_stands_in_the_history_of_each(desk):
    slot = desk.slot(3 * DAY)
    booking = desk.book(slot)
    desk.post("slot_cancel", {"reason": "rain"}, pk=slot.pk)
    desk.post("slot_open", {}, pk=slot.pk)
    told = history(desk, booking)[-2:]
    assert [line.partition(":")[0] for line in told] == ["Nhà mình hủy", "Đặt lại"]
    assert all(line.endswith(f"({desk.owner})") for line in told)


def test_the_name_of_who_acted_outlives_the_account(desk):
    guide = make_user(full_name="Phạm Thị Mai")
    Member.objects.create(host=desk.host, user=guide)
    booking = desk.book(desk.soon)
    desk.client.force_login(guide)
    desk.act("check_in", booking)
    name = str(guide)
    guide.delete()
    desk.client.force_login(desk.owner)
    assert history(desk, booking)[-1].endswith(f"({name})")
