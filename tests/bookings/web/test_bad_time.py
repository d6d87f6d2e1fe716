"""Times that were taken away while the guest was looking, and holds that ran out."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.domain.booking.expire import expire_holds
from bookings.domain.calendar.closures import close_day
from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from tests.factories import make_booking, make_experience, make_host, make_slot
from tests.pages.guest import FULL, TYPED, confirm, hold, taken, url
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
FULL_NOW = "This time has just filled up. Please choose another one."
OVER = "This time is already over. Please choose a later day."
NOT_RECEIVING = "The host does not receive guests at this time. Please choose another one."
CLOSED = "Booking for this time has closed. Choose a later one, or call %(host)s: %(phone)s."
SOLD = "We could not keep your places any longer and others have taken them. Please choose another time."


@shared
def slot():
    return make_slot(capacity=4)


def words(text: str, language: str, slot=None) -> str:
    with translation.override(language):
        said = gettext(text)
    if slot is None:
        return said
    host = slot.experience.host
    return said % {"host": host.name, "phone": host.phone.as_national}


def error_of(response) -> str:
    return plain(soup(response).select_one(".notice--error .notice__text > p"))


def move(slot: Slot, *, starts: dt.timedelta, closes: dt.timedelta | None = None) -> None:
    """Let the slot start and close so long from now."""
    start = timezone.now() + starts
    Slot.objects.filter(pk=slot.pk).update(
        starts_at=start,
        ends_at=start + dt.timedelta(hours=3),
        closes_at=timezone.now() + closes if closes is not None else start,
    )


def lapse(booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(hold_expires_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slot_that_filled_up_while_the_guest_was_looking(client, slot, language):
    afternoon = make_slot(slot.experience, hour=14)
    day = timezone.localtime(slot.starts_at).date()
    reader = Reader(client)
    adult = slot.experience.units.get(type="ADULT")
    reader.open(f"{url('choose', slot, language)}?day={day}&slot={slot.pk}&u{adult.pk}=3")
    make_booking(slot, adults=4)
    reader.send("/giu/")
    assert reader.response.status_code == 422
    assert error_of(reader.response) == words(FULL_NOW, language)
    assert reader.values[f"u{adult.pk}"] == "3"
    assert reader.values["slot"] == str(afternoon.pk)
    assert taken(slot) == 4
    reader.send("/giu/")
    assert (reader.response.status_code, taken(afternoon)) == (200, 3)


def test_a_day_that_filled_up_keeps_the_party_for_another_day(client, slot):
    tomorrow = make_slot(slot.experience, days=8)
    make_booking(slot, adults=4)
    adult = slot.experience.units.get(type="ADULT")
    day = timezone.localtime(slot.starts_at).date()
    page = soup(hold(client, slot, adults=3, day=day.isoformat()))
    other = timezone.localtime(tomorrow.starts_at).date()
    if other.month == day.month:
        (link,) = [link["href"] for link in page.select("a.calendar-day") if f"day={other}" in link["href"]]
        assert f"u{adult.pk}=3" in link
    assert page.select_one("#dat")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("starts", "closes", "text"),
    [
        (dt.timedelta(minutes=-1), None, OVER),
        (dt.timedelta(days=-400), None, OVER),
        (dt.timedelta(minutes=30), dt.timedelta(minutes=-1), CLOSED),
    ],
)
def test_past_times_and_passed_cutoffs_are_said(client, slot, starts, closes, text, language):
    move(slot, starts=starts, closes=closes)
    response = hold(client, slot, language, adults=3)
    assert response.status_code == 422
    assert error_of(response) == words(text, language, slot if text == CLOSED else None)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_host_that_is_not_verified_any_more_receives_nobody(client, language):
    slot = make_slot(make_experience(make_host(verified=False)))
    response = hold(client, slot, language)
    assert (response.status_code, error_of(response)) == (422, words(NOT_RECEIVING, language))
    assert client.get(url("choose", slot, language)).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_the_host_closed_meanwhile(client, slot, language):
    close_day(host=slot.experience.host, day=timezone.localtime(slot.starts_at).date(), by=None, now=timezone.now())
    response = hold(client, slot, language)
    assert (response.status_code, error_of(response)) == (422, words(NOT_RECEIVING, language))


def test_an_experience_that_was_switched_off_meanwhile_says_so(client, slot):
    slot.experience.active = False
    slot.experience.save()
    response = hold(client, slot)
    assert (response.status_code, error_of(response)) == (422, words(NOT_RECEIVING, "vi"))
    assert client.get(url("choose", slot)).status_code == 404


@pytest.mark.parametrize("worker", [True, False], ids=["marked", "unmarked"])
def test_a_hold_that_ran_out_is_confirmed_while_its_seats_are_free(client, slot, worker):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    lapse(booking)
    if worker:
        expire_holds(now=timezone.now())
    assert confirm(client, booking).status_code == 302
    booking.refresh_from_db()
    assert (booking.status, taken(slot)) == (BookingStatus.CONFIRMED, 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("worker", [True, False], ids=["marked", "unmarked"])
def test_a_hold_that_ran_out_and_was_sold_keeps_what_was_typed(client, slot, worker, language):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    lapse(booking)
    if worker:
        expire_holds(now=timezone.now())
    make_booking(slot, adults=4)
    response = confirm(client, booking, language)
    assert response.status_code == 409
    assert error_of(response) == words(SOLD, language)
    reader = Reader(client)
    reader._arrive(response)
    assert {name: reader.values[name].replace("\r\n", "\n") for name in TYPED} == TYPED
    assert reader.values["consent"] == "on"
    assert f"u{slot.experience.units.get(type='ADULT').pk}=3" in reader.page.select_one(".notice a")["href"]
    assert taken(slot) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_hold_that_ran_out_says_so_and_leads_back(client, slot, language):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    lapse(booking)
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    assert words("The time is up", language) in reader.text
    assert words("On hold", language) not in plain(reader.page.title)
    back = reader.page.select_one("main a.button")["href"]
    assert f"u{slot.experience.units.get(type='ADULT').pk}=3" in back
    assert client.get(back).status_code == 200


@pytest.mark.parametrize("worker", [True, False], ids=["marked", "unmarked"])
def test_changing_the_party_after_the_hold_ran_out_leads_back_without_a_complaint(client, slot, worker):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    reader = Reader(client)
    reader.open(url("booking", booking))
    lapse(booking)
    if worker:
        expire_holds(now=timezone.now())
    reader.send("/huy/")
    assert reader.path == url("choose", slot)
    assert reader.values[f"u{slot.experience.units.get(type='ADULT').pk}"] == "3"
    assert not reader.page.select(".notice--error")


def test_changing_the_party_twice_leads_back_both_times(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD, adults=3)
    answers = [client.post(url("cancel", booking)) for _ in range(2)]
    assert {answer["Location"].split("?")[0] for answer in answers} == {url("choose", slot)}
    assert taken(slot) == 0


def test_more_time_after_the_hold_ran_out_keeps_what_was_typed(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    lapse(booking)
    response = client.post(url("more_time", booking), TYPED)
    assert response.status_code == 422
    assert error_of(response) == words("There is no more time to give. Please finish now, or choose again.", "vi")
    assert soup(response).select_one("#id_name")["value"] == TYPED["name"]


def test_more_time_for_what_is_booked_shows_the_ticket(client, slot):
    booking = make_booking(slot)
    response = client.post(url("more_time", booking), TYPED, follow=True)
    assert soup(response).select_one(".ticket")


def test_the_cut_off_may_pass_while_the_guest_is_typing(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    move(slot, starts=dt.timedelta(minutes=30), closes=dt.timedelta(minutes=-2))
    assert confirm(client, booking).status_code == 302
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_visit_that_began_while_the_guest_was_typing(client, slot):
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    move(slot, starts=dt.timedelta(minutes=-1), closes=dt.timedelta(minutes=-2))
    response = confirm(client, booking)
    assert response.status_code == 422
    assert error_of(response) == words(OVER, "vi")
    assert soup(response).select_one("#id_email")["value"] == FULL["email"]


def test_a_visit_that_has_begun_is_not_cancelled_by_the_guest(client, slot):
    booking = make_booking(slot)
    move(slot, starts=dt.timedelta(minutes=-5))
    reader = Reader(client)
    reader.open(url("booking", booking))
    assert not reader.page.select("form[action*='/huy/']")
    page = soup(client.post(url("cancel", booking), follow=True))
    said = words("The visit has already begun, so it cannot be cancelled here. Please talk to your host.", "vi")
    assert said in plain(page)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_cancellation_is_not_taken_back_once_the_seats_are_sold(client, slot):
    booking = make_booking(slot, BookingStatus.CANCELLED, adults=3)
    make_booking(slot, adults=4)
    page = soup(client.post(url("restore", booking), follow=True))
    assert words(FULL_NOW, "vi") in plain(page)
    booking.refresh_from_db()
    assert (booking.status, taken(slot)) == (BookingStatus.CANCELLED, 4)


def test_what_the_host_cancelled_is_not_taken_back_by_the_guest(client, slot):
    booking = make_booking(slot, BookingStatus.CANCELLED, cancelled_by="host")
    reader = Reader(client)
    reader.open(url("booking", booking))
    assert not reader.page.select("form[action*='/lay-lai/']")
    client.post(url("restore", booking))
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
