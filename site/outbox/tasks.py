"""Celery's part of the outbox."""

import logging
import time

from django.db import transaction
from django.utils import timezone

from common.work.periodic import periodic
from outbox.kinds import deliver
from outbox.sending import send_due

logger = logging.getLogger(__name__)


# Its name is from when the outbox was the bookings': beat's rows and messages under way carry it.
@periodic("bookings.tasks.drain_outbox")
def drain_outbox() -> str:
    """Send what is due."""
    sent, delayed = send_due(now=timezone.now(), deliver=deliver)
    return f"sent {sent}, put off {delayed}"


# A broker that hangs costs one guest a few seconds, not every guest: it is left alone for so many seconds.
BROKER_PAUSE = 30
_broker_down_until = 0.0
# Whoever writes within so many seconds of another shares one call, which comes after them all.
GATHER = 1.0
_covered_until = 0.0


def drain_soon() -> None:
    """Ask a worker to send what the request wrote, at once, or a second later where a crowd is writing.

    A broker that is down costs next to nothing: beat drains anyway.
    """

    def ask() -> None:
        global _broker_down_until, _covered_until
        now = time.monotonic()
        if now < max(_broker_down_until, _covered_until):
            return
        wait = 0.0 if now - _covered_until >= GATHER else GATHER
        _covered_until = now + wait
        try:
            drain_outbox.apply_async(retry=False, countdown=wait or None)
        except Exception:
            _broker_down_until = time.monotonic() + BROKER_PAUSE
            logger.warning("the queue did not take the outbox's call; beat will send it", exc_info=True)

    transaction.on_commit(ask)
