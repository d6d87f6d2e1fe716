"""A host has a VAT invoice issued by the site's connector: asked once, over real HTTP, by a worker and never while a
page waits.
"""

import datetime as dt
import json

import pytest
from django.utils import timezone

from bookings.domain.money.invoice import BeingIssued, ask, invoice_of
from bookings.domain.money.issuing import issue_due
from bookings.issuer import over_http
from bookings.models import Booking, InvoiceErrand
from bookings.tasks import issue_invoices
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_invoice
from tests.pages.reading import plain, soup
from tests.texting.provider import running_provider

pytestmark = pytest.mark.django_db
SO_ALREADY = "không có gì thay đổi."
NUMBER = {"number": "1C26T 15"}


@pytest.fixture
def connector(settings, monkeypatch):
    monkeypatch.setattr("bookings.issuer.TIMEOUT", 0.5)
    with running_provider() as provider:
        settings.INVOICE_URL, settings.INVOICE_KEY = f"{provider.url}/", "a-key"
        provider.says = NUMBER
        yield provider


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def booking(desk):
    extra = desk.experience.extras.earliest("pk")
    booking = desk.book(desk.slot(dt.timedelta(days=3)), adults=2, extras={extra.pk: 2})
    ask(booking=booking, details=make_invoice(), now=timezone.now())
    return booking


def order(desk, booking) -> str:
    return said(desk.post("invoice_order", reference=booking.reference))


def shown(desk, booking) -> str:
    return plain(soup(desk.get("booking", reference=booking.reference)).select_one("#hoa-don"))


def test_one_tap_asks_a_worker_who_writes_down_the_number(desk, booking, connector):
    assert SO_ALREADY not in order(desk, booking)
    assert not connector.asked
    assert SO_ALREADY in order(desk, booking)
    issue_invoices()
    [asked] = connector.asked
    body = asked["body"]
    assert asked["headers"]["Authorization"] == "Bearer a-key"
    assert body["buyer"]["tax_code"] == "0100000000-001"
    assert body["seller"]["registration_number"] == desk.host.registration_number
    assert [(line["name"], line["quantity"]) for line in body["lines"]] == [("Người lớn", 2), ("Cơm trưa nhà gốm", 2)]
    assert body["total_vnd"] == sum(line["amount_vnd"] for line in body["lines"]) == booking.total_vnd
    assert (invoice_of(booking).number, InvoiceErrand.objects.count()) == ("1C26T 15", 0)
    assert "1C26T 15" in shown(desk, booking)
    assert SO_ALREADY in order(desk, booking)
    issue_invoices()
    assert len(connector.asked) == 1


@pytest.mark.parametrize("answer", [503, 429, 0.8, 200])
def test_where_no_number_comes_the_same_is_asked_again_later_and_nothing_else_is_done_meanwhile(
    desk, booking, connector, answer
):
    connector.answers, connector.says = [answer], {"state": "working"}
    order(desk, booking)
    now = timezone.now()
    issue_due(issuer=over_http, now=now)
    issue_due(issuer=over_http, now=now)
    assert len(connector.asked) == 1
    assert "chưa trả lời" in shown(desk, booking)
    with pytest.raises(BeingIssued):
        ask(booking=booking, details=make_invoice(name="Công ty Khác"), now=now)
    assert "đang được xuất" in said(desk.post("invoice", {"number": "7"}, reference=booking.reference))

    connector.answers, connector.says = [200], NUMBER
    issue_due(issuer=over_http, now=now + dt.timedelta(minutes=2))
    first, second = connector.asked
    assert first["body"] == second["body"]
    assert first["headers"]["Idempotency-Key"] == second["headers"]["Idempotency-Key"]
    assert invoice_of(booking).number == "1C26T 15"


def test_a_refusal_leaves_it_open_with_the_words_that_came_and_another_tap_asks_anew(desk, booking, connector):
    connector.answers, connector.says = [422], {"message": "Mã số thuế không tồn tại"}
    order(desk, booking)
    issue_invoices()
    assert invoice_of(booking).issued_at is None
    assert "Mã số thuế không tồn tại" in shown(desk, booking)
    ask(booking=booking, details=make_invoice(tax_code="0100000000"), now=timezone.now())
    connector.answers, connector.says = [200], NUMBER
    order(desk, booking)
    issue_invoices()
    first, second = connector.asked
    assert first["headers"]["Idempotency-Key"] != second["headers"]["Idempotency-Key"]
    assert second["body"]["buyer"]["tax_code"] == "0100000000"
    assert invoice_of(booking).number == "1C26T 15"


def test_after_three_days_of_silence_the_host_looks_and_the_errand_stays_the_same_one(desk, booking, connector):
    connector.answers = [503]
    order(desk, booking)
    key = InvoiceErrand.objects.get().key
    issue_due(issuer=over_http, now=timezone.now() + dt.timedelta(days=3, minutes=1))
    assert "ba ngày" in shown(desk, booking)
    order(desk, booking)
    assert InvoiceErrand.objects.get().key == key
    connector.answers = [200]
    issue_invoices()
    assert invoice_of(booking).number == "1C26T 15"


def test_what_a_connector_says_is_words_and_of_some_length(desk, booking, connector):
    connector.answers, connector.says = [400], {"message": "<b>" + "x" * 5000}
    order(desk, booking)
    issue_invoices()
    assert len(InvoiceErrand.objects.get().said) == 300
    assert "<b>xxx" not in desk.get("booking", reference=booking.reference).content.decode()


def test_without_a_connector_nothing_is_offered_and_nothing_asked(desk, booking, settings):
    settings.INVOICE_URL = ""
    assert "Nhờ xuất" not in shown(desk, booking)
    assert "tự xuất" in order(desk, booking)
    assert not InvoiceErrand.objects.exists()


def test_a_sum_that_is_not_that_of_its_prices_is_left_to_a_hand(desk, booking, connector):
    Booking.objects.filter(pk=booking.pk).update(missing_vnd=100_000)
    assert "tự tay" in order(desk, booking)
    assert not InvoiceErrand.objects.exists()


def test_whoever_is_erased_takes_the_errand_along(desk, booking, connector):
    order(desk, booking)
    invoice_of(booking).delete()
    issue_invoices()
    assert not connector.asked
    assert "Thí Dụ" not in json.dumps(list(InvoiceErrand.objects.values_list("body", flat=True)), ensure_ascii=False)
