"""A ticket shows the QR code of its own check-in address, also when it was drawn before."""

import pytest
import segno

from bookings.links import check_in_url
from tests.factories import make_booking, make_slot
from tests.pages.guest import url
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
