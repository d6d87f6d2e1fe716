"""A guest says how it was: of a visit at which they were, once a booking, changed until it is answered."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.reviews.pictures import drop_all
from bookings.domain.reviews.row import hold, review_of, told
from bookings.enums import Act, Audience, BookingStatus, MessageKind
from bookings.models import Booking, Review
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Member

# Who waits longer remembers another visit.
OPEN = dt.timedelta(days=90)


class NotThere(Refused):
    message = _("Only of a visit at which you were can you say here how it was.")


class TooLate(Refused):
    message = _("This visit is more than three months ago, so nothing is written or changed here any more.")


class OwnHouse(Refused):
    message = _("Whoever works at this house does not review its visits.")


class IsAnswered(Refused):
    message = _("The house has answered, and its answer belongs to these words: they stay. You can take them back.")


class IsHidden(Refused):
    message = _("This review is hidden, so nothing in it is changed. The reason is below.")


@dataclass(frozen=True)
class Words:
    """`mark` 1 to 5; `name` as it is to be shown, "" for none; `language` of the words."""

    mark: int
    text: str
    name: str
    language: str


def why_not(booking: Booking, *, now: dt.datetime) -> Refused | None:
    """What stands against writing of this visit, or changing what was written. Two queries at most."""
    if not was_there(booking) or booking.slot.starts_at > now:
        return NotThere()
    review = review_of(booking)
    if review is not None and review.hidden_at is not None:
        return IsHidden()
    if review is not None and review.answered_at is not None:
        return IsAnswered()
    if now > booking.slot.ends_at + OPEN:
        return TooLate()
    return OwnHouse() if _is_of_the_house(booking) else None


def was_there(booking: Booking) -> bool:
    """Checked in, and not forgotten since."""
    return booking.status == BookingStatus.REDEEMED and booking.erased_at is None


@atomic_with_retry
def write(*, booking: Booking, words: Words, now: dt.datetime) -> Review:
    """Write the review of a booking, or change it; the same again changes nothing.

    The house is told of a new one, and not of each change. What was taken back may be written anew.
    Raises NotThere, IsHidden, IsAnswered, TooLate, OwnHouse.
    """
    booking = hold(booking.pk)
    review = review_of(booking)
    standing = review is not None and review.taken_back_at is None
    if review is not None and standing and all(getattr(review, name) == value for name, value in asdict(words).items()):
        return review
    refused = why_not(booking, now=now)
    if refused is not None:
        raise refused
    review = review or Review(booking=booking, experience=booking.slot.experience)
    for name, value in asdict(words).items():
        setattr(review, name, value)
    if standing:
        review.changed_at = now
    else:
        review.written_at, review.changed_at, review.taken_back_at = now, None, None
    review.save()
    told(booking, "changed" if standing else "written", now=now, mark=words.mark)
    if not standing:
        number = booking.acts.filter(act=Act.REVIEW).count()
        messages.owe(booking=booking, kind=MessageKind.REVIEWED, now=now, to=[Audience.HOST], number=number)
    return review


@atomic_with_retry
def take_back(*, booking: Booking, now: dt.datetime) -> None:
    """Words, name, pictures and the house's answer go, and the mark counts no more. A second call changes nothing."""
    booking = hold(booking.pk)
    review = review_of(booking)
    if review is None or review.taken_back_at is not None:
        return
    drop_all(review)
    review.text = review.name = review.answer = ""
    review.changed_at = review.answered_at = None
    review.taken_back_at = now
    review.save()
    told(booking, "taken back", now=now)


def _is_of_the_house(booking: Booking) -> bool:
    """Whether the booking was made with a number or an address of the house or of somebody who works there."""
    host, email, phone = booking.slot.experience.host, booking.contact_email, str(booking.contact_phone or "")
    if (phone and phone == str(host.phone)) or (email and email.lower() == host.email.lower()):
        return True
    theirs = Q(user__email__iexact=email) if email else Q()
    theirs |= Q(user__phone=phone) if phone else Q()
    return bool(theirs) and Member.objects.filter(theirs, host=host).exists()
