"""Faults planted in reviews are found, each by its own invariant."""

import pytest

from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.pictures import add_picture
from bookings.domain.reviews.write import take_back
from bookings.enums import HideGround
from bookings.models import Review, ReviewPicture
from tests.bookings.audit.audit_world import faults
from tests.factories import NOW, make_user
from tests.factories.reviews import make_review
from tests.ocop.evidence.files import picture
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
WHY = "Câu thứ hai nêu tên và số điện thoại của một người khác."


@shared
def review():
    return make_review(mark=1)


def test_an_audit_finds_a_review_that_was_hidden_by_nobody(review):
    Review.objects.update(hidden_at=NOW, hidden_ground=HideGround.INSULT, hidden_why=WHY)
    assert "review-hidden-logged" in faults()
    Review.objects.update(hidden_at=None, hidden_ground="", hidden_why="")
    hide(review=review, ground=HideGround.INSULT, why=WHY, by=make_user(), now=NOW)
    assert "review-hidden-logged" not in faults()
    Review.objects.update(hidden_why="Vì chấm một điểm.")
    assert "review-hidden-logged" in faults()


def test_an_audit_finds_a_review_of_no_visit_and_of_another_experience(review):
    other = make_review()
    Review.objects.filter(pk=review.pk).update(experience=other.experience)
    review.booking.status, review.booking.redeemed_at = "CONFIRMED", None
    other.booking.status = "CONFIRMED"
    assert "review-of-a-visit" in faults()
    Review.objects.filter(pk=review.pk).update(experience=review.booking.slot.experience)
    assert "review-of-a-visit" not in faults()
    other.booking.save()
    assert "review-of-a-visit" in faults()


def test_an_audit_finds_pictures_of_what_was_taken_back(review, tmp_path, monkeypatch):
    for name in ("file", "small"):
        monkeypatch.setattr(ReviewPicture._meta.get_field(name).storage, "location", str(tmp_path))
    booking = review.booking
    kept = add_picture(booking=booking, data=picture())
    take_back(booking=booking, now=NOW)
    kept.pk = None
    kept.save(force_insert=True)
    assert "review-pictures" in faults()
