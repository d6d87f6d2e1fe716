"""One time cancelled for everybody at the desk: who is touched, the call list, and the way back."""

import datetime as dt
import uuid
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from bookings.links import booking_url
from bookings.models import Booking, PhoneCall, Slot, SlotCancelling
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories.waiting import wait
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


@shared
def slot(desk) -> Slot:
    return desk.slot(3 * DAYS)


def page(desk, slot):
    return soup(desk.get("slot", pk=slot.pk))


def rain(desk, slot, **data):
    return desk.post("slot_cancel", {"reason": "rain"} | data, pk=slot.pk)


def paid(desk, booking) -> None:
    take_payment(
        key=uuid.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=200_000,
        due_vnd=booking.total_vnd,
        by=desk.owner,
        now=timezone.now(),
    )


def test_before_it_is_cancelled_the_page_says_whom_that_touches(desk, slot):
    desk.book(slot, adults=2)
    paid(desk, desk.book(slot, adults=3, email=""))
    touched = plain(page(desk, slot).select_one("#huy .desk-touched"))
    assert "2 đoàn, 5 khách" in touched
    assert "1 đoàn nhận email báo ngay" in touched
    assert "1 đoàn phải gọi điện báo" in touched
    assert "Khách đã trả 200.000 ₫, phải trả lại" in touched.replace("\xa0", " ")


def test_who_waits_is_counted_too(desk):
    full = desk.slot(3 * DAYS, capacity=2)
    desk.book(full)
    wait(full, now=timezone.now())
    assert "1 đoàn trong danh sách chờ cũng được báo" in plain(page(desk, full).select_one("#huy"))


def test_one_tap_cancels_all_and_shows_whom_to_call(desk, slot):
    mailed, silent = desk.book(slot), desk.book(slot, "Vũ Thị Hồng Nhung", email="", phone="+84912345670")
    answer = rain(desk, slot, words="  Đường đê  ngập ")
    assert "Đã hủy" in said(answer)
    assert SlotCancelling.objects.get().by == desk.owner
    shown = soup(answer)
    assert "Suất này đã hủy: Mưa to, bão. Đường đê ngập" in plain(shown.select_one(".notice--warning"))
    calls = shown.select_one("#goi")
    assert calls.select_one(f"a[href='{silent.contact_phone.as_rfc3966}']")
    assert silent.contact_name in plain(calls)
    assert mailed.contact_name not in plain(calls)
    assert not shown.select("form input[name=capacity]")


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "other"}, {"reason": "flood"}, {"words": "x" * 201}])
def test_without_a_reason_nothing_happens_and_what_was_typed_stays(desk, slot, data):
    booking = desk.book(slot)
    sent = {"reason": "other", "words": ""} | data
    answer = desk.post("slot_cancel", sent, pk=slot.pk)
    shown = soup(answer).select_one("#huy")
    assert shown.has_attr("open")
    assert shown.select_one(".field--error")
    assert shown.select_one("[name=words]")["value"] == sent["words"] if sent["words"] else True
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_call_is_ticked_off_with_who_and_when_and_the_tick_taken_back(desk, slot):
    booking = desk.book(slot, email="")
    rain(desk, slot)
    answer = desk.post("slot_called", pk=slot.pk, reference=booking.reference)
    call = PhoneCall.objects.get()
    told = plain(soup(answer).select_one(f"#goi-{booking.reference}"))
    assert f"Đã gọi {timezone.localtime(call.called_at):%H:%M}, {desk.owner}" in told
    assert "Đã gọi hết" in plain(soup(answer).select_one("#goi"))
    desk.post("slot_uncalled", pk=slot.pk, reference=booking.reference)
    assert not PhoneCall.objects.exists()


def test_money_is_given_back_in_the_row_of_whom_one_calls(desk, slot):
    booking = desk.book(slot, email="")
    paid(desk, booking)
    rain(desk, slot)
    form = page(desk, slot).select_one("#goi form[action$='/tra-lai/']")
    tap = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    url = desk.url("refund", reference=booking.reference)
    response = desk.client.post(url, tap | {"method": "transfer"})
    assert response["Location"].endswith(f"{desk.url('slot', pk=slot.pk)}#goi-{booking.reference}")
    assert account_of(booking).due == 0
    assert not page(desk, slot).select("#goi form[action$='/tra-lai/']")


def test_whom_nothing_is_owed_is_offered_nothing_back(desk, slot):
    desk.book(slot, email="")
    rain(desk, slot)
    assert not page(desk, slot).select("#goi form[action$='/tra-lai/']")


def test_today_leads_to_who_is_left_to_call_while_somebody_is(desk, slot):
    booking = desk.book(slot, email="")
    assert not soup(desk.get("today")).select("a[href$='#goi']")
    rain(desk, slot)
    link = soup(desk.get("today")).select_one("a[href$='#goi']")
    assert link["href"] == f"{desk.url('slot', pk=slot.pk)}#goi"
    assert "Gọi báo 1 đoàn" in plain(link)
    desk.post("slot_called", pk=slot.pk, reference=booking.reference)
    assert not soup(desk.get("today")).select("a[href$='#goi']")


def test_the_day_shows_that_it_is_cancelled_and_takes_no_guests_there(desk):
    desk.book()
    rain(desk, desk.soon)
    section = soup(desk.get("day", day=local_day(desk.soon))).select_one(f"#suat-{desk.soon.pk}")
    assert "Đã hủy" in plain(section)
    assert not section.select("a[href$='/khach/']")
    assert "Chưa có ai" not in plain(section)
    assert desk.url("slot_guests", pk=desk.soon.pk) not in desk.get("guests").content.decode()


def test_the_calendar_offers_no_seats_there(desk, slot):
    def seats() -> int:
        days = desk.get("calendar").context["days"]
        return next(day["seats"] for day in days if day["day"] == local_day(slot))

    assert seats() == slot.capacity
    rain(desk, slot)
    assert seats() == 0


def test_one_tap_brings_time_and_parties_back(desk, slot):
    bookings = [desk.book(slot), desk.book(slot, email="")]
    rain(desk, slot)
    answer = desk.post("slot_open", pk=slot.pk)
    assert "Suất này lại làm như cũ" in said(answer)
    assert set(Booking.objects.values_list("status", flat=True)) == {BookingStatus.CONFIRMED}
    assert len(soup(answer).select("#khach .desk-booking-row")) == len(bookings)


def test_whom_it_came_too_late_for_is_named(desk, slot):
    booking = desk.book(slot, "Hoàng Thị Bích Ngọc")
    rain(desk, slot)
    earlier = timezone.now() - dt.timedelta(minutes=16)
    Slot.objects.update(cancelled_at=earlier)
    SlotCancelling.objects.update(cancelled_at=earlier)
    Booking.objects.update(cancelled_at=earlier)
    assert "Mở lại suất này" in plain(page(desk, slot))
    assert "Hoàng Thị Bích Ngọc" in said(desk.post("slot_open", pk=slot.pk))
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED


def test_a_refusal_says_what_to_do_first(desk):
    booking = desk.book()
    desk.act("check_in", booking)
    assert "Có 1 đoàn đã đến rồi" in said(rain(desk, desk.soon))
    desk.soon.refresh_from_db()
    assert desk.soon.cancelled_at is None


def test_a_party_of_another_time_is_not_on_its_list(desk, slot):
    elsewhere = desk.book()
    rain(desk, slot)
    url = desk.url("slot_called", pk=slot.pk, reference=elsewhere.reference)
    assert desk.client.post(url).status_code == 404


def test_its_guest_reads_why_and_can_choose_another_time(desk, slot, client):
    booking = desk.book(slot, language="en")
    rain(desk, slot)
    shown = soup(client.get(urlsplit(booking_url(booking)).path))
    assert "Heavy rain or a storm" in plain(shown)
    assert not shown.select("main form")


def queries(desk, name: str, **kwargs) -> int:
    with CaptureQueriesContext(connection) as asked:
        desk.get(name, **kwargs)
    return len(asked)


def test_three_parties_to_call_cost_the_queries_of_one(desk, slot):
    desk.book(slot, email="")
    rain(desk, slot)
    for name, kwargs in (("slot", {"pk": slot.pk}), ("today", {})):
        queries(desk, name, **kwargs)
    one = [queries(desk, "slot", pk=slot.pk), queries(desk, "today")]
    desk.post("slot_open", pk=slot.pk)
    for _ in range(2):
        desk.book(slot, email="")
    rain(desk, slot)
    rain(desk, desk.slot(4 * DAYS))
    assert [queries(desk, "slot", pk=slot.pk), queries(desk, "today")] == one


def test_who_was_told_by_mail_is_given_back_there_too(desk, slot):
    mailed, called, before = desk.book(slot), desk.book(slot, email=""), desk.book(slot, "Đỗ Văn Bình")
    for booking in (mailed, called, before):
        paid(desk, booking)
    desk.post("cancel", {"usual": "other", "words": "Nhà có việc"}, reference=before.reference)
    assert [row.text for row in page(desk, slot).select("#tra .desk-call__name")] == ["Đỗ Văn Bình"]
    rain(desk, slot)
    assert "(3) · 600.000 ₫" in plain(page(desk, slot).select_one("#tra h2")).replace("\xa0", " ")
    form = page(desk, slot).select_one(f"#tra form[action*='/{mailed.reference}/']")
    tap = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    response = desk.client.post(desk.url("refund", reference=mailed.reference), tap | {"method": "cash"})
    assert response["Location"].endswith(f"{desk.url('slot', pk=slot.pk)}#tra")
    assert account_of(mailed).due == 0
    assert len(page(desk, slot).select("#tra li")) == 2


def test_of_a_time_that_takes_place_after_all_nobody_is_given_back(desk, slot):
    paid(desk, desk.book(slot))
    rain(desk, slot)
    desk.post("slot_open", pk=slot.pk)
    assert not page(desk, slot).select("#tra")


def cancelled_by_guest(desk, slot, name: str):
    booking = desk.book(slot, name)
    paid(desk, booking)
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    return booking


def test_who_cancels_by_themselves_is_given_back_on_the_page_of_the_open_time(desk, slot):
    booking = cancelled_by_guest(desk, slot, "Đỗ Văn Bình")
    row = page(desk, slot).select_one("#tra li")
    assert ("Đỗ Văn Bình" in plain(row), "200.000" in plain(row), "Đã hủy" in plain(row)) == (True, True, True)
    tap = {field["name"]: field["value"] for field in row.select("form input[type=hidden]")}
    desk.client.post(desk.url("refund", reference=booking.reference), tap | {"method": "cash"})
    assert not page(desk, slot).select("#tra")
    rain(desk, slot)
    assert not page(desk, slot).select("#tra")


def test_who_cancelled_by_themselves_stays_to_be_given_back_whatever_the_host_does_then(desk, slot):
    cancelled_by_guest(desk, slot, "Đỗ Văn Bình")
    rain(desk, slot)
    assert len(page(desk, slot).select("#tra li")) == 1
    desk.post("slot_open", pk=slot.pk)
    assert len(page(desk, slot).select("#tra li")) == 1


def test_who_cancels_having_paid_nothing_is_not_among_them(desk, slot):
    cancel(booking=desk.book(slot), by=CancelledBy.GUEST, now=timezone.now())
    assert not page(desk, slot).select("#tra")


def test_an_open_page_is_not_drawn_anew_while_money_is_to_be_given_back(desk, slot):
    paid(desk, desk.book(slot))
    rain(desk, slot)
    version = page(desk, slot).select_one("[data-version]")["data-version"]
    assert desk.get("slot_fresh", f"?v={version}", pk=slot.pk).status_code == 204
