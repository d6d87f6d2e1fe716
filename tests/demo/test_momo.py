"""The demo's own MoMo: paid, forgotten to tell, cancelled, given back, all of it by clicks."""

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
from bookings.web.booking import online
from demo import momo
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
    settings.MOMO_URL = f"{BASE}/demo/momo"
    monkeypatch.setattr(tasks.ask_online_payment, "apply_async", lambda *_a, **_k: None)
    monkeypatch.setattr(online, "while_a_guest_waits", over_client(client))

    def urlopen(asked, timeout):
        path = asked.full_url.removeprefix(BASE)
        assert client.post(path, asked.data, content_type="application/json").status_code == 204
        return Closed()

    monkeypatch.setattr(momo, "urlopen", urlopen)
    return Reader(client)


@pytest.fixture
def booking(reader):
    host = make_host()
    told = {"code": "THUMOMO01", "secret": momo.SECRET, "second": momo.ACCESS, "by": make_user()}
    connect(host=host, provider=OnlineProvider.MOMO, now=timezone.now(), **told)
    return make_booking(make_slot(make_experience(host=host)), adults=2)


def at_the_gateway(client, booking) -> str:
    page = soup(client.get(url("booking", booking)))
    form = page.select_one("button[value=momo]").find_parent("form")
    answer = client.post(form["action"], {"provider": "momo", "key": form.select_one("[name=key]")["value"]})
    assert BASE in answer["Content-Security-Policy"]
    return answer["Location"].removeprefix(BASE)


def test_it_says_that_it_is_none_and_a_press_pays_and_goes_back(client, booking):
    address = at_the_gateway(client, booking)
    assert "Đây không phải MoMo" in plain(soup(client.get(address)))
    assert "Tiền đã đến" in press(client, address, "pay")
    assert OnlinePayment.objects.get().state == "received"
    assert client.get("/demo/momo/?t=nobody").status_code == 404
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.MOMO, "amount_vnd": 700_000, "by": make_user(), "now": timezone.now()}
    entry = give_back(key=uuids.uuid4(), booking=booking, **told)
    assert refund_due(post=over_client(client), now=timezone.now()) == 1
    entry.refresh_from_db()
    assert entry.state == "arrived"


def test_what_it_forgot_to_tell_is_found_by_a_question(client, booking):
    assert "Đang chờ MoMo báo" in press(client, at_the_gateway(client, booking), "quiet")
    payment = OnlinePayment.objects.get()
    assert ask(payment_id=payment.pk, post=over_client(client), now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "received"


def test_cancelled_there_it_says_so_and_can_be_tried_again(client, booking):
    assert "Bạn đã hủy" in press(client, at_the_gateway(client, booking), "cancel")
    assert "Tiền đã đến" in press(client, at_the_gateway(client, booking), "pay")


def test_where_it_does_not_answer_the_guest_reads_that_nothing_was_paid(client, booking, settings):
    page = soup(client.get(url("booking", booking)))
    form = page.select_one("button[value=momo]").find_parent("form")
    settings.MOMO_URL = f"{BASE}/nowhere"
    sent = {"provider": "momo", "key": form.select_one("[name=key]")["value"]}
    said = plain(soup(client.post(form["action"], sent, follow=True)))
    assert "Cổng thanh toán lúc này không trả lời" in said
    assert "MoMo không trả lời" in said
    assert OnlinePayment.objects.get().state == "failed"
