"""The office hides words that break the law, says why, and shows them again where that was wrong.

A bad mark is no reason, and hiding changes none: the mark stands and counts. Who did it, when and why is in the history
of the booking. Decision 0060.
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain import messages
from bookings.domain.history import acting
from bookings.domain.reviews.row import hold, review_of, told
from bookings.enums import Act, ActBy, Audience, HideGround, MessageKind
from bookings.models import Review
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class SayWhy(Refused):
    message = _("Say in a sentence which words break the law, and which law: guest, house and readers see it.")


class TakenBack(Refused):
    message = _("The guest has taken this review back, so there is nothing to hide.")


@atomic_with_retry
def hide(*, review: Review, ground: HideGround, why: str, by: User, now: dt.datetime) -> Review:
    """Hide words, name and pictures, and owe the guest the reason. The same again changes nothing.

    Raises SayWhy, TakenBack.
    """
    if not why:
        raise SayWhy
    booking = hold(review.booking_id)
    review = review_of(booking) or review
    if review.taken_back_at is not None:
        raise TakenBack
    if review.hidden_at is not None and (review.hidden_ground, review.hidden_why) == (ground, why):
        return review
    review.hidden_at, review.hidden_ground, review.hidden_why = review.hidden_at or now, ground, why
    review.save()
    with acting(ActBy.SITE, by):
        told(booking, "hidden", now=now, ground=str(ground), why=why)
    # Whoever mends the reason tells it anew; a letter that has not gone out yet tells the last one.
    number = booking.acts.filter(act=Act.REVIEW).count()
    messages.owe(booking=booking, kind=MessageKind.REVIEW_HIDDEN, now=now, to=[Audience.GUEST], number=number)
    return review


@atomic_with_retry
def show(*, review: Review, by: User, now: dt.datetime) -> Review:
    """Show what was hidden. A second call changes nothing."""
    booking = hold(review.booking_id)
    review = review_of(booking) or review
    if review.hidden_at is None:
        return review
    review.hidden_at, review.hidden_ground, review.hidden_why = None, "", ""
    review.save()
    with acting(ActBy.SITE, by):
        told(booking, "shown", now=now)
    return review
