"""Guest and host mend a mistyped address, each on a page of their own."""

import pytest
from django.utils.translation import gettext

from bookings.models import Booking
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_booking, make_slot
from tests.pages.guest import url
from tests.pages.reading import Reader, plain, soup

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


def typed(**fields) -> dict[str, str]:
    return {"phone": "0912 000 111", "email": "ha@example.com"} | fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_mends_both_and_lands_on_the_ticket_at_its_new_address(client, language):
    booking = make_booking(make_slot(), language=language)
    old = url("booking", booking, language)
    reader = Reader(client)
    reader.open(old)
    assert url("contact", booking, language) in [link["href"] for link in reader.page.select("main a[href]")]
    answer = client.post(url("contact", booking, language), typed(), follow=True)
    mended = Booking.objects.get()
    assert (mended.contact_email, str(mended.contact_phone)) == ("ha@example.com", "+84912000111")
    assert answer.redirect_chain[-1][0] == url("booking", mended, language)
    assert "ha@example.com" in plain(soup(answer).main)
    assert client.get(old).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_is_said_and_kept(client, language):
    booking = make_booking(make_slot(), language=language)
    answer = client.post(url("contact", booking, language), typed(email="ha@", phone="abc"))
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#id_email")["value"] == "ha@"
    assert len(page.select("#form-errors li")) == 2
    assert Booking.objects.get().contact_email == booking.contact_email


def test_the_ticket_is_asked_for_again_and_a_visit_that_is_off_has_nothing_to_mend(client):
    booking = make_booking(make_slot())
    send_due(now=booking.slot.starts_at, deliver=lambda message: None)
    answer = client.post(url("ticket_again", booking), follow=True)
    assert booking.contact_email in plain(soup(answer).main)
    assert OutboxMessage.objects.filter(kind="ticket", to=booking.contact_email).count() == 1
    off = make_booking(make_slot(), "CANCELLED")
    assert client.get(url("contact", off)).status_code == 302
    client.post(url("ticket_again", off))
    assert OutboxMessage.objects.filter(kind="ticket").count() == 1


def test_a_host_mends_it_on_the_phone_and_sends_the_ticket_again():
    desk = make_desk()
    booking = desk.book(email="ha@exmaple.com")
    send_due(now=booking.slot.starts_at, deliver=lambda message: None)
    page = desk.get("booking", reference=booking.reference).content.decode()
    assert desk.url("contact", reference=booking.reference) in page
    desk.post("contact", typed(), reference=booking.reference)
    booking.refresh_from_db()
    assert booking.contact_email == "ha@example.com"
    assert "ha@example.com" in said(desk.post("ticket_again", reference=booking.reference))


def test_two_at_the_host_s_form_do_not_undo_each_other():
    desk = make_desk()
    booking = desk.book(email="ha@exmaple.com", phone="+84912000000")
    opened = soup(desk.get("contact", reference=booking.reference)).select_one("input[name=opened]")["value"]
    fields = {"opened": opened, "phone": "+84 912 000 000", "email": "ha@exmaple.com"}
    desk.post("contact", fields | {"email": "ha@example.com"}, reference=booking.reference)
    desk.post("contact", fields | {"phone": "0912 000 111"}, reference=booking.reference)
    booking.refresh_from_db()
    assert (booking.contact_email, str(booking.contact_phone)) == ("ha@example.com", "+84912000111")
    refused = desk.client.post(desk.url("contact", reference=booking.reference), fields | {"email": "khac@example.com"})
    assert "ha@example.com" in plain(soup(refused).select_one("#form-errors"))


@pytest.mark.parametrize("phone", ["+84 912 000 000", "0912.000.000"])
def test_the_desk_says_saved_only_where_something_was(phone):
    desk = make_desk()
    booking = desk.book(email="ha@example.com", phone="+84912000000")
    same = {"phone": phone, "email": "ha@example.com"}
    assert said(desk.post("contact", same, reference=booking.reference)) == gettext(
        "It was so already: nothing has changed."
    )
