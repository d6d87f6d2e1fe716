"""The demo's own ZaloPay: paid, forgotten to tell, cancelled, given back, all of it by clicks."""

import datetime as dt
import uuid as uuids

import pytest
from django.core.cache import cache
from django.utils import timezone

from bookings import tasks
from bookings.domain.booking.cancel import cancel
from bookings.domain.money.online.asking import ask
from bookings.domain.money.online.following import follow_due
from bookings.domain.money.online.merchants import connect
from bookings.domain.money.online.refunding import give_back, refund_due
from bookings.enums import CancelledBy, OnlineProvider, PaidBy
from bookings.models import OnlinePayment
from bookings.web.booking import online
from demo import zalopay
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
    settings.ZALOPAY_API_URL, settings.ZALOPAY_PAY_URL = f"{BASE}/demo/zalopay", f"{BASE}/demo/zalopay/"
    monkeypatch.setattr(tasks.ask_online_payment, "apply_async", lambda *_a, **_k: None)
    monkeypatch.setattr(online, "while_a_guest_waits", over_client(client))

    def urlopen(asked, timeout):
        path = asked.full_url.removeprefix(BASE)
        answer = client.post(path, asked.data, content_type="application/json")
        assert answer.json()["return_code"] == 1
        return Closed()

    monkeypatch.setattr(zalopay, "urlopen", urlopen)
    return Reader(client)


@pytest.fixture
def booking(reader):
    host = make_host()
    told = {"code": "9901", "secret": zalopay.KEY_1, "second": zalopay.KEY_2, "by": make_user()}
    connect(host=host, provider=OnlineProvider.ZALOPAY, now=timezone.now(), **told)
    return make_booking(make_slot(make_experience(host=host)), adults=2)


def at_the_gateway(client, booking) -> str:
    page = soup(client.get(url("booking", booking)))
    form = page.select_one("button[value=zalopay]").find_parent("form")
    assert "Bằng ví, thẻ hoặc app ngân hàng" in plain(form)
    answer = client.post(form["action"], {"provider": "zalopay", "key": form.select_one("[name=key]")["value"]})
    assert BASE in answer["Content-Security-Policy"]
    return answer["Location"].removeprefix(BASE)


def test_it_says_that_it_is_none_and_a_press_pays_and_goes_back(client, booking):
    address = at_the_gateway(client, booking)
    assert "Đây không phải ZaloPay" in plain(soup(client.get(address)))
    assert "Tiền đã đến" in press(client, address, "pay")
    assert OnlinePayment.objects.get().state == "received"
    assert client.get("/demo/zalopay/?order=nobody").status_code == 404
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.ZALOPAY, "amount_vnd": 700_000, "by": make_user(), "now": timezone.now()}
    entry = give_back(key=uuids.uuid4(), booking=booking, **told)
    assert refund_due(post=over_client(client), now=timezone.now()) == 1
    entry.refresh_from_db()
    assert entry.state == "sent"
    assert follow_due(post=over_client(client), now=timezone.now() + dt.timedelta(minutes=6)) == 1
    entry.refresh_from_db()
    assert entry.state == "arrived"


def test_what_it_forgot_to_tell_is_found_by_a_question(client, booking):
    assert "Đang chờ ZaloPay báo" in press(client, at_the_gateway(client, booking), "quiet")
    payment = OnlinePayment.objects.get()
    assert ask(payment_id=payment.pk, post=over_client(client), now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "received"


@pytest.mark.parametrize(("what", "said"), [("cancel", "Bạn đã hủy"), ("poor", "không đủ tiền")])
def test_not_paid_there_it_says_so_and_can_still_be_paid(client, booking, what, said):
    address = at_the_gateway(client, booking)
    assert said in press(client, address, what)
    assert "Tiền đã đến" in press(client, address, "pay")
