"""A lost ticket is sent again where it went before, and nobody learns anything by asking."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from bookings.enums import MessageKind
from bookings.models import Booking
from outbox.sending import send_due
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
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
