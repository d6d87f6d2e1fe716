"""A guest is told that what they made is ready: once for all that is, and when nobody takes it back any more."""

import datetime as dt
from collections.abc import Sequence

from bookings.domain import messages
from bookings.domain.pieces.house import UNDO
from bookings.enums import MessageKind
from bookings.models import Booking, Piece
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from villages.enums import StepKind


def tell_ready(pieces: Sequence[Piece], *, now: dt.datetime) -> None:
    """Owe one mail to each guest of these; one that has yet to go out tells of them too."""
    bookings = {piece.booking_id: piece.booking for piece in pieces}
    told = OutboxMessage.objects.filter(booking__in=list(bookings), kind=MessageKind.PIECE_READY)
    numbers: dict[int, int] = {}
    for pk, state, due_at in told.values_list("subject_id", "state", "due_at"):
        numbers[pk] = numbers.get(pk, 0) + 1
        if state == MessageState.PENDING and due_at > now:
            bookings.pop(pk, None)
    for pk, booking in bookings.items():
        if booking.erased_at is None:
            messages.owe_ready(booking=booking, number=numbers.get(pk, 0) + 1, now=now, due=now + UNDO)


def ready_of(booking: Booking) -> list[Piece]:
    """What waits for its guest."""
    waiting = booking.pieces.filter(step__kind=StepKind.READY)
    return list(waiting.select_related("step").order_by("pk"))
