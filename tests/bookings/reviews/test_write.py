"""Who was there says how it was: once a booking, changed until it is answered, taken back for good."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.audit.run import audit
from bookings.domain.booking import attendance
from bookings.domain.booking.scanning import Kind, undo_scan
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.domain.reviews.answer import answer
from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.sums import Rating, newest_of, rating_of
from bookings.domain.reviews.write import (
    OPEN,
    IsAnswered,
    IsHidden,
    NotThere,
    OwnHouse,
    TooLate,
    Words,
    take_back,
    write,
)
from bookings.enums import Act, BookingStatus, HideGround, MessageKind
from bookings.models import Booking, Review
from outbox.models import OutboxMessage
from tests.factories import NOW, make_booking, make_slot, make_user
from tests.factories.reviews import SAID, make_review, make_visited, past_slot
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db
WORDS = Words(mark=4, text=SAID, name="Thu Hà", language="vi")
MINUTE = dt.timedelta(minutes=1)


@shared
def booking():
    return make_visited()


def letters(booking):
    return OutboxMessage.objects.filter(booking=booking, kind=MessageKind.REVIEWED)


def test_a_review_is_of_the_visit_and_its_house_is_told_once(booking):
    review = write(booking=booking, words=WORDS, now=NOW)
    again = write(booking=booking, words=WORDS, now=NOW + MINUTE)
    assert (again.pk, again.written_at, again.changed_at) == (review.pk, NOW, None)
    assert (review.mark, review.text, review.experience) == (4, SAID, booking.slot.experience)
    [act] = booking.acts.filter(act=Act.REVIEW)
    assert act.after == {"review": "written", "mark": 4}
    [letter] = letters(booking)
    assert letter.to == booking.slot.experience.host.email
    assert [item for item in audit(now=NOW) if not item.open_decision] == []


def test_a_changed_mind_changes_the_one_review_and_tells_nobody_again(booking):
    write(booking=booking, words=WORDS, now=NOW)
    write(booking=booking, words=Words(2, "Nghĩ lại thì hơi vội.", "", "vi"), now=NOW + MINUTE)
    review = Review.objects.get(booking=booking)
    assert (review.mark, review.name, review.changed_at) == (2, "", NOW + MINUTE)
    assert letters(booking).count() == 1


@pytest.mark.parametrize("status", [status for status in BookingStatus.values if status != "REDEEMED"])
def test_who_was_not_checked_in_says_nothing(booking, status):
    told = {"cancelled_at": NOW, "awaits": "proof", "redeemed_at": None}
    Booking.objects.filter(pk=booking.pk).update(status=status, **told)
    with pytest.raises(NotThere):
        write(booking=booking, words=WORDS, now=NOW)
    assert not Review.objects.exists()


def test_a_visit_that_has_not_begun_has_no_review():
    slot = make_slot(starts_at=NOW + MINUTE, closes_at=NOW + MINUTE)
    booking = make_booking(slot, "REDEEMED", now=NOW - MINUTE)
    with pytest.raises(NotThere):
        write(booking=booking, words=WORDS, now=NOW)
    write(booking=booking, words=WORDS, now=NOW + MINUTE)


def test_it_is_open_for_ninety_days(booking):
    with pytest.raises(TooLate):
        write(booking=booking, words=WORDS, now=booking.slot.ends_at + OPEN + MINUTE)
    write(booking=booking, words=WORDS, now=booking.slot.ends_at + OPEN)


@pytest.mark.parametrize("by", ["phone", "email", "member"])
def test_a_house_does_not_review_itself(by):
    slot = past_slot()
    host = slot.experience.host
    member = make_user("thanhvien@example.com")
    Member.objects.create(host=host, user=member, role=MemberRole.GUIDE)
    contact = {
        "phone": {"phone": str(host.phone)},
        "email": {"email": host.email.upper()},
        "member": {"email": member.email},
    }
    booking = make_visited(slot, **contact[by])
    with pytest.raises(OwnHouse):
        write(booking=booking, words=WORDS, now=NOW)


def test_what_was_answered_or_hidden_is_not_changed(booking):
    review = write(booking=booking, words=WORDS, now=NOW)
    answer(review=review, text="Cảm ơn bạn!", now=NOW)
    with pytest.raises(IsAnswered):
        write(booking=booking, words=Words(1, "", "", "vi"), now=NOW)
    hide(review=review, ground=HideGround.INSULT, why="Câu cuối chửi một người.", by=make_user(), now=NOW)
    with pytest.raises(IsHidden):
        write(booking=booking, words=Words(1, "", "", "vi"), now=NOW)


def test_what_is_taken_back_counts_no_more_and_may_be_written_anew(booking):
    review = write(booking=booking, words=WORDS, now=NOW)
    answer(review=review, text="Cảm ơn bạn!", now=NOW)
    for _tap in range(2):
        take_back(booking=booking, now=NOW)
    review.refresh_from_db()
    assert (review.text, review.name, review.answer, review.answered_at) == ("", "", "", None)
    assert rating_of(review.experience) == Rating(0, 0)
    assert everything_about(booking)["review"] is None
    write(booking=booking, words=WORDS, now=NOW + MINUTE)
    assert rating_of(review.experience) == Rating(1, 4)
    assert letters(booking).count() == 2
    assert [act.after["review"] for act in booking.acts.filter(act=Act.REVIEW).order_by("pk")] == [
        "written",
        "answered",
        "taken back",
        "written",
    ]


def test_what_is_hidden_is_not_got_round_by_taking_it_back(booking):
    review = write(booking=booking, words=WORDS, now=NOW)
    hide(review=review, ground=HideGround.LAW, why="Kêu gọi đốt pháo.", by=make_user(), now=NOW)
    take_back(booking=booking, now=NOW)
    with pytest.raises(IsHidden):
        write(booking=booking, words=WORDS, now=NOW)


def test_a_tap_of_the_house_does_not_take_a_review_away(booking):
    make_review(booking, mark=1)
    with pytest.raises(attendance.Reviewed):
        attendance.undo_check_in(booking=booking, now=NOW)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.REDEEMED
    scanned = undo_scan(reference=booking.reference, host=booking.slot.experience.host, now=NOW)
    assert scanned.kind == Kind.ALREADY


def test_who_is_forgotten_leaves_what_they_said_without_a_name(booking):
    review = make_review(booking)
    assert everything_about(booking)["review"]["text"] == SAID
    erase(booking=booking, now=NOW)
    review.refresh_from_db()
    assert (review.name, review.text, rating_of(review.experience).count) == ("", SAID, 1)
    with pytest.raises(NotThere):
        write(booking=booking, words=WORDS, now=NOW)


def test_the_database_takes_no_other_mark_and_no_second_review(booking):
    review = make_review(booking)
    for broken in ({"mark": 6}, {"mark": 0}, {"hidden_at": NOW}, {"taken_back_at": NOW}, {"answered_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**broken)
    review.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save(force_insert=True)


@pytest.mark.parametrize(("marks", "tenths"), [([5, 4], 45), ([5, 5, 4], 47), ([1], 10), ([], 0), ([4, 4, 5, 4], 43)])
def test_the_average_is_rounded_to_a_tenth_and_a_half_goes_up(marks, tenths):
    assert Rating(len(marks), sum(marks)).tenths == tenths


def test_reviews_of_one_experience_are_its_own_and_the_newest_comes_first():
    slot = past_slot()
    first = make_review(make_visited(slot), mark=5, now=NOW)
    second = make_review(make_visited(slot), mark=2, now=NOW + MINUTE)
    make_review(mark=1)
    assert list(newest_of(slot.experience)) == [second, first]
    assert rating_of(slot.experience) == Rating(2, 7)
