"""The outbox: write what is owed, send what is due."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Collection

from django.db.models import F

from bookings.enums import Audience, MessageKind, MessageState
from bookings.models import Booking, OutboxMessage, WaitingEntry
from common.data.compiled import Insert

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
FIRST_DELAY = dt.timedelta(seconds=30)
LONGEST_DELAY = dt.timedelta(hours=1)
GIVE_UP_AFTER = dt.timedelta(days=3)
# Well below a worker's time limit: what is left is due again in seconds.
BATCH_SECONDS = 150

_ADD = Insert(OutboxMessage, ignore_conflicts=True)


def owe(
    *,
    booking: Booking,
    kind: MessageKind,
    now: dt.datetime,
    to: Collection[Audience] = (Audience.GUEST, Audience.HOST),
) -> None:
    """Write one message to the guest, in their language, and one to the host, in Vietnamese; or only one of these.

    Called inside the transaction that made the news true, so that both happen or neither.
    """
    host = booking.slot.experience.host
    readers = [
        (Audience.GUEST, booking.contact_email, booking.language),
        (Audience.HOST, host.email, "vi"),
    ]
    for audience, address, language in readers:
        if address and audience in to:
            _ADD.run(
                OutboxMessage(
                    key=f"{booking.uuid}:{booking.sequence}:{kind}:{audience}",
                    booking=booking,
                    kind=kind,
                    audience=audience,
                    sequence=booking.sequence,
                    to=address,
                    language=language,
                    created_at=now,
                    due_at=now,
                )
            )


def owe_waiting(*, entry: WaitingEntry, kind: MessageKind, now: dt.datetime) -> None:
    """Write one message to a guest about their place in a waiting list, in the transaction that made it true."""
    _ADD.run(
        OutboxMessage(
            key=f"waiting:{entry.uuid}:{kind}",
            waiting_entry=entry,
            kind=kind,
            audience=Audience.GUEST,
            to=entry.contact_email,
            language=entry.language,
            created_at=now,
            due_at=now,
        )
    )


def send_due(*, now: dt.datetime, deliver: Callable[[OutboxMessage], None], limit: int = 100) -> tuple[int, int]:
    """Claim and send due messages, oldest first; returns (sent, put off). Several workers may run it at once.

    A claim is a compare-and-swap with a lease. A worker that dies between the mail server's yes and our note of it is
    the one case in which a mail may go twice, with the same Message-ID; it is never lost.
    """
    sent = delayed = 0
    started = time.monotonic()
    for pk in list(OutboxMessage.objects.due(now).values_list("pk", flat=True)[:limit]):
        # A slow mail server makes the batch's beginning old: each lease runs from its own claim.
        if time.monotonic() - started > BATCH_SECONDS:
            break
        moment = now + dt.timedelta(seconds=time.monotonic() - started)
        claimed = (
            OutboxMessage.objects.due(now)
            .filter(pk=pk)
            .update(state=MessageState.SENDING, leased_until=moment + LEASE, attempts=F("attempts") + 1)
        )
        if not claimed:
            continue
        message = OutboxMessage.objects.select_related("booking").get(pk=pk)
        try:
            deliver(message)
        except Exception as error:
            logger.warning("message %s put off: %s", message.pk, type(error).__name__)
            _put_off(message, error, now=now)
            delayed += 1
        else:
            OutboxMessage.objects.filter(pk=pk).update(
                state=MessageState.SENT, sent_at=now, leased_until=None, error=""
            )
            sent += 1
    return sent, delayed


def _put_off(message: OutboxMessage, error: Exception, *, now: dt.datetime) -> None:
    over = now - message.created_at > GIVE_UP_AFTER
    delay = min(FIRST_DELAY * 2 ** min(message.attempts - 1, 10), LONGEST_DELAY)
    # Only our own claim: where the lease ran out, another worker may have sent it by now.
    ours = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
    ours.update(
        state=MessageState.FAILED if over else MessageState.PENDING,
        due_at=now + delay,
        leased_until=None,
        error=f"{type(error).__name__}: {error}"[:1000],
    )
