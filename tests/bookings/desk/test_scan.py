"""Scanning at the gate: the sign that answers a code, with a script and without one, and what it does."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from bookings.desk.day.sign import LOOKS
from bookings.desk.shell.words import near_moment
from bookings.domain.booking.scanning import Kind
from bookings.domain.money.ledger import take_payment
from bookings.enums import PaidBy
from bookings.links import check_in_token, check_in_url
from bookings.models import Booking
from common.words.dates import time_text
from tests.bookings.desk.desk_helpers import Desk, make_desk
from tests.factories import make_user
from tests.pages.reading import fields_of, plain, soup
from villages.models import Member

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def scan(desk: Desk, code: str, do: str = "", client: Client | None = None):
    """The sign, as a script gets it."""
    answer = (client or desk.client).post(
        desk.url("scan_answer"), {"code": code, "do": do}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    return soup(answer).select_one("[data-sign]")


def tone(sign) -> str:
    return sign["data-sign"]


def status(booking: Booking) -> str:
    return Booking.objects.values_list("status", flat=True).get(pk=booking.pk)


def test_a_scan_lets_the_party_in_and_says_who_they_are(desk):
    booking = desk.book(adults=3, children=1, note="Có xe lăn")
    Booking.objects.filter(pk=booking.pk).update(dietary="vegetarian")
    sign = scan(desk, check_in_url(booking))
    assert tone(sign) == "good"
    assert status(booking) == "REDEEMED"
    told = plain(sign)
    for part in ("Đã đến", "Nguyễn Thị Hà", "4 khách: 3 người lớn, 1 trẻ em", "Có xe lăn", "chay"):
        assert part in told
    assert time_text(booking.slot.starts_at) in told
    assert sign.select_one("a[href$='/den-mot-phan/?back=scan']")


def test_what_is_to_collect_stands_on_the_sign_until_it_is_paid(desk):
    owes, paid = desk.book(), desk.book()
    due = {"amount_vnd": paid.total_vnd, "due_vnd": paid.total_vnd}
    key = "7a0d3f7e-7f43-4ed0-a7a0-4d3f7e7f43ed"
    take_payment(key=key, booking=paid, method=PaidBy.CASH, by=desk.owner, now=timezone.now(), **due)
    assert "trả tại làng" in plain(scan(desk, check_in_url(owes)))
    assert "trả tại làng" not in plain(scan(desk, check_in_url(paid)))


def test_the_same_ticket_again_says_when_and_that_it_was_me(desk):
    booking = desk.book()
    scan(desk, check_in_url(booking))
    booking.refresh_from_db()
    again = scan(desk, check_in_url(booking))
    assert tone(again) == "ask"
    assert f"Đã dùng lúc {time_text(booking.redeemed_at)}" in plain(again)
    assert "Chính bạn" in plain(again)
    assert not again.select("form")


def test_another_phone_reads_who_let_them_in(desk):
    booking, other = desk.book(), make_user(full_name="Chị Tâm")
    Member.objects.create(host=desk.host, user=other)
    client = Client()
    client.force_login(other)
    scan(desk, check_in_url(booking), client=client)
    assert "Chị Tâm" in plain(scan(desk, check_in_url(booking)))


def test_a_slip_is_undone_from_the_sign(desk):
    booking = desk.book()
    sign = scan(desk, check_in_url(booking))
    undo = fields_of(sign, sign.select_one("form"))
    assert tone(scan(desk, undo["code"], undo["do"])) == "calm"
    assert status(booking) == "CONFIRMED"


@pytest.mark.parametrize("typed", ["{}{}", " {} {} ", "{}-{}", "{} {}."])
def test_letters_ask_for_the_name_and_one_tap_lets_them_in(desk, typed):
    booking = desk.book()
    letters = booking.reference.lower()
    sign = scan(desk, typed.format(letters[:3], letters[3:]))
    assert (tone(sign), status(booking)) == ("ask", "CONFIRMED")
    assert "Nguyễn Thị Hà" in plain(sign)
    sure = fields_of(sign, sign.select_one("form"))
    assert tone(scan(desk, sure["code"], sure["do"])) == "good"
    assert status(booking) == "REDEEMED"


def test_a_letter_that_no_reference_has_is_forgiven_where_one_party_fits(desk):
    booking = desk.book()
    Booking.objects.filter(pk=booking.pk).update(reference="QACDEF")
    assert "Nguyễn Thị Hà" in plain(scan(desk, "0ACDEF"))
    other = desk.book(name="Đỗ Thanh Hà")
    Booking.objects.filter(pk=other.pk).update(reference="DACDEF")
    assert "Không có mã này" in plain(scan(desk, "0ACDEF"))
    assert "Nguyễn Thị Hà" in plain(scan(desk, "QACDEF"))


def test_a_party_of_another_day_or_gone_is_not_let_in_by_any_word(desk):
    tomorrow, gone = desk.book(desk.slot(3 * DAY)), desk.book(status="CANCELLED")
    for booking, told in ((tomorrow, "Không phải hôm nay"), (gone, "Đã hủy")):
        for do in ("", "sure"):
            sign = scan(desk, check_in_url(booking), do)
            assert told in plain(sign)
            assert tone(sign) != "good"
            assert not sign.select("form")
    assert (status(tomorrow), status(gone)) == ("CONFIRMED", "CANCELLED")


def test_an_unproved_party_is_opened_to_be_confirmed(desk):
    booking = desk.book()
    Booking.objects.filter(pk=booking.pk).update(
        status="PENDING", awaits="proof", hold_expires_at=timezone.now() + DAY, confirmed_at=None
    )
    sign = scan(desk, check_in_url(booking))
    assert "Chưa xác nhận" in plain(sign)
    assert sign.select_one(f"a[href='{desk.url('booking', reference=booking.reference)}']")


def test_a_ticket_of_another_house_names_nobody(desk):
    other = make_desk().book(name="Trần Bí Mật")
    sign = scan(desk, check_in_url(other), "sure")
    assert (tone(sign), status(other)) == ("stop", "CONFIRMED")
    assert "Mã của nhà khác" in plain(sign)
    assert "Bí Mật" not in str(sign)
    assert other.reference not in str(sign)
    assert "Không có mã này" in plain(scan(desk, other.reference))


def test_a_forged_code_is_no_code(desk):
    booking = desk.book()
    reference, signature = check_in_token(booking).split(".")
    for bad in (f"{reference}.{signature[:-2]}xx", f"{reference}.{'A' * 43}", "https://example.com/", "0" * 400):
        assert "Không có mã này" in plain(scan(desk, f"http://testserver/desk/q/{bad}/"))
    assert status(booking) == "CONFIRMED"


def test_a_code_of_something_else_is_no_code_however_long(desk):
    for text in ("WIFI:S:Xuong gom;;", "x" * 3000, "{", "\x00", ""):
        assert "Không có mã này" in plain(scan(desk, text))


def test_a_ticket_of_yesterday_says_on_which_day_it_was_used(desk):
    booking = desk.book(desk.slot(-2 * DAY), status="REDEEMED")
    Booking.objects.filter(pk=booking.pk).update(redeemed_at=booking.slot.starts_at)
    told = plain(scan(desk, check_in_url(booking)))
    assert f"Đã dùng lúc {near_moment(booking.slot.starts_at)}".replace("\xa0", " ") in told.replace("\xa0", " ")


def test_without_a_script_the_answer_is_a_page_with_a_way_on(desk):
    booking = desk.book()
    page = soup(desk.post("scan_answer", {"code": check_in_url(booking)}))
    assert tone(page.select_one("main [data-sign]")) == "good"
    assert page.select_one(f"[data-sign] a[href='{desk.url('scan')}']")
    again = soup(desk.post("scan_answer", {"code": check_in_url(booking)}))
    assert tone(again.select_one("main [data-sign]")) == "ask"


def test_nothing_typed_is_a_sentence_at_the_field(desk):
    answer = desk.post("scan_answer", {"code": " "})
    assert answer.context["form"].errors["code"]
    assert soup(answer).select_one("form[data-scan-letters]")


def test_who_came_of_a_party_leads_back_to_the_camera(desk):
    booking = desk.book(adults=4)
    sign = scan(desk, check_in_url(booking))
    url = sign.select_one("a[href*='den-mot-phan']")["href"]
    page = soup(desk.client.get(url))
    form = page.select_one("form.desk-form")
    answer = desk.client.post(url, fields_of(page, form) | {f"u{booking.units.get().pk}": 3})
    assert answer["Location"] == desk.url("scan")


def test_every_kind_of_answer_has_a_look():
    assert LOOKS.keys() == set(Kind)
    assert [kind for kind, (look, _) in LOOKS.items() if look == "good"] == [Kind.CHECKED_IN]
