"""Forgery, floods and markup: refused in words, and never taken for ours."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from bookings.enums import BookingStatus
from bookings.mail.render import compose
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_experience, make_host, make_slot
from tests.pages.guest import confirm, hold, panel_form, taken, url
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7*7 }}{% now %}'; DROP TABLE x; --"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("view", ["hold", "confirm", "more_time", "cancel", "restore"])
def test_a_form_without_its_safety_mark_is_refused_in_words(view, language):
    booking = make_booking(status=BookingStatus.ON_HOLD)
    client = Client(enforce_csrf_checks=True)
    response = client.post(url(view, booking.slot if view == "hold" else booking, language))
    assert response.status_code == 403
    page = soup(response)
    assert page.html["lang"] == language
    with translation.override(language):
        assert plain(page.h1) == gettext("The form has been open too long")
    booking.refresh_from_db()
    assert booking.status == BookingStatus.ON_HOLD


def test_a_form_with_its_safety_mark_is_taken():
    slot = make_slot()
    client = Client(enforce_csrf_checks=True)
    page = soup(client.get(url("choose", slot)))
    form = fields_of(page, page.select_one("#dat form"))
    # The panel opens on the month of the next free time and chooses it.
    assert form["slot"] == str(slot.pk)
    assert client.post(url("hold", slot), form).status_code == 302


@pytest.mark.parametrize("language", ["vi", "en"])
def test_too_many_holds_from_one_address_are_refused_with_the_form_kept(client, settings, language):
    settings.HOLD_RATE = "2/hour"
    slot = make_slot(capacity=8)
    assert [hold(client, slot, language, adults=1).status_code for _ in range(2)] == [302, 302]
    response = hold(client, slot, language, adults=3)
    assert response.status_code == 429
    page = soup(response)
    host = slot.experience.host
    text = "Many places were held from here within an hour. Please wait a little, or call the host: %(phone)s."
    with translation.override(language):
        said = gettext(text) % {"phone": host.phone.as_national}
    assert plain(page.select_one(".notice--error .notice__text")) == said
    adult = slot.experience.units.get(type="ADULT")
    assert page.select_one(f"[name=u{adult.pk}]")["value"] == "3"
    assert taken(slot) == 2


def test_a_forged_forwarding_header_buys_no_more_holds(client, settings):
    settings.HOLD_RATE = "2/hour"
    slot = make_slot(capacity=8)
    answers = [
        client.post(url("hold", slot), panel_form(slot, adults=1), headers={"X-Forwarded-For": f"203.0.113.{n}"})
        for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 429]


def test_behind_our_own_proxy_each_guest_is_counted_alone(client, settings):
    settings.HOLD_RATE, settings.TRUSTED_PROXY_COUNT = "1/hour", 1
    slot = make_slot(capacity=8)

    def ask(forwarded: str) -> int:
        answer = client.post(url("hold", slot), panel_form(slot, adults=1), headers={"X-Forwarded-For": forwarded})
        return answer.status_code

    assert ask("203.0.113.1") == 302
    assert ask("203.0.113.2") == 302
    assert ask("198.51.100.9, 203.0.113.1") == 429


def test_steppers_and_looking_around_do_not_count_as_holds(client, settings):
    settings.HOLD_RATE = "1/hour"
    slot = make_slot()
    adult = slot.experience.units.get(type="ADULT")
    for _ in range(5):
        client.post(url("hold", slot), panel_form(slot) | {"step": f"u{adult.pk}:1"})
        client.get(url("choose", slot))
    assert hold(client, slot).status_code == 302


def test_what_a_guest_types_is_text_on_every_page_and_in_every_mail(client):
    slot = make_slot()
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    page = soup(confirm(client, booking, name=EVIL, note=EVIL, phone="x"))
    assert page.select_one("#id_name")["value"] == EVIL
    assert not page.select("main script, main img[onerror]")
    assert confirm(client, booking, name=EVIL[:100] + "Hà", note=EVIL).status_code == 302
    ticket = client.get(url("booking", booking)).content.decode()
    assert "<img src=x" not in ticket
    for message in OutboxMessage.objects.all():
        mail = compose(message)
        html = mail.alternatives[0].content
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html
        assert "<script>alert(1)</script>" in mail.body


def test_what_a_host_calls_itself_is_text_too(client):
    host = make_host(name=EVIL[:100], legal_name=EVIL[:150], address=EVIL[:150])
    slot = make_slot(make_experience(host, name=EVIL[:100], name_en=EVIL[:100]))
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    confirm(client, booking)
    for language in ("vi", "en"):
        for address in (url("choose", slot, language), url("booking", booking, language)):
            page = soup(client.get(address))
            assert not page.select("main script, img[onerror]")
            assert EVIL[:100].split(">")[0] in plain(page)
    for message in OutboxMessage.objects.all():
        mail = compose(message)
        assert "<script" not in mail.alternatives[0].content
        assert "&lt;" not in mail.body
        assert "\n" not in mail.subject


def test_the_panel_escapes_what_the_address_says(client):
    slot = make_slot()
    page = client.get(url("choose", slot), {"day": EVIL, "slot": EVIL, "u1": EVIL, EVIL: "1"}).content.decode()
    assert (
        "alert(1)" not in page.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "").split("<main")[1].split("</main")[0]
    )


def test_a_hold_says_nothing_of_other_guests(client):
    slot = make_slot()
    make_booking(slot)
    hold(client, slot)
    known = Booking.objects.get(status=BookingStatus.CONFIRMED)
    mine = Booking.objects.get(status=BookingStatus.ON_HOLD)
    page = client.get(url("booking", mine)).content.decode()
    assert known.contact_name not in page
    assert known.reference not in page
