"""A guest types a code while booking, reads the new sum and books; and sees it wherever the price stands."""

import pytest
from django.utils import timezone

from bookings.enums import BookingStatus
from bookings.models import Booking
from tests.factories import ask, make_booking, make_discount, make_experience, make_slot
from tests.pages.guest import confirm, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    return make_slot(make_experience(extras=(), free_cancel_hours=24), days=5)


@pytest.fixture
def code(slot):
    return make_discount(slot.experience.host, code="TET2027", percent=10)


def test_nobody_is_asked_where_the_house_has_no_code(client, slot):
    page = client.get(url("booking", ask(slot, adults=2, now=timezone.now()))).content.decode()
    assert "Bạn có mã giảm giá?" not in page


def test_the_new_sum_is_read_before_the_button_books(client, slot, code):
    booking = ask(slot, adults=2, now=timezone.now())
    assert "Bạn có mã giảm giá?" in client.get(url("booking", booking)).content.decode()
    answer = confirm(client, booking, discount_code="tết 2027")
    page = answer.content.decode()
    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (422, BookingStatus.ON_HOLD)
    assert "Mã TET2027 bớt cho bạn 70.000\xa0₫" in page
    assert "Mã giảm giá TET2027 · −10%" in page
    assert 'value="tết 2027"' in page
    assert confirm(client, booking, discount_code="tết 2027").status_code == 302
    booking.refresh_from_db()
    assert (booking.status, booking.total_vnd) == (BookingStatus.CONFIRMED, 630_000)
    ticket = client.get(url("booking", booking, "en")).content.decode()
    assert "Discount code TET2027 · −10%" in ticket
    assert "630,000" in ticket


def test_a_wrong_code_is_said_at_its_field_and_loses_nothing(client, slot, code):
    booking = ask(slot, adults=2, now=timezone.now())
    answer = confirm(client, booking, discount_code="TET2026")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không có mã “TET2026”" in page
    assert "Nguyễn Thị Thanh Hà" in page
    assert confirm(client, booking, discount_code="").status_code == 302


def test_an_emptied_field_leaves_the_code_out_and_says_the_sum(client, slot, code):
    booking = ask(slot, adults=2, now=timezone.now())
    confirm(client, booking, discount_code="TET2027")
    page = confirm(client, booking, discount_code="").content.decode()
    assert "Không dùng mã giảm giá" in page
    assert "700.000" in page
    assert confirm(client, booking, discount_code="").status_code == 302
    assert Booking.objects.get(pk=booking.pk).total_vnd == 700_000


def test_whoever_tries_code_after_code_is_stopped(client, slot, code):
    booking = ask(slot, adults=2, now=timezone.now())
    for number in range(20):
        confirm(client, booking, discount_code=f"DOAN{number:04}")
    assert "Đã thử quá nhiều mã" in confirm(client, booking, discount_code="TET2027").content.decode()
    assert confirm(client, booking, discount_code="").status_code == 302


def test_the_party_page_counts_with_the_code(client, slot, code):
    booking = ask(slot, adults=2, now=timezone.now())
    confirm(client, booking, discount_code="TET2027")
    confirm(client, booking, discount_code="TET2027")
    page = client.get(url("party", booking)).content.decode()
    assert 'data-off-percent="10"' in page
    assert "Đã trừ mã TET2027 của bạn." in page
    assert 'name="total" value="630000"' in page


def test_a_booking_without_a_code_says_nothing_of_codes(client, slot, code):
    page = client.get(url("party", make_booking(slot, adults=2, now=timezone.now()))).content.decode()
    assert "data-off" not in page
    assert "TET2027" not in page
