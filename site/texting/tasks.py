"""Celery's part of texting: nobody waits for a provider, and what it did not take is tried again."""

import datetime as dt
import logging
import uuid
from collections.abc import Mapping

from celery import Task, shared_task
from django.utils import timezone

from common.http.connector import NotNow, Rejected
from texting.providers import Text, hand_over
from texting.sending import send

logger = logging.getLogger(__name__)

# Seconds; doubled each time.
FIRST_DELAY = 4
TRIES = 5
# Neither number nor text in the worker's own log; what Celery would write of a task by itself has both.
UNSAID = "…"


@shared_task(name="texting.send", bind=True, max_retries=TRIES - 1)
def send_text(
    self: Task, *, to: str, text: str, reference: str, until: str, kind: str = "", data: Mapping[str, str] | None = None
) -> None:
    """Send one text, while it is worth anything. An empty one is dropped."""
    if not text:
        return
    if timezone.now() > dt.datetime.fromisoformat(until):
        logger.warning("text %s is not sent: it came too late", reference)
        return
    again = self.request.retries > 0
    try:
        # Counted once, however often it is tried.
        (hand_over if again else send)(Text(to=to, text=text, reference=reference, kind=kind, data=data or {}))
    except Rejected as error:
        logger.error("text %s was refused: %s", reference, error)
    except NotNow as error:
        if self.request.retries >= TRIES - 1:
            logger.error("text %s is given up: %s", reference, error)
            return
        logger.warning("text %s is put off: %s", reference, error)
        delay = FIRST_DELAY * 2**self.request.retries
        raise self.retry(countdown=delay, exc=error, kwargsrepr=UNSAID) from error


def send_soon(
    *,
    to: str,
    text: str,
    good_for: dt.timedelta,
    now: dt.datetime,
    kind: str = "",
    data: Mapping[str, str] | None = None,
) -> None:
    """Ask a worker to send `text` to the number `to`, no later than `good_for` from `now`.

    `kind` and `data` say the same to a provider that fills templates (docs/operating.md has the names).

    An empty text asks a worker for nothing, and takes as long: no clock tells who has an account. A queue that is down
    is logged; whoever waits for the text asks again.
    """
    reference = uuid.uuid4().hex
    told = {"to": to, "text": text, "reference": reference, "until": (now + good_for).isoformat(), "kind": kind}
    try:
        send_text.apply_async(
            kwargs=told | {"data": dict(data or {})}, retry=False, expires=good_for.total_seconds(), kwargsrepr=UNSAID
        )
    except Exception:
        logger.exception("the queue did not take text %s", reference)
