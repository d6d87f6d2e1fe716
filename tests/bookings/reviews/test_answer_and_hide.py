"""A house answers once; an office hides what breaks the law, says why, and changes no mark."""

import pytest

from bookings.domain.reviews.answer import AnsweredOnce, NothingToAnswer, answer
from bookings.domain.reviews.hide import SayWhy, TakenBack, hide, show
from bookings.domain.reviews.sums import Rating, rating_of
from bookings.domain.reviews.write import take_back
from bookings.enums import Act, ActBy, HideGround, MessageKind
from bookings.history import history
from outbox.models import OutboxMessage
from tests.factories import NOW, make_user
from tests.factories.reviews import make_review
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
WHY = "Câu thứ hai nêu tên và số điện thoại của một người khác."


@shared
def review():
    return make_review(mark=1)


def test_a_house_answers_once_and_the_guest_is_told(review):
    for _tap in range(2):
        answer(review=review, text="Xin lỗi bạn, lần sau mời bạn quay lại.", now=NOW)
    with pytest.raises(AnsweredOnce):
        answer(review=review, text="À, còn nữa…", now=NOW)
    review.refresh_from_db()
    assert review.answer.startswith("Xin lỗi")
    [letter] = OutboxMessage.objects.filter(kind=MessageKind.REVIEW_ANSWERED)
    assert (letter.to, letter.language) == (review.booking.contact_email, "vi")


def test_what_is_hidden_or_taken_back_is_not_answered(review):
    hide(review=review, ground=HideGround.PRIVACY, why=WHY, by=make_user(), now=NOW)
    with pytest.raises(NothingToAnswer):
        answer(review=review, text="Xin lỗi", now=NOW)
    show(review=review, by=make_user(), now=NOW)
    take_back(booking=review.booking, now=NOW)
    with pytest.raises(NothingToAnswer):
        answer(review=review, text="Xin lỗi", now=NOW)


def test_hiding_needs_a_reason_and_is_written_down_with_who_did_it(review):
    officer = make_user("vanphong@example.com")
    with pytest.raises(SayWhy):
        hide(review=review, ground=HideGround.PRIVACY, why="", by=officer, now=NOW)
    for _tap in range(2):
        hide(review=review, ground=HideGround.PRIVACY, why=WHY, by=officer, now=NOW)
    [act] = review.booking.acts.filter(act=Act.REVIEW, after__review="hidden")
    assert (act.user, act.by) == (officer, ActBy.SITE)
    assert act.after == {"review": "hidden", "ground": "privacy", "why": WHY}
    assert WHY in str(history(review.booking, personal=False))


def test_a_hidden_bad_mark_still_counts(review):
    hide(review=review, ground=HideGround.INSULT, why=WHY, by=make_user(), now=NOW)
    assert rating_of(review.experience) == Rating(1, 1)


def test_what_was_hidden_by_mistake_is_shown_again(review):
    hide(review=review, ground=HideGround.INSULT, why=WHY, by=make_user(), now=NOW)
    for _tap in range(2):
        show(review=review, by=make_user(), now=NOW)
    review.refresh_from_db()
    assert (review.hidden_at, review.hidden_why) == (None, "")
    assert review.booking.acts.filter(after__review="shown").count() == 1


def test_what_the_guest_took_back_is_not_hidden_any_more(review):
    take_back(booking=review.booking, now=NOW)
    with pytest.raises(TakenBack):
        hide(review=review, ground=HideGround.INSULT, why=WHY, by=make_user(), now=NOW)
