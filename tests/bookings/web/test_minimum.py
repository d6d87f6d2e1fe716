"""A visit that needs a minimum of guests says so before anybody books, and until it is decided."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.translation import ngettext

from bookings.domain.booking.minimum import decide_due, decided_by
from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from bookings.texts import minimum_text, short_moment_text
from tests.factories import make_booking, make_experience, make_slot
from tests.pages.guest import confirm, hold, url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


@shared
def slot() -> Slot:
    return make_slot(make_experience(min_to_run=4, decide_hours=48))


def sentence(slot: Slot, language: str) -> str:
    with translation.override(language):
        text = ngettext(
            "Takes place from %(n)s guest; decided by %(when)s. If it does not take place, you pay nothing.",
            "Takes place from %(n)s guests; decided by %(when)s. If it does not take place, you pay nothing.",
            4,
        )
        return text % {"n": 4, "when": short_moment_text(decided_by(slot))}


def decide(slot: Slot) -> None:
    decide_due(now=slot.starts_at - dt.timedelta(hours=46))
    slot.refresh_from_db()


def page_of(client, view: str, subject, language: str = "vi", **query):
    return soup(client.get(url(view, subject, language), query))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_at_the_choice_before_the_button_and_on_the_ticket(client, slot, language):
    told = sentence(slot, language)
    day = timezone.localtime(slot.starts_at).date().isoformat()
    assert told in plain(page_of(client, "choose", slot, language, day=day).select_one("#dat form"))
    hold(client, slot, language)
    booking = Booking.objects.get()
    details = page_of(client, "booking", booking, language)
    assert told in plain(details.select_one("aside"))
    assert told in plain(details.select_one("details[open]"))
    confirm(client, booking, language)
    assert told in plain(page_of(client, "booking", booking, language).main)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_date_is_short_and_in_the_readers_order(slot, language):
    moment = timezone.localtime(decided_by(slot))
    with translation.override(language):
        text = short_moment_text(moment)
    assert text.startswith("08:30 ") if language == "vi" else text.endswith(", 08:30")
    assert str(moment.day) in text


def test_no_minimum_says_nothing(client):
    slot = make_slot()
    assert minimum_text(slot) == ""
    booking = make_booking(slot)
    assert not page_of(client, "booking", booking).select(".slot-note")


def test_once_enough_came_together_the_ticket_says_so(client, slot):
    booking = make_booking(slot, adults=4)
    told = sentence(slot, "vi")
    decide(slot)
    note = plain(page_of(client, "booking", booking).select_one(".slot-note"))
    with translation.override("vi"):
        assert note == minimum_text(slot)
    assert note
    assert note != told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_called_off_says_why_and_offers_another_time_and_no_undo(client, slot, language):
    booking = make_booking(slot, adults=2, language=language)
    decide(slot)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
    page = page_of(client, "booking", booking, language)
    with translation.override(language):
        text = translation.gettext(
            "Too few guests booked this time, so the visit does not take place. We are sorry; you owe nothing."
        )
    assert plain(page.select_one(".lead")) == text
    assert not page.select("main form")
    assert page.select_one("main .row a.button")


def test_a_visit_called_off_is_not_offered_any_more(client, slot):
    make_booking(slot, adults=2)
    decide(slot)
    day = timezone.localtime(slot.starts_at).date().isoformat()
    page = page_of(client, "choose", slot, day=day, slot=slot.pk)
    assert not page.select(".time-choice a")
    assert hold(client, slot).status_code == 422


def test_a_hold_open_while_it_is_called_off_is_told_at_the_button(client, slot):
    hold(client, slot)
    booking = Booking.objects.get()
    Booking.objects.filter(pk=booking.pk).update(hold_expires_at=slot.starts_at)
    decide(slot)
    assert confirm(client, booking).status_code == 409


def test_the_ticket_asks_the_database_as_often_with_a_minimum(
    client, slot, django_assert_num_queries, django_assert_max_num_queries
):
    plain_booking = make_booking(make_slot())
    booking = make_booking(slot)
    for each in (plain_booking, booking):
        client.get(url("booking", each))
    with django_assert_max_num_queries(40) as usual:
        client.get(url("booking", plain_booking))
    count = len(usual)
    with django_assert_num_queries(count):
        client.get(url("booking", booking))
