"""A guest pays by VNPay: the button, the way there and back, what is said while its word is awaited."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from bookings import tasks
from bookings.domain.booking.confirm import confirm
from bookings.domain.money.online.attempts import take_word
from bookings.domain.money.online.gateway import Outcome
from bookings.domain.money.online.vnpay import sign, signed_text
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.links import booking_token
from bookings.models import OnlineNotice, OnlinePayment
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import ask, make_contact, make_experience, make_host, make_slot
from tests.factories.online import NOWHERE, SECRET, make_merchant, make_paid, word_of
from tests.pages.guest import url
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db
BACK = "/dat-cho/tra-xong/vnpay/"


@pytest.fixture
def booking(settings, monkeypatch):
    """Waits for 210.000 ₫, at a house that takes VNPay."""
    cache.clear()
    settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = NOWHERE.values()
    monkeypatch.setattr(tasks.ask_online_payment, "apply_async", lambda *_a, **_k: None)
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    make_merchant(experience.host)
    now = timezone.now()
    held = ask(make_slot(experience, now=now), adults=2, now=now)
    return confirm(booking=held, contact=make_contact(), consent=True, now=now)


def form(client, booking, path="") -> tuple[str, dict]:
    page = soup(client.get(path or url("booking", booking)))
    button = page.select_one("button[name=provider]")
    fields = fields_of(page, button.find_parent("form"))
    return button.find_parent("form")["action"], fields | {"provider": button["value"]}


def press(client, booking, **changes):
    action, fields = form(client, booking)
    return client.post(action, fields | changes)


def came_back(payment, code="00", **changes) -> dict[str, str]:
    told = {"vnp_Amount": str(payment.amount_vnd * 100), "vnp_TxnRef": payment.reference, "vnp_ResponseCode": code}
    told |= {"vnp_TransactionStatus": "00" if code == "00" else "02"} | changes
    return told | {"vnp_SecureHash": sign(SECRET, signed_text(told))}


def text(response) -> str:
    return plain(soup(response).select_one("main"))


def test_the_button_leads_to_vnpay_with_the_exact_sum_and_nothing_that_opens_the_booking(client, booking):
    page = client.get(url("booking", booking))
    assert "Trả 210.000 ₫ bằng VNPay" in text(page)
    assert "form-action 'self' http://127.0.0.1:9" in page["Content-Security-Policy"]
    answer = press(client, booking)
    assert answer["Location"].startswith(NOWHERE["VNPAY_PAY_URL"])
    asked = dict(parse_qsl(urlsplit(answer["Location"]).query))
    assert (asked["vnp_Amount"], asked["vnp_Locale"]) == ("21000000", "vn")
    assert urlsplit(asked["vnp_ReturnUrl"]).path == BACK
    assert booking_token(booking) not in answer["Location"]
    assert answer.cookies["pay_back"]["path"] == BACK
    assert answer.cookies["pay_back"]["httponly"]


def test_the_same_press_twice_is_one_attempt_and_after_it_failed_another(client, booking):
    action, fields = form(client, booking)
    first, second = (client.post(action, fields)["Location"] for _ in range(2))
    assert first == second
    payment = OnlinePayment.objects.get()
    take_word(payment_id=payment.pk, word=word_of(payment, Outcome.FAILED, "51"), now=timezone.now())
    assert "không đủ tiền" in text(client.get(url("booking", booking)))
    assert client.post(action, fields)["Location"] != first
    assert OnlinePayment.objects.count() == 2


def test_coming_back_shows_and_decides_nothing(client, booking):
    press(client, booking)
    payment = OnlinePayment.objects.get()
    page = client.get(BACK, came_back(payment))
    assert "Đang chờ VNPay báo" in text(page)
    again = next(link for link in soup(page).select("main a") if plain(link) == "Xem lại")
    assert "Đang chờ VNPay báo" in text(client.get(again["href"]))
    assert soup(page).select_one(f"a[href='{url('booking', booking)}']")
    payment.refresh_from_db()
    assert (payment.state, booking.ledger.count()) == ("started", 0)
    assert "Đang chờ VNPay báo" in text(client.get(url("booking", booking)))
    take_word(payment_id=payment.pk, word=word_of(payment), now=timezone.now())
    assert "210.000 ₫" in text(client.get(BACK, came_back(payment)))
    assert "Tiền đã đến" in text(client.get(BACK, came_back(payment)))


@pytest.mark.parametrize(("code", "said"), [("24", "Bạn đã hủy"), ("51", "không đủ tiền"), ("99", "không thành công")])
def test_why_it_failed_is_said_in_plain_words(client, booking, code, said):
    press(client, booking)
    payment = OnlinePayment.objects.get()
    assert said in text(client.get(BACK, came_back(payment, code)))
    take_word(payment_id=payment.pk, word=word_of(payment, Outcome.FAILED, code), now=timezone.now())
    assert said in text(client.get(BACK, came_back(payment, code)))


def test_who_holds_the_address_without_the_guests_browser_does_not_come_to_the_booking(client, booking):
    press(client, booking)
    payment = OnlinePayment.objects.get()
    client.cookies.clear()
    page = client.get(BACK, came_back(payment)).content.decode()
    assert booking_token(booking) not in page
    assert booking.contact_name not in page
    tampered = client.get(BACK, came_back(payment) | {"vnp_Amount": "1"})
    assert payment.booking.reference not in text(tampered)
    assert client.get(BACK).status_code == 200
    assert client.get("/dat-cho/tra-xong/nobody/").status_code == 404


def test_in_english(client, booking):
    action, fields = form(client, booking, "/en" + url("booking", booking))
    asked = dict(parse_qsl(urlsplit(client.post(action, fields)["Location"]).query))
    assert (asked["vnp_Locale"], urlsplit(asked["vnp_ReturnUrl"]).path) == ("en", "/en" + BACK)
    payment = OnlinePayment.objects.get()
    assert "We are waiting for VNPay's word" in text(client.get("/en" + BACK, came_back(payment)))


def test_where_nothing_is_to_be_paid_that_way_there_is_no_button_and_a_press_says_so(client, booking, settings):
    action, fields = form(client, booking)
    settings.VNPAY_API_URL = ""
    page = client.get(url("booking", booking))
    assert not soup(page).select_one("button[name=provider]")
    assert "127.0.0.1:9" not in page["Content-Security-Policy"]
    assert "không nhận trả theo cách này" in plain(soup(client.post(action, fields, follow=True)))
    client.post(action, fields | {"provider": "nobody"})
    assert not OnlinePayment.objects.exists()
    assert client.get(action)["Location"] == url("booking", booking)


def test_too_many_presses_are_stopped(client, booking):
    action, fields = form(client, booking)
    for _ in range(21):
        answer = client.post(action, fields)
    assert answer["Location"] == url("booking", booking)


def test_the_ticket_offers_what_is_left_and_the_receipt_names_it(client, booking):
    make_paid(booking, now=timezone.now())
    page = client.get(url("booking", booking))
    assert "Trả 490.000 ₫ bằng VNPay" in text(page)
    assert "VNPay" in text(client.get(reverse("bookings:receipt", args=[booking_token(booking)])))


def test_what_vnpay_said_is_the_guests_to_take_away_and_goes_with_them(booking):
    payment = make_paid(booking, now=timezone.now())
    OnlineNotice.objects.create(
        merchant=payment.merchant, payment=payment, digest="x", raw={"vnp_BankCode": "NCB"}, kept_at=timezone.now()
    )
    assert everything_about(booking)["online_payments"][0]["told"] == [{"vnp_BankCode": "NCB"}]
    erase(booking=booking, now=booking.slot.ends_at + (booking.slot.ends_at - timezone.now()))
    assert OnlineNotice.objects.get().raw == {}
