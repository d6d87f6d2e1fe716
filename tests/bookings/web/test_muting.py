"""What can be muted, by whom, and with one tap; and what never is."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.domain.muting import is_muted, mute, muted_topics
from bookings.domain.personal.erasing import erase
from bookings.domain.reviews.answer import answer
from bookings.domain.reviews.invite import send_link
from bookings.enums import Audience, MessageKind, MutedTopic
from bookings.links import muting_token, muting_url
from bookings.mail.render import compose, render
from bookings.models import MutedLetters
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_booking, make_user
from tests.factories.reviews import make_review, make_visited
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def letter():
    """Thanks after a visit, as they went out."""
    booking = make_visited(now=timezone.now(), email="Thu.Ha@example.com")
    send_link(reference=booking.reference, phone="", email=booking.contact_email, now=timezone.now())
    return OutboxMessage.objects.get(kind=MessageKind.REVIEW)


def page_of(letter) -> str:
    return reverse("bookings:mute", args=[muting_token(letter)])


def test_a_mail_program_mutes_without_cookies_and_is_not_led_on(letter):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(page_of(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "csrftoken" not in answer.cookies
    assert muted_topics("thu.ha@EXAMPLE.com") == {MutedTopic.REVIEW}
    program.post(page_of(letter), {"List-Unsubscribe": "One-Click"})
    assert MutedLetters.objects.count() == 1


def test_reading_the_page_mutes_nothing_and_a_button_does_and_undoes(client, letter):
    page = soup(client.get(page_of(letter)))
    assert muted_topics(letter.to) == set()
    assert letter.to not in page.get_text()
    assert "T…@example.com" in page.get_text()
    for _n in range(2):
        client.post(page_of(letter), {"topic": "reminder"})
    assert muted_topics(letter.to) == {MutedTopic.REMINDER}
    client.post(page_of(letter), {"topic": "reminder", "wanted": "1"})
    client.post(page_of(letter), {"topic": "confirmed"})
    assert muted_topics(letter.to) == set()


def test_it_works_with_the_forms_of_the_page_as_they_are_sent(letter):
    browser = Client(enforce_csrf_checks=True)
    form = soup(browser.get(page_of(letter))).select("main form")[1]
    sent = {field["name"]: field["value"] for field in form.select("input")}
    said = browser.post(page_of(letter), sent, follow=True)
    assert "bạn không nhận thư loại này nữa" in plain(soup(said))
    assert muted_topics(letter.to) == {MutedTopic.REVIEW}


def test_a_link_that_is_cut_or_of_somebody_forgotten_opens_nothing(client, letter):
    page = page_of(letter)
    assert client.get(page[:-4] + "/").status_code == 404
    erase(booking=letter.booking.get() if hasattr(letter.booking, "get") else letter.subject, now=timezone.now())
    assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not MutedLetters.objects.exists()


def test_no_link_of_a_confirmation_mutes_anything(client):
    booking = make_booking()
    confirmation = OutboxMessage.objects.get(booking=booking, kind=MessageKind.CONFIRMED, audience=Audience.GUEST)
    written = compose(confirmation)
    assert "List-Unsubscribe" not in written.extra_headers
    assert "/dat-cho/thu/" not in written.body + written.alternatives[0].content
    assert client.post(page_of(confirmation), {"List-Unsubscribe": "One-Click"}).status_code == 404


def test_the_letter_carries_the_link_for_programs_and_for_people(letter):
    written = render(letter)
    assert written.extra_headers["List-Unsubscribe"] == f"<{muting_url(letter)}>"
    assert written.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert muting_url(letter) in written.body
    assert muting_url(letter) in written.alternatives[0].content


def test_who_asks_for_the_link_after_muting_gets_it_and_who_mutes_what_waits_does_not(letter):
    mute(address=letter.to, topic=MutedTopic.REVIEW, now=timezone.now())
    with pytest.raises(Overtaken):
        render(letter)
    send_link(reference=letter.subject.reference, phone="", email=letter.to, now=timezone.now())
    render(OutboxMessage.objects.filter(kind=MessageKind.REVIEW).latest("pk"))


def test_an_answer_is_not_told_to_who_muted_it():
    review = make_review(make_visited(now=timezone.now()), now=timezone.now())
    mute(address=review.booking.contact_email, topic=MutedTopic.REVIEW, now=timezone.now())
    answer(review=review, text="Cảm ơn bạn!", now=timezone.now())
    assert not OutboxMessage.objects.filter(kind=MessageKind.REVIEW_ANSWERED).exists()


@pytest.mark.parametrize("proved", [True, False])
def test_an_account_mutes_for_its_own_address_once_it_is_proved(client, proved):
    user = make_user("lan@example.com")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": proved, "primary": True})
    assert client.get(reverse("bookings:letters")).status_code == 302
    client.force_login(user)
    client.post(reverse("bookings:letters"), {"topic": "reminder"})
    assert is_muted(address=user.email, kind=MessageKind.REMINDER) == proved
    page = soup(client.get(reverse("bookings:letters")))
    assert bool(page.select("main .letters form")) == proved
