"""What the mail about pieces that are ready says, and when it is true no more."""

from bookings.domain.pieces.telling import ready_of
from bookings.enums import MessageKind
from bookings.links import booking_url
from bookings.models import Booking, PieceChoice
from outbox.models import OutboxMessage


def pieces_context(booking: Booking, message: OutboxMessage) -> dict:
    """All that waits for the guest when it is written; nothing for other mails."""
    if message.kind != MessageKind.PIECE_READY:
        return {}
    return {
        "ready": ready_of(booking),
        "piece_choice": PieceChoice.objects.filter(booking=booking).first(),
        "pieces_url": booking_url(booking, view="pieces"),
    }


def ready_overtaken(booking: Booking) -> bool:
    """Whether nothing waits for them any more: it was taken back, fetched or sent since."""
    return booking.erased_at is not None or not ready_of(booking)
