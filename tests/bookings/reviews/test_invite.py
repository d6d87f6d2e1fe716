"""Thanks come once, on the day after, to who came; and the card at the village sends one's own link, and no other's."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bookings.domain.personal.erasing import erase
from bookings.domain.reviews.answer import answer
from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.invite import MOST_SENT, invite_due, send_link
from bookings.domain.reviews.write import take_back
from bookings.enums import Audience, HideGround, MessageKind
from bookings.links import booking_url
from bookings.mail.render import render
from bookings.models import Booking
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import local_time, make_booking, make_slot, make_user
from tests.factories.reviews import SAID, make_review, make_visited
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# In the evening of the visit; thanks are due from nine o'clock on the next day.
EVENING = local_time(dt.date(2026, 11, 28), 18, 0)
MORNING = local_time(dt.date(2026, 11, 29), 9, 0)


@shared
def booking():
    return make_visited(now=EVENING)


def letters(booking=None):
    found = OutboxMessage.objects.filter(kind=MessageKind.REVIEW)
    return found.filter(booking=booking) if booking else found


def test_thanks_come_the_day_after_at_nine_and_once(booking):
    assert invite_due(now=EVENING + dt.timedelta(hours=5)) == 0
    assert invite_due(now=MORNING - dt.timedelta(minutes=1)) == 0
    assert [invite_due(now=MORNING + n * dt.timedelta(hours=6)) for n in range(4)] == [1, 0, 0, 0]
    [letter] = letters(booking)
    assert (letter.audience, letter.to, letter.language) == (Audience.GUEST, booking.contact_email, "vi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_thanks_by_name_in_the_guest_s_language_and_leads_to_their_form(language):
    booking = make_visited(now=timezone.now(), language=language, name="Lê Minh Khôi")
    send_link(reference=booking.reference, phone="", email=booking.contact_email, now=timezone.now())
    written = render(letters(booking).get())
    link = booking_url(booking, view="review")
    thanks = {"vi": "Cảm ơn Lê Minh Khôi đã về làng!", "en": "Thank you for coming, Lê Minh Khôi!"}[language]
    for text in (written.body, written.alternatives[0][0]):
        assert thanks in text
        assert link in text
    assert list(written.attachments) == []


@pytest.mark.parametrize("who", ["no_show", "cancelled", "confirmed", "erased", "no_address", "reviewed", "long_ago"])
def test_who_did_not_come_or_is_forgotten_or_has_written_is_not_asked(who):
    booking = make_visited(now=EVENING)
    rows = Booking.objects.filter(pk=booking.pk)
    if who == "erased":
        erase(booking=booking, now=EVENING)
    elif who == "reviewed":
        make_review(booking, now=EVENING)
    elif who == "no_address":
        rows.update(contact_email="")
    elif who != "long_ago":
        status = {"no_show": "CONFIRMED", "cancelled": "CANCELLED", "confirmed": "CONFIRMED"}[who]
        rows.update(status=status, cancelled_at=EVENING, no_show_at=EVENING if who == "no_show" else None)
    assert invite_due(now=MORNING + (3 * DAY if who == "long_ago" else 0 * DAY)) == 0


def test_who_came_twice_in_a_week_is_asked_once():
    make_visited(now=EVENING, email="hai.lan@example.com")
    make_visited(now=EVENING, email="HAI.LAN@example.com")
    assert invite_due(now=MORNING) == 1
    assert invite_due(now=MORNING + DAY) == 0


def test_what_waits_is_not_sent_once_it_is_written_or_the_guest_is_forgotten(booking):
    invite_due(now=MORNING)
    letter = letters(booking).get()
    render(letter)
    make_review(booking, now=MORNING)
    with pytest.raises(Overtaken):
        render(letter)
    other = make_visited(now=EVENING)
    invite_due(now=MORNING)
    assert letters(other).exists()
    erase(booking=other, now=MORNING)
    assert not letters(other).exists()


def test_the_house_reads_the_words_and_the_guest_the_answer():
    review = make_review(make_visited(now=timezone.now(), language="en"), mark=4, now=timezone.now())
    told = render(OutboxMessage.objects.get(kind=MessageKind.REVIEWED))
    for text in (told.body, told.alternatives[0][0]):
        assert SAID in text
        assert "4/5: vui" in text
        assert booking_url(review.booking) not in text
        assert reverse("desk:reviews", args=[review.experience.host.slug]) in text
    answer(review=review, text="Mời bạn quay lại!", now=timezone.now())
    letter = OutboxMessage.objects.get(kind=MessageKind.REVIEW_ANSWERED)
    reply = render(letter)
    for text in (reply.body, reply.alternatives[0][0]):
        assert "Mời bạn quay lại!" in text
        assert booking_url(review.booking, view="review") in text
    assert reply.subject.startswith("The house has answered you")
    take_back(booking=review.booking, now=timezone.now())
    with pytest.raises(Overtaken):
        render(letter)


def test_what_was_hidden_meanwhile_is_not_told_to_the_house():
    review = make_review(make_visited(now=timezone.now()), now=timezone.now())
    hide(review=review, ground=HideGround.LAW, why="Kêu gọi đốt pháo.", by=make_user(), now=timezone.now())
    with pytest.raises(Overtaken):
        render(OutboxMessage.objects.get(kind=MessageKind.REVIEWED))


@pytest.mark.parametrize("typed", ["email", "phone"])
def test_the_card_sends_the_link_where_the_ticket_went(client, typed):
    booking = make_visited(now=timezone.now())
    reach = {"email": booking.contact_email.upper(), "phone": booking.contact_phone.as_national}[typed]
    page = client.post(
        reverse("bookings:review_find"), {"reference": booking.reference.lower(), "reach": reach}, follow=True
    )
    assert "đang được gửi" in plain(soup(page))
    [letter] = letters(booking)
    assert letter.to == booking.contact_email
    # Whoever knows reference and number, as the house does, is shown no way in.
    assert "/ve/" not in page.content.decode()


def test_it_says_the_same_of_a_visit_that_is_none(client):
    coming = make_booking(make_slot())
    came = make_visited(now=timezone.now())
    wrong = [(coming.reference, coming.contact_email), (came.reference, "ai.do@example.com"), ("KM4TQ7", "a@b.vn")]
    for reference, reach in wrong:
        page = client.post(reverse("bookings:review_find"), {"reference": reference, "reach": reach}, follow=True)
        assert "đang được gửi" in plain(soup(page))
    assert not letters().exists()
    assert mail.outbox == []


def test_it_is_sent_so_often_and_no_more(booking):
    for _n in range(MOST_SENT + 2):
        send_link(reference=booking.reference, phone="", email=booking.contact_email, now=EVENING)
    assert letters(booking).count() == MOST_SENT
    assert invite_due(now=MORNING) == 0


def test_without_an_address_it_is_texted_to_the_number_alone():
    booking = make_visited(now=EVENING, email="")
    ask = {"reference": booking.reference, "email": "", "now": EVENING}
    assert send_link(phone=str(booking.contact_phone), **ask) == booking
    assert send_link(phone="+84999999999", **ask) is None


def test_one_address_of_the_web_asks_so_often(client, settings):
    settings.CONTACT_RATE = "1/hour"
    form = {"reference": "KM4TQ7", "reach": "a@b.vn"}
    assert client.post(reverse("bookings:review_find"), form).status_code == 302
    assert client.post(reverse("bookings:review_find"), form).status_code == 429
    assert client.post(reverse("bookings:review_find"), {"reference": "x"}).status_code == 422
