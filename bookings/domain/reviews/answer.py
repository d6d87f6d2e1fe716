"""The house answers a review: once, so that no quarrel is held under a visit."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.muting import is_muted
from bookings.domain.reviews.row import hold, review_of, told
from bookings.enums import Act, Audience, MessageKind
from bookings.models import Review
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class AnsweredOnce(Refused):
    message = _("This review has its answer, and a house answers once.")


class NothingToAnswer(Refused):
    message = _("This review was hidden or taken back meanwhile, so there is nothing to answer.")


def may_answer(review: Review) -> bool:
    return review.answered_at is None and review.hidden_at is None and review.taken_back_at is None


@atomic_with_retry
def answer(*, review: Review, text: str, now: dt.datetime) -> Review:
    """Write the answer and owe it to the guest. The same again changes nothing.

    Raises AnsweredOnce, NothingToAnswer.
    """
    booking = hold(review.booking_id)
    review = review_of(booking) or review
    if review.answered_at is not None and review.answer == text:
        return review
    if review.answered_at is not None:
        raise AnsweredOnce
    if not may_answer(review):
        raise NothingToAnswer
    review.answer, review.answered_at = text, now
    review.save()
    told(booking, "answered", now=now)
    number = booking.acts.filter(act=Act.REVIEW).count()
    if not is_muted(address=booking.contact_email, kind=MessageKind.REVIEW_ANSWERED):
        messages.owe(booking=booking, kind=MessageKind.REVIEW_ANSWERED, now=now, to=[Audience.GUEST], number=number)
    return review
