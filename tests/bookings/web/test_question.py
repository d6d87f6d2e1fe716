"""A guest asks the house from the ticket; the house reads it in a letter, at the desk, and in its history."""

import datetime as dt
import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from bookings.domain.booking.questions import MOST, AskedEnough, AskedOften, NotAsked, ask_house
from bookings.domain.history import acting
from bookings.domain.notices import choose
from bookings.domain.personal.erasing import erase
from bookings.enums import Act, ActBy, MessageKind, NoticeTopic
from bookings.links import booking_token
from bookings.mail.render import render
from bookings.models import BookingAct, NoticeChoice
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import cancel_for_good, make_booking, make_slot, make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db
QUESTION = "Bố tôi đi xe lăn,\ncó lối vào không?"


@shared
def booking():
    return make_booking(make_slot())


@pytest.fixture
def url(booking):
    with translation.override("vi"):
        return reverse("bookings:question", args=[booking_token(booking)])


def letters(booking):
    return OutboxMessage.objects.filter(booking=booking, kind=MessageKind.QUESTION).order_by("pk")


def test_a_question_is_written_down_once_and_owed_to_the_house(client, booking, url):
    for _tap in range(2):
        answer = client.post(url, {"question": QUESTION}, follow=True)
    [act] = BookingAct.objects.filter(booking=booking, act=Act.ASKED)
    assert (act.by, act.after) == (ActBy.GUEST, {"question": QUESTION})
    [letter] = letters(booking)
    assert letter.to == booking.slot.experience.host.email
    assert booking.contact_email in plain(soup(answer).select_one("main"))
    assert "có lối vào không?" in plain(soup(answer).select_one("main"))


def test_the_letter_has_the_question_and_is_answered_to_the_guest(booking):
    ask_house(booking=booking, question=QUESTION, now=timezone.now())
    mail = render(letters(booking).get())
    assert "Bố tôi đi xe lăn" in mail.body
    assert "Bố tôi đi xe lăn" in mail.alternatives[0][0]
    assert mail.reply_to == [booking.contact_email]
    assert mail.subject.startswith("Có câu hỏi")
    assert list(mail.attachments) == []


def test_the_ticket_leads_there_while_the_visit_stands(client, booking, url):
    ticket = url.removesuffix("hoi-nha/")
    assert soup(client.get(ticket)).select(f'a[href="{url}"]')
    cancel_for_good(booking, now=timezone.now())
    assert not soup(client.get(ticket)).select(f'a[href="{url}"]')
    assert client.get(url).url == ticket
    with pytest.raises(NotAsked):
        ask_house(booking=booking, question=QUESTION, now=timezone.now())


@pytest.mark.parametrize("typed", ["", "   ", "a" * 1001])
def test_nothing_or_too_much_is_said_and_kept(client, booking, url, typed):
    answer = client.post(url, {"question": typed})
    assert answer.status_code == 422
    assert soup(answer).select(".field__error")
    assert not letters(booking).exists()


def test_a_house_is_not_asked_without_end(booking):
    now = timezone.now()
    for n in range(MOST):
        ask_house(booking=booking, question=f"Câu {n}", now=now)
    with pytest.raises(AskedOften) as refused:
        ask_house(booking=booking, question="Câu nữa", now=now)
    assert booking.slot.experience.host.phone.as_national in str(refused.value.message)
    ask_house(booking=booking, question="Câu nữa", now=now + dt.timedelta(days=1, seconds=1))


def test_a_booking_asks_so_many_in_all_however_slowly(booking, monkeypatch):
    monkeypatch.setattr("bookings.domain.booking.questions.MOST_OF_ALL", 3)
    now = timezone.now()
    booking.slot.__class__.objects.update(starts_at=now + dt.timedelta(days=90), ends_at=now + dt.timedelta(days=91))
    for n in range(3):
        ask_house(booking=booking, question=f"Câu {n}", now=now + dt.timedelta(days=2 * n))
    with pytest.raises(AskedEnough) as refused:
        ask_house(booking=booking, question="Câu nữa", now=now + dt.timedelta(days=30))
    assert booking.slot.experience.host.phone.as_national in str(refused.value.message)
    # The last one, sent once more, is no other.
    ask_house(booking=booking, question="Câu 2", now=now + dt.timedelta(days=30))
    assert letters(booking).count() == 3


def test_one_address_of_the_web_asks_so_often(client, booking, url, settings):
    settings.CONTACT_RATE = "1/hour"
    client.post(url, {"question": "Câu một"})
    answer = client.post(url, {"question": "Câu hai"})
    assert answer.status_code == 422
    assert letters(booking).count() == 1


def test_the_desk_shows_it_and_answers_by_what_it_has():
    desk = make_desk()
    booking = make_booking(desk.soon)
    with acting(ActBy.GUEST):
        ask_house(booking=booking, question=QUESTION, now=timezone.now())
    page = soup(desk.get("booking", reference=booking.reference))
    assert "có lối vào không?" in plain(page.select_one("#hoi"))
    assert page.select_one(f'form[action="{desk.url("party_write", reference=booking.reference)}"]')
    assert "Hỏi nhà" in plain(page.select_one(".desk-history"))


def test_members_choose_whether_they_hear_of_questions(booking):
    member = Member.objects.create(host=booking.slot.experience.host, user=make_user(), role=MemberRole.MANAGER)
    choose(member=member, by_mail=[NoticeTopic.NEW], by_phone=[], language="vi")
    ask_house(booking=booking, question="Câu một", now=timezone.now())
    assert not letters(booking).filter(audience="member").exists()
    choose(member=member, by_mail=[NoticeTopic.QUESTION], by_phone=[], language="vi")
    ask_house(booking=booking, question="Câu hai", now=timezone.now())
    assert letters(booking).filter(audience="member").count() == 1


def test_erasing_takes_the_words_and_leaves_that_something_was_asked(booking):
    now = timezone.now()
    ask_house(booking=booking, question=QUESTION, now=now)
    erase(booking=booking, now=booking.slot.ends_at + dt.timedelta(days=1))
    assert "xe lăn" not in str(list(BookingAct.objects.values()))
    assert BookingAct.objects.filter(act=Act.ASKED).count() == 1


@pytest.mark.parametrize(
    ("chosen", "then"), [(["new", "words"], ["new", "words", "question"]), (["words"], ["words"]), ([], [])]
)
def test_who_chose_before_there_were_questions_hears_of_them_with_new_bookings(booking, chosen, then):
    member = Member.objects.create(host=booking.slot.experience.host, user=make_user(), role=MemberRole.MANAGER)
    choice = choose(member=member, by_mail=chosen, by_phone=[], language="vi")
    NoticeChoice.objects.update(by_mail=chosen)
    migration = importlib.import_module("bookings.migrations.0030_acts_and_questions")
    for _again in range(2):
        migration.ask_nobody_anew(apps, SimpleNamespace(connection=connection))
    choice.refresh_from_db()
    assert (choice.by_mail, choice.by_phone) == (then, [])
