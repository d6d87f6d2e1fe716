"""The reminder of the day before: while it is true, and as a text to a guest who left no address."""

import logging
from dataclasses import dataclass

from django.utils import timezone

from bookings.domain.reminding.guests import TEXT, is_waking
from bookings.enums import BookingStatus
from bookings.models import Booking
from bookings.phone_texts import reminder_text
from common.http.connector import NotNow, Rejected
from outbox.models import LONGEST_DELAY, OutboxMessage
from outbox.sending import Busy, Later, Overtaken
from texting.providers import Text
from texting.sending import send

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ToGuest:
    """A text to one phone, as the outbox sends it."""

    text: Text

    def send(self) -> None:
        """Raises Overtaken where nobody will ever take it, Busy where it is more than is allowed, NotNow."""
        try:
            went = send(self.text)
        except Rejected as error:
            logger.error("text %s was refused: %s", self.text.reference, error)
            raise Overtaken from error
        except NotNow as error:
            raise Busy(str(error), timezone.now()) from error
        if not went:
            raise Busy("more texts than are allowed", timezone.now() + LONGEST_DELAY)


def text_to_guest(message: OutboxMessage) -> ToGuest:
    """Raises Overtaken where it is true no more or the day is over, Later where nobody should be woken by it."""
    booking = Booking.objects.with_party().get(pk=message.subject_id)
    now = timezone.now()
    if is_past(booking) or not booking.contact_phone or booking.status != BookingStatus.CONFIRMED:
        raise Overtaken
    if not is_waking(now):
        raise Later(now + LONGEST_DELAY)
    text, told = reminder_text(booking)
    # The same for every attempt: of one reference a provider sends one text.
    reference = f"reminder-{message.pk}"
    return ToGuest(Text(to=str(booking.contact_phone), text=text, reference=reference, kind=TEXT, data=told))


def is_past(booking: Booking) -> bool:
    """Whether nobody has to be reminded any more: the visit has begun, or they were given up."""
    return booking.slot.starts_at <= timezone.now() or booking.no_show_at is not None
