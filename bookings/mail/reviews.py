"""What mails about a review say, and when they are true no more."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from bookings.domain.reviews.row import review_of
from bookings.domain.reviews.write import was_there, why_not
from bookings.enums import MessageKind
from bookings.links import booking_url
from bookings.models import Booking
from outbox.models import OutboxMessage

ABOUT_REVIEWS = {MessageKind.REVIEW, MessageKind.REVIEWED, MessageKind.REVIEW_ANSWERED, MessageKind.REVIEW_HIDDEN}


def review_context(booking: Booking, message: OutboxMessage) -> dict:
    """The review, and where its reader goes on; nothing for other mails. A house reads nothing that opens a ticket.

    Raises Review.DoesNotExist where one is told of that never was.
    """
    if message.kind not in ABOUT_REVIEWS:
        return {}
    with translation.override("vi"):
        desk_url = settings.BASE_URL + reverse("desk:reviews", args=[booking.slot.experience.host.slug])
    return {
        "review": None if message.kind == MessageKind.REVIEW else booking.review,  # type: ignore[attr-defined]  # reverse
        "review_url": booking_url(booking, view="review"),
        "reviews_desk_url": desk_url,
    }


def review_overtaken(message: OutboxMessage, booking: Booking) -> bool:
    """Whether nobody is to be asked any more, or there is no longer what was to be told."""
    review = review_of(booking)
    stands = review is not None and review.taken_back_at is None and review.hidden_at is None
    if message.kind == MessageKind.REVIEW:
        return review is not None or why_not(booking, now=message.created_at) is not None
    if message.kind == MessageKind.REVIEWED:
        return not stands
    if message.kind == MessageKind.REVIEW_HIDDEN:
        gone = review is None or review.taken_back_at is not None or review.hidden_at is None
        return gone or booking.messages.filter(kind=message.kind, pk__gt=message.pk).exists()
    return not (stands and was_there(booking) and review and review.answered_at)
