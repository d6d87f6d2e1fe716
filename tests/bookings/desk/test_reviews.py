"""A house reads what guests say, answers once, and prints a card that asks for it."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bookings.domain.notices import choose
from bookings.enums import MessageKind, NoticeTopic, NoticeWay
from bookings.mail.notices import letter_to_member
from bookings.models import Review
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_user
from tests.factories.reviews import SAID, make_review, make_visited, past_slot
from tests.pages.reading import plain, soup
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db


def make(desk, **told) -> Review:
    now = timezone.now()
    return make_review(make_visited(past_slot(desk.experience, now=now), now=now), now=now, **told)


def test_the_list_has_every_review_of_the_house_and_of_no_other(desk):
    assert "Chưa có nhận xét" in plain(soup(desk.get("reviews")))
    mine = make(desk, mark=2, text="Nước uống hơi ít.")
    other = make_review(text="Của nhà khác.", now=timezone.now(), booking=make_visited(now=timezone.now()))
    text = plain(soup(desk.get("reviews")))
    assert "Nước uống hơi ít." in text
    assert "2/5: chưa hài lòng" in text
    assert "Còn 1 nhận xét chưa trả lời" in text
    assert "Của nhà khác." not in text
    assert desk.get("review", pk=other.pk).status_code == 404
    assert desk.get("review", pk=mine.pk).status_code == 200


def test_an_answer_is_given_once_and_stands_below_for_everybody(desk, client):
    review = make(desk)
    answered = desk.post("review", {"text": "Mời cả nhà quay lại!"}, pk=review.pk)
    assert "Đã trả lời" in said(answered)
    assert "không có gì thay đổi" in said(desk.post("review", {"text": "Mời cả nhà quay lại!"}, pk=review.pk))
    late = desk.post("review", {"text": "À mà…"}, pk=review.pk)
    assert "chỉ trả lời một lần" in said(late)
    # Whoever came second keeps what they typed.
    assert soup(late).select_one("main textarea").text.strip() == "À mà…"
    everybody = client.get(reverse("bookings:reviews", args=[desk.experience.slug]))
    assert "Mời cả nhà quay lại!" in plain(soup(everybody).main)
    page = soup(desk.get("review", pk=review.pk))
    assert not page.select("main textarea")
    assert OutboxMessage.objects.filter(kind=MessageKind.REVIEW_ANSWERED).count() == 1


@pytest.mark.parametrize("typed", ["", "  ", "a" * 2001])
def test_an_answer_of_nothing_or_too_much_is_refused_in_a_sentence(desk, typed):
    review = make(desk)
    page = desk.post("review", {"text": typed}, pk=review.pk)
    assert page.status_code == 200
    assert soup(page).select(".field__error")
    review.refresh_from_db()
    assert review.answered_at is None


def test_the_card_has_a_code_that_names_nobody(desk, settings):
    page = soup(desk.get("reviews_card"))
    card = page.select_one(".desk-card")
    assert card.select("svg")
    assert plain(card.select_one(".desk-card__url")) == settings.BASE_URL + "/dat-cho/ve-lang-ve/"
    assert desk.host.name in plain(card)


def test_the_set_up_leads_there(desk):
    assert soup(desk.get("setup")).select(f'a[href="{desk.url("reviews")}"]')


def test_members_who_want_it_are_told_after_the_visit_and_guides_are_not(desk):
    for role in (MemberRole.MANAGER, MemberRole.GUIDE):
        member = Member.objects.create(host=desk.host, user=make_user(), role=role)
        choose(member=member, by_mail=[NoticeTopic.REVIEW], by_phone=[], language="vi")
    make(desk)
    [message] = OutboxMessage.objects.filter(kind=MessageKind.REVIEWED, audience=NoticeWay.MAIL)
    letter = letter_to_member(message)
    assert letter.subject.startswith("Có nhận xét")
    assert desk.url("reviews") in letter.body
    assert SAID not in letter.body


def test_a_check_in_under_a_review_has_no_way_back_and_says_so(desk):
    review = make(desk, mark=1)
    reference = review.booking.reference
    undo = desk.url("undo_check_in", reference=reference)
    assert not soup(desk.get("booking", reference=reference)).select(f'form[action="{undo}"]')
    assert "không bỏ đánh dấu đã đến" in said(desk.post("undo_check_in", reference=reference))


@pytest.mark.parametrize(("chosen", "then"), [(["question"], ["question", "review"]), (["new"], ["new"]), ([], [])])
def test_who_chose_before_there_were_reviews_hears_of_them_with_questions(desk, chosen, then):
    member = Member.objects.create(host=desk.host, user=make_user(), role=MemberRole.MANAGER)
    choice = choose(member=member, by_mail=chosen, by_phone=[], language="vi")
    migration = importlib.import_module("bookings.migrations.0032_reviews")
    for _again in range(2):
        migration.tell_of_reviews(apps, SimpleNamespace(connection=connection))
    choice.refresh_from_db()
    assert (choice.by_mail, choice.by_phone) == (then, [])
