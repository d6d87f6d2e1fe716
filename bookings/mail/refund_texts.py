"""The text to a guest without an address to whom money is due back, while it is true."""

from django.utils import timezone

from bookings.domain.money.owing import account_of
from bookings.domain.reminding.guests import is_waking
from bookings.domain.reminding.refund_texts import TEXT, waits_for_account
from bookings.mail.reminders import ToGuest
from bookings.models import Booking
from bookings.phone_texts import refund_text
from outbox.models import LONGEST_DELAY, OutboxMessage
from outbox.sending import Later, Overtaken
from texting.providers import Text


def text_of_refund(message: OutboxMessage) -> ToGuest:
    """Raises Overtaken where nothing is to be said any more, Later where nobody should be woken by it."""
    booking = Booking.objects.with_party().get(pk=message.subject_id)
    now = timezone.now()
    if not waits_for_account(booking, now=now):
        raise Overtaken
    if not is_waking(now):
        raise Later(now + LONGEST_DELAY)
    text, told = refund_text(booking, -account_of(booking, now=now).due)
    # The same for every attempt: of one reference a provider sends one text.
    reference = f"refund-{message.pk}"
    return ToGuest(Text(to=str(booking.contact_phone), text=text, reference=reference, kind=TEXT, data=told))
