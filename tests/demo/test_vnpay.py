"""The demo's own VNPay: paid, forgotten to tell, turned down, given back, all of it by clicks."""

import uuid as uuids

import pytest
from django.core.cache import cache
from django.utils import timezone

from bookings import tasks
from bookings.domain.booking.cancel import cancel
from bookings.domain.money.online.asking import ask
from bookings.domain.money.online.merchants import connect
from bookings.domain.money.online.refunding import give_back, refund_due
from bookings.enums import CancelledBy, OnlineProvider, PaidBy
from bookings.models import OnlinePayment
from demo import vnpay
from tests.demo.at_gateways import BASE, Closed, over_client, press
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import Reader, plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, settings, monkeypatch):
    """Whose notices reach the site at once."""
    cache.clear()
    settings.BASE_URL = BASE
    settings.VNPAY_PAY_URL, settings.VNPAY_API_URL = f"{BASE}/demo/vnpay/", f"{BASE}/demo/vnpay/api/"
    monkeypatch.setattr(tasks.ask_online_payment, "apply_async", lambda *_a, **_k: None)

    def urlopen(address, timeout):
        assert client.get(address.removeprefix(BASE)).json()["RspCode"] in ("00", "02")
        return Closed()

    monkeypatch.setattr(vnpay, "urlopen", urlopen)
    return Reader(client)


@pytest.fixture
def booking(reader):
    host = make_host()
    told = {"code": "THUVNP01", "secret": vnpay.SECRET, "by": make_user(), "now": timezone.now()}
    connect(host=host, provider=OnlineProvider.VNPAY, **told)
    return make_booking(make_slot(make_experience(host=host)), adults=2)


def at_the_gateway(client, booking) -> str:
    page = soup(client.get(url("booking", booking)))
    form = page.select_one("button[name=provider]").find_parent("form")
    sent = {"provider": "vnpay", "key": form.select_one("[name=key]")["value"]}
    return client.post(form["action"], sent)["Location"].removeprefix(BASE)


def test_it_says_that_it_is_none_and_a_press_pays(client, booking):
    address = at_the_gateway(client, booking)
    assert "Cổng thử, không mất tiền" in plain(soup(client.get(address)))
    assert "Tiền đã đến" in press(client, address, "pay")
    assert OnlinePayment.objects.get().state == "received"
    assert client.get("/demo/vnpay/?vnp_Amount=1").status_code == 404


def test_what_it_forgot_to_tell_is_found_by_a_question(client, booking):
    assert "Đang chờ VNPay báo" in press(client, at_the_gateway(client, booking), "quiet")
    payment = OnlinePayment.objects.get()
    assert ask(payment_id=payment.pk, post=over_client(client), now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "received"


def test_turned_down_it_is_tried_again_and_what_came_goes_back(client, booking):
    assert "không đủ tiền" in press(client, at_the_gateway(client, booking), "poor")
    assert "Tiền đã đến" in press(client, at_the_gateway(client, booking), "pay")
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.VNPAY, "amount_vnd": 700_000, "by": make_user(), "now": timezone.now()}
    entry = give_back(key=uuids.uuid4(), booking=booking, **told)
    assert refund_due(post=over_client(client), now=timezone.now()) == 1
    entry.refresh_from_db()
    assert entry.state == "arrived"
    assert client.post("/demo/vnpay/api/", "x", content_type="application/json").status_code == 404
