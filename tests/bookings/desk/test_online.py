"""VNPay at the desk: turned on and off by the owner, seen at the booking, given back from there."""

import pytest
from django.utils import timezone

from bookings import tasks
from bookings.domain.booking.cancel import cancel
from bookings.domain.money.online.attempts import take_word
from bookings.domain.money.online.gateway import Outcome
from bookings.domain.money.online.merchants import keys_of
from bookings.enums import CancelledBy
from bookings.models import LedgerEntry, OnlineMerchant, OnlineRefund
from tests.bookings.desk.desk_helpers import said
from tests.factories.online import CODE, NOWHERE, SECOND, SECRET, make_attempt, make_merchant, make_paid, word_of
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
FORM = {"provider": "vnpay", "code": CODE, "secret": SECRET}


@pytest.fixture
def on(settings, desk, monkeypatch):
    settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = NOWHERE.values()
    monkeypatch.setattr(tasks.ask_gateways, "apply_async", lambda *_a, **_k: None)
    return make_merchant(desk.host)


def page(desk, name, **where) -> str:
    return plain(soup(desk.get(name, **where)).select_one("main"))


def test_the_owner_turns_it_on_and_off_and_the_secret_is_never_shown(desk):
    assert "VNPay chưa mở" in page(desk, "onlineways")
    assert "tám chữ và số" in plain(soup(desk.post("onlineways", FORM | {"code": "x"})))
    assert "ít nhất 16" in plain(soup(desk.post("onlineways", FORM | {"secret": "ngan"})))
    assert "Đã lưu" in said(desk.post("onlineways", FORM))
    assert "không có gì thay đổi" in said(desk.post("onlineways", FORM))
    assert "không có gì thay đổi" in said(desk.post("onlineways", FORM | {"secret": ""}))
    merchant = OnlineMerchant.objects.get()
    shown = desk.get("onlineways").content.decode()
    assert f"/bao-tra/vnpay/{merchant.address}/" in shown
    assert SECRET not in shown + str(OnlineMerchant.objects.values().get())
    assert keys_of(merchant).secret == SECRET
    assert "Đã tắt VNPay" in said(desk.post("onlineways", {"provider": "vnpay", "off": "1"}))
    assert "Đã lưu" in said(desk.post("onlineways", FORM | {"secret": ""}))
    assert OnlineMerchant.objects.get().off_at is None


def test_another_code_is_another_contract_and_the_first_one_stays_for_what_was_begun(desk):
    desk.post("onlineways", FORM)
    assert "ít nhất 16" in plain(soup(desk.post("onlineways", FORM | {"code": "TESTTMN2", "secret": ""})))
    desk.post("onlineways", FORM | {"code": "TESTTMN2"})
    assert [one.off_at is None for one in OnlineMerchant.objects.order_by("pk")] == [False, True]


def test_a_booking_says_what_came_and_what_did_not(desk, on):
    booking = desk.book(adults=2)
    failed = make_attempt(booking, now=timezone.now())
    take_word(payment_id=failed.pk, word=word_of(failed, Outcome.FAILED, "07"), now=timezone.now())
    make_attempt(booking, now=timezone.now())
    paid = make_paid(booking, now=timezone.now())
    text = page(desk, "booking", reference=booking.reference)
    assert "xem trên trang của VNPay (mã 07)" in text
    assert "chờ cổng thanh toán báo" in text
    assert "Đã thu 700.000 ₫, VNPay" in text
    undo = desk.url("entry_reverse", reference=booking.reference, pk=paid.entry_id)
    assert undo not in desk.get("booking", reference=booking.reference).content.decode()
    assert "VNPay" in page(desk, "money_day", day=timezone.localdate())
    assert (
        "VNPay"
        in desk.get("money_file", first=timezone.localdate(), last=timezone.localdate(), kind="csv").content.decode()
    )


def test_money_goes_back_by_vnpay_with_one_tap_and_its_way_is_seen(desk, on):
    booking = desk.book(desk.slot(timezone.timedelta(days=3)), adults=2)
    make_paid(booking, now=timezone.now())
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    where = {"reference": booking.reference}
    form = soup(desk.get("refund", **where)).select_one("button[value=vnpay]").find_parent("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")} | {"method": "vnpay"}
    assert "Đang trả lại Nguyễn Thị Hà 700.000\xa0₫ qua cổng" in said(desk.post("refund", sent, **where))
    assert "không có gì thay đổi" in said(desk.post("refund", sent, **where))
    refund = OnlineRefund.objects.get()
    assert "đang chuyển tới cổng" in page(desk, "booking", **where)
    arrived = desk.url("entry_arrived", **where, pk=refund.entry_id)
    assert arrived not in desk.get("booking", **where).content.decode()
    OnlineRefund.objects.update(state="unclear")
    assert arrived in desk.get("booking", **where).content.decode()


def test_nobody_notes_by_hand_that_money_came_by_vnpay(desk, on):
    booking = desk.book(adults=2)
    sent = {"key": on.address, "due": 700_000, "method": "vnpay"}
    desk.post("pay", sent, reference=booking.reference)
    assert not LedgerEntry.objects.exists()
    assert "VNPay" not in plain(soup(desk.get("slot_guests", pk=desk.soon.pk)))


def test_momo_wants_both_its_keys_shows_neither_and_needs_no_address_typed(desk):
    form = {"provider": "momo", "code": "MOMOTEST01", "secret": SECRET, "second": SECOND}
    assert "Access Key" in plain(soup(desk.post("onlineways", form | {"second": ""})))
    assert not OnlineMerchant.objects.exists()
    assert "Đã lưu" in said(desk.post("onlineways", form))
    assert "không có gì thay đổi" in said(desk.post("onlineways", form | {"secret": "", "second": ""}))
    shown = desk.get("onlineways").content.decode()
    assert SECRET not in shown
    assert SECOND not in shown
    assert "/bao-tra/momo/" not in shown
    assert keys_of(OnlineMerchant.objects.get()).second == SECOND
