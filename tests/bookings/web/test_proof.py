"""A booking above what nobody-knows-who may have: the guest's pages, the mail, and the host's desk."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.enums import BookingStatus
from bookings.links import booking_token, proof_token
from bookings.models import Booking
from common.words.dates import moment_text
from outbox.kinds import deliver
from outbox.sending import send_due
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_booking, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


@pytest.fixture
def confirmed_over_the_limit(client, settings):
    """Details sent from the web by somebody whom nobody knows; the booking that came of it."""

    def send(language: str, **typed) -> Booking:
        settings.UNPROVED_SEATS_PER_CONTACT = 1
        held = make_booking(make_slot(), BookingStatus.ON_HOLD, language=language, now=timezone.now())
        details = {"name": "Vũ Thị Hằng", "phone": "0912 345 678", "email": "hang@example.com", "consent": "on"} | typed
        answer = client.post(url("confirm", held, language), details, follow=True)
        assert answer.status_code == 200
        return Booking.objects.get(pk=held.pk)

    return send


def sent_to(address: str) -> list:
    send_due(now=timezone.now(), deliver=deliver)
    return [message for message in mail.outbox if message.to == [address]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_in_the_mail_confirms_and_reading_it_alone_does_not(client, confirmed_over_the_limit, language):
    booking = confirmed_over_the_limit(language)
    assert booking.status == BookingStatus.PENDING
    page = client.get(url("booking", booking, language))
    assert "hang@example.com" in plain(soup(page).main)
    assert moment_text(booking.hold_expires_at, language) in plain(soup(page).main)
    (letter,) = sent_to("hang@example.com")
    link = re.search(r"https?://\S+/xac-nhan/\S+/", letter.body)
    assert link
    # What is shown to whoever typed the address does not hold what proves that it is theirs.
    assert proof_token(booking) not in page.content.decode()
    path = "/" + link[0].split("/", 3)[3]
    shown = client.get(path)
    assert (shown.status_code, Booking.objects.get().status) == (200, BookingStatus.PENDING)
    assert client.post(path, follow=True).redirect_chain[-1][0] == url("booking", booking, language)
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    # Pressed once more, or opened from the mail next week, it shows the ticket.
    assert client.get(path).status_code == client.post(path).status_code == 302


def test_the_guests_own_token_proves_nothing(client, confirmed_over_the_limit):
    booking = confirmed_over_the_limit("vi")
    answer = client.post(reverse("bookings:proof", args=[booking_token(booking)]))
    assert (answer.status_code, Booking.objects.get().status) == (404, BookingStatus.PENDING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_the_host_is_called(client, confirmed_over_the_limit, language):
    booking = confirmed_over_the_limit(language, email="")
    page = plain(soup(client.get(url("booking", booking, language))).main)
    assert booking.slot.experience.host.phone.as_national in page


def test_a_mended_address_gets_a_link_of_its_own_and_the_old_one_is_dead(client, confirmed_over_the_limit):
    booking = confirmed_over_the_limit("vi")
    assert len(sent_to("hang@example.com")) == 1
    client.post(url("contact", booking, "vi"), {"phone": "0912 345 678", "email": "hang.vu@example.com"})
    mended = Booking.objects.get()
    (second,) = sent_to("hang.vu@example.com")
    assert proof_token(mended) in second.body
    assert client.post(reverse("bookings:proof", args=[proof_token(booking)])).status_code == 404
    assert mended.status == BookingStatus.PENDING


def test_giving_up_frees_the_places(client, confirmed_over_the_limit):
    booking = confirmed_over_the_limit("vi")
    client.post(url("cancel", booking, "vi"))
    booking.refresh_from_db()
    booking.slot.refresh_from_db()
    assert (booking.status, booking.slot.taken) == (BookingStatus.CANCELLED, 0)
    # The link that is on its way is not sent any more.
    assert sent_to("hang@example.com") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_giving_up_asks_once_says_that_it_is_for_good_and_offers_no_undo(client, confirmed_over_the_limit, language):
    booking = confirmed_over_the_limit(language)
    page = soup(client.get(url("booking", booking, language)))
    form = page.select_one(f"form[action='{url('cancel', booking, language)}']")
    panel = form.find_parent("details")
    assert panel is not None
    assert not panel.has_attr("open")
    with translation.override(language):
        told = gettext("It costs nothing, but it cannot be undone: others may take the places at once.")
    assert told in plain(panel)
    after = soup(client.post(form["action"], follow=True))
    assert not after.select(f"form[action='{url('restore', booking, language)}']")


@pytest.mark.parametrize(("tap", "status"), [("vouch", "CONFIRMED"), ("decline", "REJECTED")])
def test_a_host_says_yes_or_no_at_the_desk(tap, status):
    desk = make_desk()
    booking = make_booking(make_slot(desk.experience, days=3), BookingStatus.PENDING)
    assert booking.contact_name in plain(soup(desk.get("bookings", "?show=awaiting")).main)
    assert reverse("desk:bookings", args=[desk.host.slug]) + "?show=awaiting" in desk.get("today").content.decode()
    page = soup(desk.get("booking", reference=booking.reference))
    assert page.select_one(f"form[action='{desk.url(tap, reference=booking.reference)}']")
    assert desk.act(tap, booking).status == status
    assert booking.contact_name not in plain(soup(desk.get("bookings", "?show=awaiting")).main)
