"""A buyer asks about a product; the host is told once, the office sees it until somebody answered."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ocop.domain.programme.enquiries import forget_enquiries, set_handled
from ocop.models import Enquiry
from ocop.web import enquire
from outbox.models import OutboxMessage
from outbox.tasks import drain_outbox
from tests.factories import make_commune, make_host, make_land, make_office, make_product, make_user
from tests.factories.programme import make_enquiry
from tests.ocop.office.test_programme import signed_in
from tests.ocop.programme.test_figures import certified
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
WORDS = {"name": "Trần Văn Long", "phone": "0912 345 678", "words": "Mua 20 bình, giao Hà Nội.", "consent": "on"}


@pytest.fixture
def product():
    return certified(host=make_host(email="xuong@example.org"), stars=4)


def address(product) -> str:
    return reverse("ocop_enquire", args=[product.pk])


def test_the_form_sent_twice_asks_once_and_tells_the_host_once(product):
    client = Client()
    page = soup(client.get(address(product)))
    sent = WORDS | {"key": page.select_one("[name=key]")["value"], "email": "long@example.org"}
    for _twice in range(2):
        assert client.post(address(product), sent)["Location"] == reverse("ocop_asked")
    row = Enquiry.objects.get()
    assert (row.phone.as_e164, row.product, row.handled_at) == ("+84912345678", product, None)
    drain_outbox()
    (letter,) = mail.outbox
    assert letter.to == ["xuong@example.org"]
    assert letter.reply_to == ["long@example.org"]
    assert "giao Hà Nội" in letter.body
    assert "hỏi mua" in letter.subject


def test_other_words_from_the_same_page_are_said_to_be_unsent_and_go_when_sent_again(product):
    client = Client()
    first = WORDS | {"key": str(uuid.uuid4())}
    client.post(address(product), first)
    answer = client.post(address(product), first | {"words": "Mua 40 bình."})
    assert answer.status_code == 422
    page = soup(answer)
    assert "Mua 40 bình." in page.select_one("[name=words]").get_text()
    assert page.select_one(".form-errors")
    assert Enquiry.objects.get().words == WORDS["words"]
    again = first | {"words": "Mua 40 bình.", "key": page.select_one("[name=key]")["value"]}
    assert client.post(address(product), again).status_code == 302
    assert Enquiry.objects.count() == 2


def test_a_host_without_an_address_is_told_nothing_and_the_office_sees_it():
    product = certified(host=make_host(email=""))
    Client().post(address(product), WORDS)
    assert not OutboxMessage.objects.exists()
    office = make_office()
    page = soup(signed_in(office).get(reverse("office:enquiries", args=[office.slug])))
    assert "giao Hà Nội" in plain(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": ""},
        {"phone": "mười hai"},
        {"email": "long@"},
        {"words": ""},
        {"words": "x" * 1001},
        {"consent": ""},
        {"name": "http://qc.example"},
        {"key": "không phải khóa"},
    ],
)
def test_what_cannot_be_answered_is_refused_beside_what_was_typed(product, wrong):
    answer = Client().post(address(product), WORDS | wrong)
    assert answer.status_code == 422
    assert soup(answer).select_one(".form-errors")
    assert not Enquiry.objects.exists()


def test_who_asks_very_often_is_asked_to_wait(product, settings):
    settings.CONTACT_RATE = "2/hour"
    client = Client()
    codes = [client.post(address(product), WORDS | {"key": str(uuid.uuid4())}).status_code for _each in range(3)]
    assert codes == [302, 302, 429]
    assert Enquiry.objects.count() == 2


def ask_from(product, where: str, **more) -> int:
    """The answer's status, of one who comes from the address `where` of the web."""
    return Client(REMOTE_ADDR=where).post(address(product), WORDS | {"key": str(uuid.uuid4())} | more).status_code


def test_one_number_asks_so_often_in_a_day_from_whichever_address(product, monkeypatch):
    monkeypatch.setattr(enquire, "PER_CONTACT", "2/day")
    other = certified(host=make_host(), stars=3)
    assert [ask_from(each, f"198.51.100.{n}") for n, each in enumerate((product, other, product))] == [302, 302, 429]
    # Written in another way it is the same number; another one may ask.
    assert ask_from(product, "198.51.100.9", phone="+84 912 345 678") == 429
    assert ask_from(product, "198.51.100.9", phone="0987654321") == 302
    assert not any("912345678" in key for key in cache._cache), "who asked is not to be read from the cache"


def test_one_address_of_e_mail_asks_so_often_however_it_is_written(product, monkeypatch):
    monkeypatch.setattr(enquire, "PER_CONTACT", "1/day")
    by_mail = {"phone": "", "email": "khach@example.org"}
    assert ask_from(product, "198.51.100.1", **by_mail) == 302
    assert ask_from(product, "198.51.100.2", **by_mail | {"email": "Khach@Example.org"}) == 429


def test_one_product_is_asked_about_so_often_by_whomever_and_another_may_be(product, monkeypatch):
    monkeypatch.setattr(enquire, "PER_PRODUCT", "2/day")
    other = certified(host=make_host(), stars=3)
    codes = [ask_from(product, f"198.51.100.{n}", phone=f"091234567{n}") for n in range(3)]
    assert codes == [302, 302, 429]
    assert ask_from(other, "198.51.100.7", phone="0912345677") == 302


def test_what_is_not_certified_cannot_be_asked_about():
    assert Client().get(address(make_product())).status_code == 404
    assert Client().post(address(make_product()), WORDS).status_code == 404


def test_the_products_page_leads_to_the_form(product):
    page = Client().get(reverse("ocop_product_short", args=[product.pk]), follow=True)
    assert soup(page).select_one(f"a[href='{address(product)}']")


def test_the_office_says_that_it_is_answered_and_takes_it_back(product):
    row, office = make_enquiry(product), make_office()
    client = signed_in(office)
    handle = reverse("office:enquiry_handle", args=[office.slug, row.pk])
    for sent, answered in (({"handled": "1"}, True), ({"handled": "1"}, True), ({}, False)):
        assert client.post(handle, sent).status_code == 302
        row.refresh_from_db()
        assert bool(row.handled_at) == answered
    assert row.handled_by is None


def test_who_answered_first_stays_named(product, now):
    row, first = make_enquiry(product), make_user()
    set_handled(enquiry=row, handled=True, by=first, now=now)
    set_handled(enquiry=row, handled=True, by=make_user(), now=now)
    row.refresh_from_db()
    assert row.handled_by == first


def test_an_office_sees_its_own(product):
    other = make_office(commune=make_commune("Kinh Bắc"))
    row = make_enquiry(product)
    client = signed_in(other)
    assert "giao Hà Nội" not in plain(soup(client.get(reverse("office:enquiries", args=[other.slug]))))
    assert client.post(reverse("office:enquiry_handle", args=[other.slug, row.pk])).status_code == 404


def test_a_longer_list_costs_no_more_queries(product):
    office = make_office()
    client = signed_in(office)

    def queries(number: int) -> int:
        for _each in range(number):
            make_enquiry(make_product(make_host(), commune=make_land(), code=None))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("office:enquiries", args=[office.slug])).status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def test_who_asked_long_ago_is_forgotten(product, now, settings):
    settings.PERSONAL_DATA_DAYS = 100
    make_enquiry(product, asked_at=now - dt.timedelta(days=101))
    kept = make_enquiry(product, asked_at=now - dt.timedelta(days=99))
    assert forget_enquiries(now=now) == 1
    assert Enquiry.objects.get() == kept
