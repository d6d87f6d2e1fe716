"""A guest moves their visit on their own page."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.models import Booking, Slot
from tests.factories import make_booking, make_experience, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LANGUAGES = ["vi", "en"]


@shared
def booking():
    experience = make_experience(free_cancel_hours=24)
    now = timezone.now()
    make_slot(experience, now + 6 * DAY, 6)
    return make_booking(make_slot(experience, now + 4 * DAY, 6), adults=2)


def options(page) -> list[tuple[str, str]]:
    return [(item["value"], plain(item)) for item in page.select("select[name=slot] option") if item["value"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_ticket_to_another_time_and_back_on_the_ticket(client, booking, language):
    ticket = soup(client.get(url("booking", booking, language)))
    assert url("move", booking, language) in [link["href"] for link in ticket.select("main a[href]")]
    ((value, text),) = options(soup(client.get(url("move", booking, language))))
    assert "₫" not in text
    answer = client.post(url("move", booking, language), {"slot": value}, follow=True)
    assert answer.redirect_chain[-1][0] == url("booking", booking, language)
    moved = Booking.objects.get()
    assert moved.slot_id == int(value.partition(":")[0])
    again = client.post(url("move", booking, language), {"slot": value}, follow=True)
    assert again.redirect_chain[-1][0] == url("booking", booking, language)
    assert Booking.objects.get().sequence == moved.sequence


def test_another_price_is_read_before_it_is_agreed_to(client, booking):
    other = Slot.objects.exclude(pk=booking.slot_id).get()
    Slot.objects.filter(pk=other.pk).update(prices={str(booking.units.get().unit_id): 500_000})
    ((value, text),) = options(soup(client.get(url("move", booking))))
    assert "1.000.000" in text
    Slot.objects.filter(pk=other.pk).update(prices={})
    answer = client.post(url("move", booking), {"slot": value})
    assert answer.status_code == 422
    assert Booking.objects.get().slot_id == booking.slot_id


@pytest.mark.parametrize("sent", ["", "abc", "1:", "999999:0", "١:٢"])
def test_what_is_no_time_is_said_in_words(client, booking, sent):
    answer = client.post(url("move", booking), {"slot": sent})
    assert answer.status_code == 422
    assert soup(answer).select("#form-errors li, .field__error")


def test_where_nothing_has_room_the_host_can_be_called(client, booking):
    Slot.objects.exclude(pk=booking.slot_id).delete()
    page = soup(client.get(url("move", booking)))
    assert not page.select("select")
    assert page.select_one("main a[href^='tel:']")


def test_who_may_not_move_any_more_is_led_to_the_ticket_and_not_offered_it(client, booking):
    Slot.objects.filter(pk=booking.slot_id).update(
        starts_at=timezone.now() + DAY / 2, closes_at=timezone.now(), ends_at=timezone.now() + DAY
    )
    assert client.get(url("move", booking)).status_code == 302
    assert url("move", booking) not in client.get(url("booking", booking)).text
