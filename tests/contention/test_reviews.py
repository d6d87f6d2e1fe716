"""Two hands at one review: it is one review, one letter, one answer; and a check-in is not undone beneath it."""

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import Reviewed, undo_check_in
from bookings.domain.reviews.answer import AnsweredOnce, answer
from bookings.domain.reviews.write import NotThere, Words, write
from bookings.enums import Act, BookingStatus, MessageKind
from bookings.models import Review
from outbox.models import OutboxMessage
from tests.contention.crowd import all_at_once, errors
from tests.factories.reviews import make_review, make_visited

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
HANDS = 5
WORDS = Words(mark=4, text="Vui lắm.", name="", language="vi")


def test_the_same_words_sent_many_times_at_once_are_one_review(now):
    booking = make_visited(now=now)
    answers = all_at_once([lambda: write(booking=booking, words=WORDS, now=now) for _ in range(HANDS)])
    assert errors(answers) == []
    assert Review.objects.get(booking=booking).changed_at is None
    assert booking.acts.filter(act=Act.REVIEW).count() == 1
    assert OutboxMessage.objects.filter(kind=MessageKind.REVIEWED).count() == 1


def test_of_many_answers_one_stands(now):
    review = make_review(make_visited(now=now), now=now)
    jobs = [lambda n=n: answer(review=review, text=f"Lời đáp {n}", now=now) for n in range(HANDS)]
    refused = errors(all_at_once(jobs))
    assert len(refused) == HANDS - 1
    assert all(isinstance(error, AnsweredOnce) for error in refused)
    assert OutboxMessage.objects.filter(kind=MessageKind.REVIEW_ANSWERED).count() == 1


def test_a_check_in_is_undone_before_a_review_or_not_at_all(now):
    for _ in range(4):
        booking = make_visited(now=now)
        jobs = [
            lambda booking=booking: write(booking=booking, words=WORDS, now=now),
            lambda booking=booking: undo_check_in(booking=booking, now=now),
        ]
        refused = errors(all_at_once(jobs))
        assert [type(error) for error in refused] in ([Reviewed], [NotThere])
        booking.refresh_from_db()
        assert Review.objects.filter(booking=booking).exists() == (booking.status == BookingStatus.REDEEMED)
    assert [item for item in audit(now=now) if item.invariant.startswith("review")] == []
