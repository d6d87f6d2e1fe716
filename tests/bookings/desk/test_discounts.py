"""The host's discount codes: written once, counted, taken out of use and back."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.discount import use_code
from bookings.models import DiscountCode
from tests.bookings.desk.desk_helpers import said
from tests.factories import ask, make_discount, make_experience

pytestmark = pytest.mark.django_db
NEW = {"code": "hội chợ 27", "off": "10%", "what": "host"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, ("HOICHO27", 10, None, 0, None)),
        ({"off": "50.000", "least": "500k", "most_uses": "20"}, ("HOICHO27", None, 50_000, 500_000, 20)),
        ({"off": " 100 % "}, ("HOICHO27", 100, None, 0, None)),
    ],
)
def test_a_code_is_kept_as_it_is_meant(desk, typed, kept):
    response = desk.post("discount_new", NEW | typed)
    code = DiscountCode.objects.get(host=desk.host)
    assert (code.code, code.percent, code.amount_vnd, code.from_vnd, code.most_uses) == kept
    assert "Khách dùng được mã HOICHO27 rồi." in said(response)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"off": "0%"}, "từ 1% đến 100%"),
        ({"off": "101%"}, "từ 1% đến 100%"),
        ({"off": "12,5%"}, "từ 1% đến 100%"),
        ({"off": "rẻ"}, "Ghi phần trăm như 10%"),
        ({"off": ""}, "Ghi bớt bao nhiêu"),
        ({"code": "ab"}, "từ 4 đến 20"),
        ({"code": "春節春節"}, "từ 4 đến 20"),
        ({"least": "nhiều"}, "như 500.000"),
        ({"last_day": "2026-01-01"}, "Ngày này đã qua"),
        ({"what": "e999999"}, "Mục này không còn"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_as_typed(desk, typed, says):
    response = desk.post("discount_new", NEW | typed)
    assert response.status_code == 200
    assert not DiscountCode.objects.exists()
    page = response.content.decode()
    assert says in page, [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_the_same_tap_twice_is_one_code(desk):
    desk.post("discount_new", NEW)
    assert "không có gì thay đổi" in said(desk.post("discount_new", NEW)).lower()
    response = desk.post("discount_new", NEW | {"off": "20%"})
    assert "Nhà đã có mã này" in response.content.decode()
    assert DiscountCode.objects.get().percent == 10


def test_the_list_says_what_each_takes_off_and_how_often_it_was_used(desk):
    code = make_discount(desk.host, most_uses=3, from_vnd=100_000, last_day=timezone.localdate() + dt.timedelta(days=9))
    use_code(
        booking=ask(desk.slot(dt.timedelta(days=2)), adults=1, now=timezone.now()), typed=code.code, now=timezone.now()
    )
    page = desk.get("discounts").content.decode()
    assert "−10% · mọi trải nghiệm của nhà · đơn từ 100.000\xa0₫" in page
    assert "đã dùng 1/3 lượt" in page


def test_out_of_use_and_back(desk):
    code = make_discount(desk.host)
    assert "Đã ngừng dùng TET2027" in said(desk.post("discount_end", pk=code.pk))
    assert "Không còn dùng" in desk.get("discounts").content.decode()
    desk.post("discount_again", pk=code.pk)
    code.refresh_from_db()
    assert code.ended_at is None


def test_another_house_s_code_is_not_there(desk):
    code = make_discount(make_experience().host)
    assert desk.post("discount_end", pk=code.pk).status_code == 404
    assert code.code not in desk.get("discounts").content.decode()


def test_no_codes_say_what_they_are_for(desk):
    assert "tặng khách quen, phát ở hội chợ" in desk.get("discounts").content.decode()
