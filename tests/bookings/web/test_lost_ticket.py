"""A lost ticket is sent again where it went before, and nobody learns anything by asking."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from bookings.enums import MessageKind
from bookings.models import Booking
from config.celery import app
from outbox.sending import send_due
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def booking():
    contact = make_contact(phone="+84912345678", email="Thu.Ha@example.com")
    booking = make_booking(make_slot(), contact=contact)
    send_due(now=timezone.now(), deliver=lambda message: None)
    return booking


def address(language: str = "vi") -> str:
    with translation.override(language):
        return reverse("bookings:lost")


def ask(client, reference, reach, language="vi"):
    return client.post(address(language), {"reference": reference, "reach": reach}, follow=True)


def sent(booking: Booking) -> list[str]:
    return list(booking.messages.filter(kind=MessageKind.TICKET).values_list("to", flat=True))


@pytest.mark.parametrize("reach", ["0912 345 678", "+84 912 345 678", "thu.ha@example.com", "Thu.Ha@example.com"])
def test_whoever_knows_what_was_given_is_sent_the_ticket(client, booking, reach):
    written = f" {booking.reference[:3].lower()} {booking.reference[3:]}"
    assert ask(client, written, reach).status_code == 200
    assert sent(booking) == [booking.contact_email]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_answer_is_the_same_whether_there_is_such_a_booking_or_not(client, booking, language):
    right = soup(ask(client, booking.reference, "0912 345 678", language))
    wrong_number = soup(ask(client, booking.reference, "0912 345 679", language))
    no_such = soup(ask(client, "AAAAAA", "0912 345 678", language))
    said = {plain(page.select_one("main")) for page in (right, wrong_number, no_such)}
    assert len(said) == 1
    assert len(sent(booking)) == 1
    assert booking.contact_name not in said.pop()


def test_neither_a_hold_nor_what_is_cancelled_nor_who_gave_no_address_is_sent_anything(client, booking):
    cancel_for_good(booking, now=timezone.now())
    hold = make_booking(make_slot(), "ON_HOLD")
    alone = make_booking(make_slot(), contact=make_contact(phone="+84912345678", email=""))
    for other in (booking, hold, alone):
        assert ask(client, other.reference, "0912 345 678").status_code == 200
        assert sent(other) == []


@pytest.mark.parametrize(
    ("reference", "reach"), [("", ""), ("KM4TQ", "0912 345 678"), ("KM4TQ7", "12"), ("KM4TQ7", "ha@")]
)
def test_what_cannot_be_read_is_said_and_kept(client, reference, reach):
    answer = ask(client, reference, reach)
    assert answer.status_code == 422
    assert soup(answer).select_one("#id_reach")["value"] == reach if reach else True
    assert soup(answer).select(".field__error")


def test_it_is_not_asked_for_by_the_hundred(client, booking, settings):
    settings.CONTACT_RATE = "2/hour"
    answers = [ask(client, booking.reference, "0912 345 679").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_every_page_and_a_broken_link_lead_there(client):
    with translation.override("vi"):
        page = soup(client.get(reverse("bookings:booking", args=["broken.token"])))
    links = [link["href"] for link in page.select("a[href]")]
    assert links.count(address()) == 2


@pytest.fixture
def texts(settings, tmp_path, monkeypatch):
    """What went to phones: (number, text) each."""
    cache.clear()
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    settings.TEXT_FOLDER = str(tmp_path / "texts")

    def sent() -> list[tuple[str, str]]:
        read = [json.loads(path.read_text()) for path in sorted(tmp_path.glob("texts/*.json"))]
        return [(text["to"], text["text"]) for text in read]

    return sent


@shared
def by_phone_alone():
    return make_booking(make_slot(), contact=make_contact(phone="+84912345678", email=""))


def test_a_guest_with_a_phone_alone_is_texted_the_ticket(client, by_phone_alone, texts):
    ask(client, by_phone_alone.reference, "0912 345 678")
    [(number, text)] = texts()
    assert number == "+84912345678"
    assert text.isascii()
    assert text.startswith(f"Ve Lang, ve cua ban {by_phone_alone.reference}: http")
    # The link opens the ticket itself.
    assert by_phone_alone.reference in client.get(urlsplit(text.split()[-1]).path).content.decode()


def test_whoever_gave_an_address_is_sent_a_mail_and_no_text(client, booking, texts):
    ask(client, booking.reference, "0912 345 678")
    assert sent(booking) == [booking.contact_email]
    assert texts() == []


def test_no_text_goes_to_another_number_nor_for_what_is_over_or_cancelled(client, by_phone_alone, texts):
    over = make_booking(make_slot(days=-2), contact=make_contact(phone="+84912345678", email=""))
    gone = make_booking(make_slot(), "CANCELLED", contact=make_contact(phone="+84912345678", email=""))
    answers = {
        plain(soup(ask(client, by_phone_alone.reference, reach)).select_one("main"))
        for reach in ("0912 345 679", "ai@example.com")
    }
    answers |= {plain(soup(ask(client, other.reference, "0912 345 678")).select_one("main")) for other in (over, gone)}
    assert texts() == []
    ask_right = ask(client, by_phone_alone.reference, "0912 345 678")
    assert answers == {plain(soup(ask_right).select_one("main"))}


def test_a_phone_is_not_filled_with_tickets(client, by_phone_alone, texts, settings):
    settings.CONTACT_RATE = "100/hour"
    for _ in range(6):
        assert ask(client, by_phone_alone.reference, "0912 345 678").status_code == 200
    assert len(texts()) == 3


def test_without_a_provider_the_page_promises_no_text(client, by_phone_alone, settings):
    settings.TEXT_FOLDER, settings.TEXT_URL = None, ""
    assert "tin nhắn" not in plain(soup(client.get(address())).select_one("main"))
    assert "tin nhắn" not in plain(soup(ask(client, by_phone_alone.reference, "0912 345 678")).select_one("main"))
