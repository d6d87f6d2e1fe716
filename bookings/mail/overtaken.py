"""Which later news makes a message about a booking untrue: a mail that waited is not sent after it."""

from django.utils import timezone

from bookings.enums import MessageKind
from bookings.models import Booking
from outbox.models import OutboxMessage

ENDS = {MessageKind.CANCELLED, MessageKind.CALLED_OFF}
# What is not named stays true, because a mail is told from the booking as it stands when it goes out.
BY: dict[str, set[MessageKind]] = {
    MessageKind.CONFIRMED: ENDS,
    MessageKind.TICKET: ENDS,
    # The host thought better of it.
    MessageKind.DECLINED: {MessageKind.CONFIRMED},
    MessageKind.MOVED: {*ENDS, MessageKind.MOVED},
    MessageKind.PLACE_CHANGED: {*ENDS, MessageKind.PLACE_CHANGED},
    MessageKind.RUNS: {*ENDS, MessageKind.MOVED},
    # Taken back.
    MessageKind.CANCELLED: {MessageKind.CONFIRMED},
}


# Only true while somebody waits to be confirmed.
NEEDS_AWAITING = {MessageKind.PROOF, MessageKind.AWAITING}


def is_overtaken(message: OutboxMessage) -> bool:
    """Whether its reader is owed later news of the same booking that takes it back. One query at most."""
    if message.kind in NEEDS_AWAITING:
        return not _is_awaited(message)
    later = BY.get(message.kind)
    if not later:
        return False
    same = OutboxMessage.objects.filter(
        subject_type=message.subject_type_id, subject_id=message.subject_id, audience=message.audience
    )
    return same.filter(kind__in=later, pk__gt=message.pk).exists()


def _is_awaited(message: OutboxMessage) -> bool:
    awaiting = Booking.objects.awaiting(timezone.now())
    if message.kind == MessageKind.PROOF:
        return awaiting.filter(pk=message.subject_id).exists()
    of_its_host = Booking.objects.filter(pk=message.subject_id).values("slot__experience__host")
    return awaiting.filter(slot__experience__host__in=of_its_host).exists()
