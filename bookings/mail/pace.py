"""How often one reader is written to: what a guest has sent again and again waits, and is told in its last word alone.

News of the host's never waits, and neither does an offer.
"""

import datetime as dt

from django.db.models import Q

from bookings.enums import Audience, CancelledBy, MessageKind
from bookings.models import Booking, WaitingEntry
from outbox.models import OutboxMessage, OutboxQuerySet

# Whoever books, cancels and thinks better of it has three of them.
MOST_OF_ONE, ONE = 5, dt.timedelta(hours=1)
# To an address of which nobody has proved that it is theirs, whatever was booked with it.
MOST_TO_ONE, ALL = 24, dt.timedelta(days=1)
# What a guest brings about.
ASKED_FOR = {
    MessageKind.CONFIRMED,
    MessageKind.CANCELLED,
    MessageKind.TICKET,
    MessageKind.PROOF,
    MessageKind.PAYMENT,
    MessageKind.WORDS_CHANGED,
    MessageKind.QUESTION,
    MessageKind.WAITING,
}
# An offer is a booking before anybody has agreed to anything.
UNPROVED = (
    Q(booking__asked_from__gt="")
    | Q(waiting_entry__holder__gt="")
    | Q(booking__waiting_entry__holder__gt="", booking__consented_at__isnull=True)
)


def waits_until(message: OutboxMessage, subject: Booking | WaitingEntry, *, now: dt.datetime) -> dt.datetime | None:
    """When the message may go, where its reader was written to enough for now. Three queries at most."""
    if message.kind not in ASKED_FOR or _by_host(subject):
        return None
    same = OutboxMessage.objects.filter(
        subject_type=message.subject_type_id,
        subject_id=message.subject_id,
        audience=message.audience,
        reader_id=message.reader_id,
    )
    until = _over(same, MOST_OF_ONE, ONE, now=now)
    if until or message.audience != Audience.GUEST:
        return until
    if not OutboxMessage.objects.filter(UNPROVED, pk=message.pk).exists():
        return None
    return _over(OutboxMessage.objects.to_reader(message.to).filter(UNPROVED), MOST_TO_ONE, ALL, now=now)


def _by_host(subject: Booking | WaitingEntry) -> bool:
    return isinstance(subject, Booking) and subject.cancelled_by == CancelledBy.HOST


def _over(messages: OutboxQuerySet, most: int, span: dt.timedelta, *, now: dt.datetime) -> dt.datetime | None:
    """When the last `most` of them are no longer all of this `span`."""
    sent = messages.filter(sent_at__gt=now - span).order_by("-sent_at").values_list("sent_at", flat=True)
    oldest = sent[most - 1 : most].first()
    return oldest + span if oldest else None
