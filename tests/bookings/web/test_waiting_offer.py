"""A party that waits leaves the list and comes back, is offered places, takes them or lets them go."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, WaitingStatus
from bookings.links import booking_token, entry_token
from bookings.models import Booking, Slot, WaitingEntry
from tests.bookings.web.waiting_helpers import LANGUAGES, entry_page, give_back, lapse, offered, waits
from tests.factories import make_booking, make_slot
from tests.pages.guest import FULL, confirm, taken, url
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot():
    return make_slot(capacity=4)


@shared
def booked(slot):
    """What fills the slot."""
    return make_booking(slot, adults=4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_and_coming_back_keeps_the_old_place(client, slot, booked, language):
    first = waits(client, slot, email="truoc@example.com")
    entry = waits(client, slot)
    waits(client, slot, email="sau@example.com")
    reader = Reader(client)
    reader.open(entry_page(entry, language=language))
    reader.send("/roi/")
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.LEFT
    assert not [form for form in reader.page.select("form") if "/roi/" in form["action"]]
    reader.send("/quay-lai/")
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.WAITING
    assert reader.page.select_one(".notice--success")
    assert WaitingEntry.objects.waiting().filter(pk__lt=entry.pk).get() == first


def test_leaving_cannot_be_undone_for_ever(client, slot, booked):
    entry = waits(client, slot)
    client.post(entry_page(entry, "leave"))
    WaitingEntry.objects.update(closed_at=timezone.now() - dt.timedelta(minutes=16))
    reader = Reader(client)
    page = reader.open(entry_page(entry))
    assert not [form for form in page.select("form") if "/quay-lai/" in form["action"]]
    client.post(entry_page(entry, "rejoin"))
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.LEFT


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_is_taken_with_what_was_told_before(client, slot, booked, language):
    entry = offered(client, slot, booked)
    reader = Reader(client)
    reader.open(entry_page(entry, language=language))
    token = booking_token(entry.booking)
    reader.follow(f"main a.button[href*='{token}']")
    values = reader.values
    assert (values["name"], values["email"]) == (FULL["name"], FULL["email"])
    assert values["phone"].replace(" ", "") == "+84912345678"
    assert values["note"].replace("\r\n", "\n") == FULL["note"]
    assert "consent" not in values
    # Hours are left: a day and a time, and no running clock that offers more.
    assert not reader.page.select("[data-countdown]")
    assert f"{timezone.localtime(entry.booking.hold_expires_at):%H:%M}" in plain(
        reader.page.select_one(".notice--success")
    )
    assert not [form for form in reader.page.select("form") if "/huy/" in form["action"]]
    reader.send("/xac-nhan/", consent="on")
    assert reader.page.select_one(".ticket__reference")
    entry.booking.refresh_from_db()
    assert entry.booking.status == BookingStatus.CONFIRMED
    assert taken(slot) == 2
    page = soup(client.get(entry_page(entry, language=language)))
    assert page.select_one(f"main a[href*='{token}']")
    assert not page.select("main form")


def test_in_its_last_hour_an_offer_shows_the_clock_and_no_more_time(client, slot, booked):
    entry = offered(client, slot, booked)
    Booking.objects.filter(pk=entry.booking_id).update(hold_expires_at=timezone.now() + dt.timedelta(minutes=9))
    page = soup(client.get(url("booking", entry.booking)))
    assert page.select_one("[data-countdown]")
    assert not page.select("[data-countdown-more]")


def test_an_offer_is_given_to_the_next(client, slot, booked):
    entry = offered(client, slot, booked, party={"adult": 4})
    behind = waits(client, slot, email="sau@example.com")
    reader = Reader(client)
    reader.open(url("booking", entry.booking))
    reader.send("/roi/")
    entry.refresh_from_db()
    behind.refresh_from_db()
    assert (entry.status, behind.status) == (WaitingStatus.LEFT, WaitingStatus.OFFERED)
    assert reader.path == entry_page(entry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_declining_is_undone_and_the_same_places_are_kept_until_the_same_hour(client, slot, booked, language):
    entry = offered(client, slot, booked, party={"adult": 4})
    deadline = entry.booking.hold_expires_at
    reader = Reader(client)
    reader.open(entry_page(entry, language=language))
    reader.send("/roi/")
    assert taken(slot) == 0
    reader.send("/quay-lai/")
    assert reader.page.select_one(".notice--success")
    entry.refresh_from_db()
    entry.booking.refresh_from_db()
    assert (entry.status, entry.booking.status) == (WaitingStatus.OFFERED, BookingStatus.ON_HOLD)
    assert entry.booking.hold_expires_at == deadline
    assert taken(slot) == 4
    assert confirm(client, entry.booking).status_code == 302


def test_undoing_after_the_next_was_offered_the_places_is_the_old_place_in_the_list(client, slot, booked):
    entry = offered(client, slot, booked, party={"adult": 4})
    behind = waits(client, slot, email="sau@example.com", party={"adult": 3})
    last = waits(client, slot, email="cuoi@example.com", party={"adult": 4})
    reader = Reader(client)
    reader.open(entry_page(entry))
    reader.send("/roi/")
    reader.send("/quay-lai/")
    entry.refresh_from_db()
    behind.refresh_from_db()
    assert (entry.status, behind.status) == (WaitingStatus.WAITING, WaitingStatus.OFFERED)
    assert list(WaitingEntry.objects.waiting().order_by("pk")) == [entry, last]
    assert taken(slot) == 3
    give_back(behind.booking)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED


def test_the_cancel_address_of_an_offer_gives_it_back_too(client, slot, booked):
    entry = offered(client, slot, booked)
    client.post(url("cancel", entry.booking), {"then": "choose"})
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.LEFT
    assert taken(slot) == 0


@pytest.mark.parametrize("worker", [True, False], ids=["marked", "unmarked"])
def test_an_offer_that_ran_out_says_so_and_leads_back(client, slot, booked, worker):
    entry = offered(client, slot, booked)
    lapse(entry)
    if worker:
        offer_waiting(now=timezone.now())
    reader = Reader(client)
    reader.open(url("booking", entry.booking))
    assert reader.path == entry_page(entry)
    assert not reader.page.select("main form")
    assert f"slot={slot.pk}" in reader.page.select_one("main .row a.button")["href"]


def test_a_late_answer_is_welcome_while_nobody_has_the_places(client, slot, booked):
    entry = offered(client, slot, booked)
    lapse(entry)
    assert confirm(client, entry.booking).status_code == 302
    entry.booking.refresh_from_db()
    assert entry.booking.status == BookingStatus.CONFIRMED


def test_a_list_that_was_closed_is_told_gently(client, slot, booked):
    entry = waits(client, slot)
    Slot.objects.filter(pk=slot.pk).update(closes_at=timezone.now() + dt.timedelta(minutes=10))
    before = plain(soup(client.get(entry_page(entry))).h1)
    offer_waiting(now=timezone.now())
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.CLOSED
    after = soup(client.get(entry_page(entry)))
    assert plain(after.h1) == before
    assert not after.select("main form")


def test_a_visit_cancelled_after_it_was_taken_leads_to_the_visit(client, slot, booked):
    entry = offered(client, slot, booked)
    confirm(client, entry.booking)
    entry.booking.refresh_from_db()
    give_back(entry.booking)
    assert client.get(url("booking", entry.booking)).status_code == 200
    assert soup(client.get(entry_page(entry))).select_one(f"main a[href*='{booking_token(entry.booking)}']")


@pytest.mark.parametrize("view", ["waiting", "leave", "rejoin"])
def test_a_token_that_was_changed_or_is_another_s_opens_nothing(client, slot, booked, view):
    entry = waits(client, slot)
    good = entry_token(entry)
    for token in (good[:-1], "x" + good, good[:10] + ("A" if good[10] != "A" else "B") + good[11:], "hong"):
        address = reverse(f"bookings:{view}", args=[token])
        response = client.get(address) if view == "waiting" else client.post(address)
        assert response.status_code == 404
    # A booking's token is another key.
    address = reverse(f"bookings:{view}", args=[booking_token(booked)])
    assert (client.get(address) if view == "waiting" else client.post(address)).status_code == 404
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.WAITING


def test_a_place_s_token_opens_no_booking(client, slot, booked):
    entry = offered(client, slot, booked)
    entry.booking.uuid = entry.uuid
    entry.booking.save()
    assert client.get(reverse("bookings:booking", args=[entry_token(entry)])).status_code == 404


def test_reading_a_form_s_address_leads_to_the_place(client, slot, booked):
    entry = waits(client, slot)
    for view in ("leave", "rejoin"):
        response = client.get(entry_page(entry, view))
        assert (response.status_code, response["Location"]) == (302, entry_page(entry))
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.WAITING
