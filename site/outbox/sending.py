"""Send what is due: claimed with a lease, sent once, put off where it was refused."""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable

from billiard.exceptions import SoftTimeLimitExceeded
from django.db.models import F

from common.work.sweep import failed
from outbox.enums import MessageState
from outbox.models import LONGEST_DELAY, OutboxMessage, OutboxQuerySet

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
FIRST_DELAY = dt.timedelta(seconds=30)
GIVE_UP_AFTER = dt.timedelta(days=3)
# Nor before it was tried so often: a clock that jumps makes three days of a moment.
GIVE_UP_TRIES = 24
# Until the next release nothing changes for a mail that our own template breaks.
UNWRITTEN_DELAY = dt.timedelta(minutes=10)
# One worker may do all the work there is: what is left is due again in seconds, and others' work is done in between.
BATCH_SECONDS = 15


class Unwritten(Exception):
    """The mail could not be rendered, and why is its cause: a fault of ours, with which no mail server has to do."""


class Overtaken(Exception):
    """Later news makes this message untrue: it is not sent at all."""


class Later(Exception):
    """Its reader was written to often enough: it waits `until` then, when later news may have overtaken it."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__()
        self.until = until


class Busy(Exception):
    """Whoever was to take it asked to be left alone until then."""

    def __init__(self, why: str, until: dt.datetime) -> None:
        super().__init__(why)
        self.until = until


def send_due(*, now: dt.datetime, deliver: Callable[[OutboxMessage], None], limit: int = 100) -> tuple[int, int]:
    """Claim and send due messages, oldest first; returns (sent, put off). Several workers may run it at once.

    A claim is a compare-and-swap with a lease. A worker that dies between the mail server's yes and our note of it is
    the one case in which a mail may go twice, with the same Message-ID; it is never lost. What `deliver` refuses waits
    longer each time and is given up after days and many tries; what it calls Unwritten waits for us to mend it, however
    long; what it calls Overtaken is over.
    """
    outcomes: Counter[bool | None] = Counter()
    started = time.monotonic()
    for pk in list(OutboxMessage.objects.due(now).order_by("pk").values_list("pk", flat=True)[:limit]):
        # A slow mail server makes the batch's beginning old: each lease runs from its own claim.
        passed = time.monotonic() - started
        if passed > BATCH_SECONDS:
            break
        try:
            outcomes[_send(pk, deliver, now=now, moment=now + dt.timedelta(seconds=passed))] += 1
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            # Its claim stands until the lease runs out.
            failed("sending message", pk)
    return outcomes[True], outcomes[False]


def _send(pk: int, deliver: Callable[[OutboxMessage], None], *, now: dt.datetime, moment: dt.datetime) -> bool | None:
    """True where it was sent, False where it was put off, None where another worker has it or it is overtaken."""
    claimed = (
        OutboxMessage.objects.due(now)
        .filter(pk=pk)
        .update(state=MessageState.SENDING, leased_until=moment + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return None
    message = OutboxMessage.objects.get(pk=pk)
    try:
        deliver(message)
    except SoftTimeLimitExceeded:
        raise
    except Overtaken:
        _ours(message).update(state=MessageState.OVERTAKEN, leased_until=None, error="")
        return None
    except Later as later:
        _ours(message).update(
            state=MessageState.PENDING,
            # Nothing was attempted.
            attempts=message.attempts - 1,
            # Asked again by then: what is put off for longer is taken for the work of a wrong clock (models.ahead).
            due_at=min(later.until, now + LONGEST_DELAY),
            leased_until=None,
            error="",
        )
        return False
    except Unwritten as error:
        failed(f"writing the mail {message.kind} of message", pk)
        _put_off_unwritten(message, error.__cause__ or error, now=now)
        return False
    except Exception as error:
        logger.warning("message %s put off: %s", message.pk, type(error).__name__)
        _put_off(message, error, now=now)
        return False
    OutboxMessage.objects.filter(pk=pk).update(
        state=MessageState.SENT, sent_at=now, leased_until=None, unwritten_at=None, error=""
    )
    return True


def _put_off(message: OutboxMessage, error: Exception, *, now: dt.datetime) -> None:
    # The days in which no mail server saw it, because we could not write it, are not held against it.
    old = now - (message.unwritten_at or message.created_at) > GIVE_UP_AFTER
    over = old and message.attempts >= GIVE_UP_TRIES
    delay = FIRST_DELAY * 2 ** min(message.attempts - 1, 10)
    if isinstance(error, Busy):
        delay = max(delay, error.until - now)
    _ours(message).update(
        state=MessageState.FAILED if over else MessageState.PENDING,
        due_at=now + min(delay, LONGEST_DELAY),
        leased_until=None,
        error=_text(error),
    )


def _put_off_unwritten(message: OutboxMessage, error: BaseException, *, now: dt.datetime) -> None:
    _ours(message).update(
        state=MessageState.PENDING,
        # Nothing was attempted.
        attempts=message.attempts - 1,
        due_at=now + UNWRITTEN_DELAY,
        unwritten_at=now,
        leased_until=None,
        error=_text(error),
    )


def _ours(message: OutboxMessage) -> OutboxQuerySet:
    """Only our own claim: where the lease ran out, another worker may have sent it by now."""
    return OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)


def _text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
