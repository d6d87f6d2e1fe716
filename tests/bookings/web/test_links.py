"""Signed links: whoever holds one sees that booking, nobody can make one up, and nobody keeps a copy by accident."""

import uuid

import pytest
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext

from bookings.enums import BookingStatus
from bookings.links import booking_token
from bookings.models import Booking
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_booking, make_experience, make_host, make_slot
from tests.pages.guest import FULL, confirm, hold, url
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
READ = ["booking", "calendar", "qr", "receipt", "transfer", "transfer_code"]
WRITE = ["confirm", "more_time", "cancel", "restore"]
ALL_STATES = [BookingStatus.ON_HOLD, BookingStatus.CONFIRMED, BookingStatus.CANCELLED, BookingStatus.EXPIRED]


@shared
def booking():
    """Something is left to pay, to an account."""
    return make_booking(make_slot(make_experience(host=make_host(**ACCOUNT))))


def ask(client, view: str, token: str, language: str = "vi"):
    return (client.get if view in READ else client.post)(url(view, token, language))


def spoil(booking: Booking) -> dict[str, str]:
    token = booking_token(booking)
    body, _dot, signature = token.partition(".")
    unknown = Booking(uuid=uuid.uuid4())
    other_salt = signing.Signer(salt="other", sep=".").sign(body)
    return {
        "cut": token[:-5],
        "unsigned": body,
        "empty signature": f"{body}.",
        "no body": f".{signature}",
        "changed": ("B" if token[0] == "A" else "A") + token[1:],
        "swapped": f"{body[::-1]}.{signature}",
        "other salt": other_salt,
        "nobody's": booking_token(unknown),
        "signed rubbish": signing.Signer(salt="bookings.link", sep=".").sign("khong-phai-uuid"),
        "reference": booking.reference,
        "uuid": str(booking.uuid),
        "number": str(booking.pk),
        "nul": "%00",
        "marks": "đồ-gốm.🏺",
        "long": "a" * 5_000,
        "dots": "...",
    }


@pytest.mark.parametrize("view", READ + WRITE)
def test_a_link_that_is_not_whole_is_a_friendly_404_everywhere(client, booking, view):
    for name, token in spoil(booking).items():
        response = ask(client, view, token)
        assert response.status_code == 404, name
        page = soup(response)
        assert gettext("This link is not complete") in plain(page.main), name
        assert page.select_one("main a.button")["href"] == "/", name
        assert booking.reference not in plain(page), name
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("view", READ + WRITE)
def test_in_english_too(client, booking, view):
    response = ask(client, view, booking_token(booking)[:-1], "en")
    assert response.status_code == 404
    assert "This link is not complete" in plain(soup(response).main)
    assert soup(response).select_one("main a.button")["href"] == "/en/"


def test_a_page_about_a_lost_link_has_a_heading(client):
    assert soup(client.get(url("booking", "abc"))).h1


@pytest.mark.parametrize("view", WRITE)
def test_reading_never_changes_anything(client, booking, view):
    for answer in (client.get(url(view, booking)), client.head(url(view, booking))):
        assert (answer.status_code, answer["Location"]) == (302, url("booking", booking))
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_the_address_that_holds_leads_back_to_choosing_when_it_is_read(client, booking):
    for answer in (client.get(url("hold", booking.slot)), client.head(url("hold", booking.slot))):
        assert (answer.status_code, answer["Location"]) == (302, url("choose", booking.slot))


@pytest.mark.parametrize("view", [*WRITE, "hold"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_forms_take_nothing_but_what_is_posted(client, booking, view, method):
    address = url(view, booking.slot if view == "hold" else booking)
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_phone_that_dropped_the_tab_of_a_refused_form_finds_the_details_again(client, language):
    booking = make_booking(make_slot(), BookingStatus.ON_HOLD)
    assert confirm(client, booking, language, name="").status_code == 422
    reader = Reader(client)
    reader.open(url("confirm", booking, language))
    assert (reader.path, reader.response.status_code) == (url("booking", booking, language), 200)
    assert reader.page.select_one("#details")


@pytest.mark.parametrize("view", READ)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_to_read_take_nothing(client, booking, view, method):
    assert getattr(client, method)(url(view, booking)).status_code == 405


@pytest.mark.parametrize("view", [*READ, "choose"])
def test_head_is_answered_like_get_without_a_body(client, booking, view):
    address = url(view, booking.slot if view == "choose" else booking)
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == get["Content-Type"]


@pytest.mark.parametrize("status", ALL_STATES)
@pytest.mark.parametrize("view", READ + WRITE)
def test_nothing_behind_a_link_is_cached_or_indexed(client, status, view):
    booking = make_booking(make_slot(), status)
    for token in (booking_token(booking), "abc"):
        response = ask(client, view, token)
        assert response.status_code < 500
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.EXPIRED])
@pytest.mark.parametrize("view", ["calendar", "qr"])
def test_there_is_nothing_to_keep_before_the_visit_is_booked(client, status, view):
    booking = make_booking(make_slot(), status)
    assert client.get(url(view, booking))["Location"] == url("booking", booking)


def test_one_booking_s_link_does_not_open_another(client, booking):
    other = make_booking()
    text = plain(soup(client.get(url("booking", booking))))
    assert booking.reference in text
    assert other.reference not in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_other_language_is_one_click_away_even_from_a_form_that_came_back(client, language):
    other = "en" if language == "vi" else "vi"
    slot = make_slot()
    reader = Reader(client)
    reader._arrive(hold(client, slot, language, adults=0, children=2))
    assert reader.response.status_code == 422
    reader.follow(f".language-switch a[hreflang={other}]")
    assert (reader.response.status_code, reader.page.html["lang"]) == (200, other)
    assert reader.values[f"u{slot.experience.units.get(type='CHILD').pk}"] == "2"
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    for answer in (confirm(client, booking, language, name=""), client.post(url("more_time", booking, language))):
        reader._arrive(answer)
        reader.follow(f".language-switch a[hreflang={other}]")
        assert (reader.response.status_code, reader.page.html["lang"]) == (200, other)
        assert reader.page.select_one("#details")


@pytest.mark.parametrize("status", ALL_STATES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_booking_s_page_speaks_the_language_of_its_address(client, status, language):
    booking = make_booking(make_slot(), status, language="vi")
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    assert reader.page.html["lang"] == language
    other = "en" if language == "vi" else "vi"
    reader.follow(f".language-switch a[hreflang={other}]")
    assert reader.path == url("booking", booking, other)
    assert reader.response.status_code == 200


def test_the_answer_that_leads_to_the_ticket_is_not_cached(client):
    slot = make_slot()
    answer = hold(client, slot)
    assert confirm(client, Booking.objects.get(), **FULL)["Cache-Control"]
    with translation.override("vi"):
        assert answer["Location"].startswith("/dat-cho/ve/")
