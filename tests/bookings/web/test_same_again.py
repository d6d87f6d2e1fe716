"""Double clicks and the back button: the same key twice is one booking, and nobody is told twice."""

import uuid

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.domain.booking.expire import expire_holds
from bookings.enums import BookingStatus
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_slot
from tests.pages.guest import FULL, confirm, hold, panel_form, taken, url
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
KEY = "7d9fb6a4-2a5c-4c12-8e64-0a6f6a2a9f11"
USED = "This form was already used for another booking. Nothing was changed; please choose again."


@shared
def slot():
    return make_slot(capacity=8)


def live() -> list[Booking]:
    """Holds and bookings that take seats now."""
    return list(Booking.objects.taking_seats(timezone.now()))


def test_a_double_click_on_hold_is_one_hold(client, slot):
    answers = [hold(client, slot, key=KEY, adults=3) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Booking.objects.count() == 1
    assert taken(slot) == 3


def test_a_double_click_on_book_is_one_booking_and_one_mail_for_each_reader(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    answers = [confirm(client, booking) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == url("booking", booking)
    assert sorted(OutboxMessage.objects.values_list("audience", flat=True)) == ["guest", "host"]
    booking.refresh_from_db()
    assert (booking.status, booking.sequence, taken(slot)) == (BookingStatus.CONFIRMED, 1, 3)


def test_booking_again_with_other_words_changes_nothing(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    confirm(client, booking)
    assert confirm(client, booking, name="Người Khác").status_code == 302
    booking.refresh_from_db()
    assert booking.contact_name == FULL["name"]
    assert OutboxMessage.objects.count() == 2


def test_back_after_booking_and_the_same_form_again_shows_the_ticket(client, slot):
    hold(client, slot, key=KEY)
    confirm(client, Booking.objects.get())
    page = soup(client.post(url("hold", slot), panel_form(slot, key=KEY), follow=True))
    assert Booking.objects.get().reference in plain(page.select_one(".ticket"))
    assert taken(slot) == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_back_after_booking_and_another_party_is_said_and_changes_nothing(client, slot, language):
    hold(client, slot, language, key=KEY)
    confirm(client, Booking.objects.get())
    response = hold(client, slot, language, key=KEY, adults=5)
    assert response.status_code == 422
    with translation.override(language):
        assert plain(soup(response).select_one(".notice--error .notice__text")) == gettext(USED)
    adult = slot.experience.units.get(type="ADULT")
    assert soup(response).select_one(f"[name=u{adult.pk}]")["value"] == "5"
    assert soup(response).select_one("[name=key]")["value"] != KEY
    assert [(item.status, item.seats) for item in Booking.objects.all()] == [(BookingStatus.CONFIRMED, 2)]


def test_back_from_the_details_and_another_party_makes_a_new_hold_and_frees_the_old(client, slot):
    hold(client, slot, key=KEY, adults=2)
    response = hold(client, slot, key=KEY, adults=5)
    assert response.status_code == 302
    assert [item.seats for item in live()] == [5]
    assert taken(slot) == 5


def test_a_whole_slot_can_be_held_again_after_going_back(client, slot):
    hold(client, slot, key=KEY, adults=8)
    assert hold(client, slot, key=KEY, adults=7).status_code == 302
    assert taken(slot) == 7


def test_a_double_click_on_another_party_after_back_is_one_hold(client, slot):
    hold(client, slot, key=KEY, adults=2)
    answers = [hold(client, slot, key=KEY, adults=3) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [item.seats for item in live()] == [3]
    assert taken(slot) == 3


def test_going_back_and_forth_between_parties_counts_only_the_last(client, slot):
    for adults in (2, 3, 2, 4, 2):
        response = hold(client, slot, key=KEY, adults=adults)
        assert soup(client.get(response["Location"])).select_one("#details")
        assert [item.seats for item in live()] == [adults]
    assert taken(slot) == 2


def test_another_time_after_back_frees_the_first_time(client, slot):
    afternoon = make_slot(slot.experience, hour=14)
    hold(client, slot, key=KEY, adults=2)
    hold(client, afternoon, key=KEY, adults=2)
    assert (taken(slot), taken(afternoon)) == (0, 2)


@pytest.mark.parametrize("over", ["released", "marked", "unmarked"])
def test_the_same_form_again_after_its_hold_is_over_holds_anew(client, slot, over):
    hold(client, slot, key=KEY)
    first = Booking.objects.get()
    if over == "released":
        client.post(url("cancel", first), {"then": "choose"})
    else:
        Booking.objects.update(hold_expires_at=timezone.now() - timezone.timedelta(seconds=1))
    if over == "marked":
        expire_holds(now=timezone.now())
    answers = [hold(client, slot, key=KEY) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] != url("booking", first)
    assert soup(client.get(answers[0]["Location"])).select_one("#details")
    assert len(live()) == 1


def test_the_same_form_again_after_the_visit_was_cancelled_holds_anew(client, slot):
    booking = make_booking(slot, key=uuid.UUID(KEY))
    client.post(url("cancel", booking))
    response = hold(client, slot, key=KEY)
    assert response["Location"] != url("booking", booking)
    assert [item.status for item in live()] == [BookingStatus.ON_HOLD]


def test_change_the_party_on_a_page_left_open_does_not_cancel_what_was_booked(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    reader = Reader(client)
    reader.open(url("booking", booking))
    confirm(client, booking)
    reader.send("/huy/")
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert reader.page.select_one(".ticket")


def test_cancelling_twice_tells_each_reader_once(client, slot):
    booking = make_booking(slot)
    OutboxMessage.objects.all().delete()
    for _ in range(2):
        assert client.post(url("cancel", booking)).status_code == 302
    assert OutboxMessage.objects.count() == 2
    booking.refresh_from_db()
    assert booking.sequence == 2


def test_undoing_twice_tells_each_reader_once(client, slot):
    booking = make_booking(slot, BookingStatus.CANCELLED)
    OutboxMessage.objects.all().delete()
    for _ in range(2):
        client.post(url("restore", booking))
    assert OutboxMessage.objects.count() == 2
    booking.refresh_from_db()
    assert (booking.status, booking.sequence, taken(slot)) == (BookingStatus.CONFIRMED, 3, 2)


def test_two_guests_with_keys_of_their_own_are_two_holds(client, slot):
    for _ in range(2):
        hold(client, slot, adults=2)
    assert taken(slot) == 4
