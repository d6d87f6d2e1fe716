"""Letters that their reader can mute: by a button of the mail program (RFC 2369, RFC 8058), or by a link below them."""

from bookings.domain.muting import TOPICS, is_muted
from bookings.enums import Audience, MessageKind
from bookings.links import muting_url
from outbox.models import OutboxMessage


def is_mutable(message: OutboxMessage) -> bool:
    return message.audience == Audience.GUEST and message.kind in TOPICS


def is_silenced(message: OutboxMessage, address: str) -> bool:
    """Whether its reader said, before it goes out, that they want nothing of its kind. One query at most."""
    if not is_mutable(message):
        return False
    # Whoever asks for the link of a review gets it, whatever was muted before.
    since = message.created_at if message.kind == MessageKind.REVIEW else None
    return is_muted(address=address, kind=message.kind, since=since)


def muting_headers(message: OutboxMessage) -> dict[str, str]:
    """Empty for what is told always."""
    if not is_mutable(message):
        return {}
    return {"List-Unsubscribe": f"<{muting_url(message)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def muting_context(message: OutboxMessage) -> dict[str, str]:
    return {"muting_url": muting_url(message)} if is_mutable(message) else {}
