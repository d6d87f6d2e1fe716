"""Pictures of a review: written anew, so that nothing of where and with what they were taken is kept."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.domain.reviews.row import hold, review_of
from bookings.models import Booking, Review, ReviewPicture
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.evidence.pictures import as_shown, is_picture

MOST = 5
# Bytes of one as it is sent; dots on the longer side as it is shown, and in lists.
LARGEST = 10_000_000
LONG, SHORT = 1_600, 480
QUALITY = 80


class TooMany(Refused):
    message = _("A review shows at most five pictures.")


class TooLargePicture(Refused):
    message = _("This picture is larger than 10 MB. Save it smaller, then send that.")


class NoPicture(Refused):
    message = _("This is no picture (JPEG, PNG or WebP). Choose another file.")


class NoReview(Refused):
    message = _("Pictures go with a review that stands: write it first.")


def add_picture(*, booking: Booking, data: bytes) -> ReviewPicture:
    """Keep a picture with the booking's review. The same again is the one that is there.

    Raises TooLargePicture, NoPicture, NoReview, TooMany, and what `written_anew` raises.
    """
    if len(data) > LARGEST:
        raise TooLargePicture
    if not is_picture(data):
        raise NoPicture
    picture = _as_shown(data)
    picture.sha256 = hashlib.sha256(data).hexdigest()
    kept: ReviewPicture | None = None
    try:
        kept = _put(booking, picture)
    finally:
        if kept is not picture:
            _delete_files(picture)
    return kept


@atomic_with_retry
def remove_picture(*, booking: Booking, pk: int) -> bool:
    """Take one of the booking's away; whether it was there."""
    hold(booking.pk)
    picture = ReviewPicture.objects.filter(pk=pk, review__booking=booking).first()
    if picture is not None:
        _drop(picture)
    return picture is not None


def drop_all(review: Review) -> None:
    """Inside the transaction that takes the review's words back or forgets its guest."""
    for picture in ReviewPicture.objects.filter(review=review):
        _drop(picture)


@atomic_with_retry
def _put(booking: Booking, picture: ReviewPicture) -> ReviewPicture:
    booking = hold(booking.pk)
    review = review_of(booking)
    if review is None or review.taken_back_at or review.hidden_at or booking.erased_at:
        raise NoReview
    there = ReviewPicture.objects.filter(review=review)
    if same := there.filter(sha256=picture.sha256).first():
        return same
    if there.count() >= MOST:
        raise TooMany
    picture.pk, picture.review = None, review
    picture.save(force_insert=True)
    return picture


def _as_shown(data: bytes) -> ReviewPicture:
    """Both sizes in the storage, before any lock is held; nobody has the names of what is left behind."""
    shown = as_shown(data, long=LONG, short=SHORT, quality=QUALITY)
    picture = ReviewPicture(width=shown.width, height=shown.height)
    picture.file.save("x.jpg", ContentFile(shown.large), save=False)
    picture.small.save("x.jpg", ContentFile(shown.small), save=False)
    return picture


def _drop(picture: ReviewPicture) -> None:
    picture.delete()
    transaction.on_commit(lambda: _delete_files(picture))


def _delete_files(picture: ReviewPicture) -> None:
    for file in (picture.file, picture.small):
        file.storage.delete(str(file.name))
