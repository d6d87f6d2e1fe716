"""An experience goes off sale at the desk and comes back: guests of before keep their place."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bookings.domain.seats.on_sale import is_on_sale
from bookings.models import Booking
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_experience, make_experience_page, make_host
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


def test_nobody_new_can_book_and_whoever_has_booked_still_comes(desk):
    booking = desk.book()
    told = said(desk.post("experience_off", pk=desk.experience.pk))
    assert "đã đặt" in told
    booking.slot.refresh_from_db()
    booking.slot.experience.refresh_from_db()
    assert not is_on_sale(booking.slot, now=timezone.now())
    assert Booking.objects.get(pk=booking.pk).status == "CONFIRMED"
    assert booking.contact_name in plain(soup(desk.get("today")))


def test_it_is_sold_again(desk):
    slot = desk.slot(dt.timedelta(days=2))
    desk.post("experience_off", pk=desk.experience.pk)
    desk.post("experience_on", pk=desk.experience.pk)
    slot.experience.refresh_from_db()
    assert is_on_sale(slot, now=timezone.now())


def test_the_public_page_follows_at_once(desk, page_tree):
    page, guest = make_experience_page(page_tree, desk.experience), Client()
    before = plain(soup(guest.get(page.url)))
    desk.post("experience_off", pk=desk.experience.pk)
    off = plain(soup(guest.get(page.url)))
    assert off != before
    desk.post("experience_on", pk=desk.experience.pk)
    assert plain(soup(guest.get(page.url))) == before


def test_the_page_offers_what_is_not_so(desk):
    def buttons() -> set[str]:
        page = soup(desk.get("experience", pk=desk.experience.pk))
        return {name for name in ("ngung", "ban-lai") if page.select(f"form[action*='/{name}/']")}

    assert buttons() == {"ngung"}
    desk.post("experience_off", pk=desk.experience.pk)
    assert buttons() == {"ban-lai"}


def test_the_office_reads_who_did_it_and_a_second_tap_says_nothing(desk):
    for _ in range(2):
        desk.post("experience_off", pk=desk.experience.pk)
    assert [entry.user for entry in ModelLogEntry.objects.for_instance(desk.experience)] == [desk.owner]


def test_another_hosts_experience_is_not_there(desk):
    other = make_experience(host=make_host(name="Nhà khác"))
    assert desk.client.post(desk.url("experience_off", pk=other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.active
