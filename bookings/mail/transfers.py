"""How to pay what is left by bank transfer, in a mail: the account, the exact sum, and the code as a picture."""

from typing import Any

from django.utils import timezone

from bookings.domain.money.transfer import transfer_for, vietqr
from bookings.enums import Audience, MessageKind
from bookings.links import booking_url
from bookings.models import Booking
from bookings.transfer_words import words_of
from common.look.qr import png
from outbox.models import OutboxMessage

# Where a guest looks for what is to be paid; each says the sum of the moment at which it goes out.
TOLD_IN = {MessageKind.CONFIRMED, MessageKind.TICKET, MessageKind.REMINDER, MessageKind.PAYMENT}
# By it the HTML shows the picture that comes with it.
CODE_NAME = "vietqr"
# Pixels: twice as many as are shown, for sharp screens.
WIDTH = 480


def transfer_context(booking: Booking, message: OutboxMessage) -> dict[str, Any]:
    """`transfer` with a `picture` (PNG) and the page that tells the newest; empty where nothing is to be paid so."""
    if message.audience != Audience.GUEST or message.kind not in TOLD_IN:
        return {}
    transfer = transfer_for(booking, now=timezone.now())
    if transfer is None:
        return {}
    shown = {"picture": png(vietqr(transfer), width=WIDTH), "url": booking_url(booking, view="transfer")}
    return {"transfer": words_of(transfer, booking.slot.experience.host) | shown, "code_name": CODE_NAME}
