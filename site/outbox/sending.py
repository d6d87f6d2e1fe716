"""Send what is due: claimed with a lease, sent once, put off where it was refused."""

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db.models import F

from outbox.enums import MessageState
from outbox.models import OutboxMessage

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
FIRST_DELAY = dt.timedelta(seconds=30)
LONGEST_DELAY = dt.timedelta(hours=1)
GIVE_UP_AFTER = dt.timedelta(days=3)
# Well below a worker's time limit: what is left is due again in seconds.
BATCH_SECONDS = 150


def send_due(*, now: dt.datetime, deliver: Callable[[OutboxMessage], None], limit: int = 100) -> tuple[int, int]:
    """Claim and send due messages, oldest first; returns (sent, put off). Several workers may run it at once.

    A claim is a compare-and-swap with a lease. A worker that dies between the mail server's yes and our note of it is
    the one case in which a mail may go twice, with the same Message-ID; it is never lost.
    """
    sent = delayed = 0
    started = time.monotonic()
    for pk in list(OutboxMessage.objects.due(now).order_by("pk").values_list("pk", flat=True)[:limit]):
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
        message = OutboxMessage.objects.get(pk=pk)
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
