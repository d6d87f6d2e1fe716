"""Guest and host mend the address of a party that waits, each on a page of their own."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.enums import MessageKind
from bookings.models import WaitingEntry
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.bookings.web.waiting_helpers import LANGUAGES, entry_page, give_back, lapse, waits
from tests.factories import make_booking, make_slot
from tests.factories.waiting import wait
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
TYPED = {"phone": "0912 000 111", "email": "moi@example.com"}


@shared
def booked():
    return make_booking(make_slot(capacity=2), adults=2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["waiting", "offered"])
def test_a_guest_mends_it_and_lands_on_the_place_at_its_new_address(client, booked, language, state):
    entry = waits(client, booked.slot)
    if state == "offered":
        give_back(booked)
    send_due(now=booked.slot.starts_at, deliver=lambda message: None)
    old, form = (entry_page(entry, view, language) for view in ("waiting", "waiting_contact"))
    assert form in [link["href"] for link in soup(client.get(old)).select("main a[href]")]
    assert soup(client.get(form)).select_one("#id_email")["value"] == entry.contact_email
    answer = client.post(form, TYPED, follow=True)
    mended = WaitingEntry.objects.get()
    assert (mended.contact_email, str(mended.contact_phone)) == ("moi@example.com", "+84912000111")
    assert answer.redirect_chain[-1][0] == entry_page(mended, "waiting", language)
    assert "moi@example.com" in plain(soup(answer))
    assert client.get(old).status_code == 404
    assert OutboxMessage.objects.filter(to="moi@example.com").count() == 1


def test_what_cannot_be_read_is_said_and_kept(client, booked):
    entry = waits(client, booked.slot)
    for email in ("ha@", ""):
        answer = client.post(entry_page(entry, "waiting_contact"), TYPED | {"email": email})
        assert answer.status_code == 422
        assert len(soup(answer).select("#form-errors li")) == 1
    assert WaitingEntry.objects.get().contact_email == entry.contact_email


def test_a_place_that_is_over_leads_to_its_page(client, booked):
    entry = waits(client, booked.slot)
    give_back(booked)
    entry.refresh_from_db()
    lapse(entry)
    answer = client.post(entry_page(entry, "waiting_contact"), TYPED)
    assert (answer.status_code, answer.url) == (302, entry_page(entry))
    assert WaitingEntry.objects.get().contact_email == entry.contact_email


def test_a_host_mends_it_on_the_phone_and_no_other_host_does(booked):
    desk = make_desk()
    full = desk.slot(dt.timedelta(days=5), capacity=2)
    desk.book(full)
    entry, other = (wait(slot, now=timezone.now()) for slot in (full, booked.slot))
    page = soup(desk.get("slot", pk=full.pk))
    here = desk.url("waiting_contact", pk=entry.pk)
    assert here in [link["href"] for link in page.select("a[href]")]
    answer = desk.post("waiting_contact", TYPED, pk=entry.pk)
    assert "Đã ghi" in said(answer)
    entry.refresh_from_db()
    assert entry.contact_email == "moi@example.com"
    assert OutboxMessage.objects.filter(kind=MessageKind.WAITING, to="moi@example.com").count() == 1
    assert desk.get("waiting_contact", pk=other.pk).status_code == 404
