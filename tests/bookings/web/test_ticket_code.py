"""A ticket shows the QR code of its own check-in address, also when it was drawn before."""

import uuid
from hashlib import sha256

import pytest
import segno

from bookings.domain.seats.idempotency import key_hash
from bookings.enums import BookingStatus
from bookings.links import booking_token, check_in_url, entry_token, public_id
from bookings.models import Booking, WaitingEntry
from tests.bookings.web.waiting_helpers import join
from tests.factories import make_booking, make_slot
from tests.pages.guest import hold, url
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db


def strokes(svg) -> list[str]:
    return [path["d"] for path in svg.select("path")]


def test_each_ticket_shows_its_own_address_the_first_time_and_again(client):
    slot = make_slot()
    bookings = [make_booking(slot), make_booking(slot)]
    for booking in bookings * 2:
        ticket = soup(client.get(url("booking", booking)))
        drawn = segno.make(check_in_url(booking), error="m").svg_inline(omitsize=True, scale=5, border=2)
        assert strokes(ticket.select_one(".ticket__qr svg"))[-1] in drawn


def test_under_another_address_of_the_site_it_is_drawn_anew(client, settings):
    booking = make_booking(make_slot())
    before = strokes(soup(client.get(url("booking", booking))).select_one(".ticket__qr"))
    settings.BASE_URL = "https://ve-lang.example"
    assert strokes(soup(client.get(url("booking", booking))).select_one(".ticket__qr")) != before


def test_nothing_that_the_code_shows_leads_a_stranger_to_the_guest_s_page(client):
    """Sent as the key of the form that made the booking, or as the token of any of the guest's pages."""
    slot, key = make_slot(), uuid.uuid4()
    booking = make_booking(slot, key=key, adults=1)
    shown = check_in_url(booking)
    assert str(booking.uuid) not in shown
    token = shown.rstrip("/").rpartition("/")[2]
    for piece in (token, *token.split("."), public_id(booking), str(booking.uuid)):
        assert client.get(url("booking", piece)).status_code == 404, piece
        answer = hold(client, slot, key=piece, adults=1)
        assert answer["Location"] != url("booking", booking), piece
    # Positive control: the guest's own form, sent twice, leads to the guest's page.
    assert booking_token(booking) in hold(client, slot, key=str(key), adults=1)["Location"]


def test_the_key_of_a_form_is_kept_as_a_hash_alone(client):
    slot, key = make_slot(), uuid.uuid4()
    hold(client, slot, key=str(key))
    row = Booking.objects.filter(key_hash=key_hash(key)).values().get()
    assert row["uuid"] != key
    assert not [name for name, value in row.items() if str(value) in (str(key), key.hex)]
    assert public_id(Booking.objects.get()) not in (str(key), key.hex)
    assert Booking.objects.get().status == BookingStatus.ON_HOLD


def test_the_key_of_a_waiting_list_s_form_is_kept_as_a_keyed_hash_alone(client):
    slot, key = make_slot(capacity=2), uuid.uuid4()
    make_booking(slot, adults=2)
    assert join(client, slot, key=str(key)).status_code == 302
    entry = WaitingEntry.objects.get()
    row = WaitingEntry.objects.values().get()
    assert row["key_hash"] == key_hash(key)
    # Whoever reads the row cannot try keys against it without ours.
    assert row["key_hash"] not in (sha256(text.encode()).hexdigest() for text in (str(key), key.hex))
    assert not [name for name, value in row.items() if {str(key), key.hex} & {str(value), str(value).replace("-", "")}]
    for shown in (str(key), key.hex, public_id(entry), row["key_hash"], str(entry.uuid)):
        assert client.get(url("waiting", shown)).status_code == 404, shown
    # Positive control.
    assert client.get(url("waiting", entry_token(entry))).status_code == 200
