"""Which later news makes a message about a booking untrue: a mail that waited is not sent after it."""

from bookings.enums import MessageKind
from outbox.models import OutboxMessage

ENDS = {MessageKind.CANCELLED, MessageKind.CALLED_OFF}
# What is not named stays true, because a mail is told from the booking as it stands when it goes out.
BY: dict[str, set[MessageKind]] = {
    MessageKind.CONFIRMED: ENDS,
    MessageKind.TICKET: ENDS,
    MessageKind.MOVED: {*ENDS, MessageKind.MOVED},
    MessageKind.PLACE_CHANGED: {*ENDS, MessageKind.PLACE_CHANGED},
    MessageKind.RUNS: {*ENDS, MessageKind.MOVED},
    # Taken back.
    MessageKind.CANCELLED: {MessageKind.CONFIRMED},
}


def is_overtaken(message: OutboxMessage) -> bool:
    """Whether its reader is owed later news of the same booking that takes it back. One query at most."""
    later = BY.get(message.kind)
    if not later:
        return False
    same = OutboxMessage.objects.filter(
        subject_type=message.subject_type_id, subject_id=message.subject_id, audience=message.audience
    )
    return same.filter(kind__in=later, pk__gt=message.pk).exists()
