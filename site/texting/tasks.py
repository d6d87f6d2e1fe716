"""Celery's part of texting: nobody waits for a provider, and what it did not take is tried again."""

import datetime as dt
import logging
import uuid

from celery import Task, shared_task
from django.utils import timezone

from texting.providers import NotNow, Rejected, Text, hand_over
from texting.sending import send

logger = logging.getLogger(__name__)

# Seconds; doubled each time.
FIRST_DELAY = 4
TRIES = 5


@shared_task(name="texting.send", bind=True, max_retries=TRIES - 1)
def send_text(self: Task, *, to: str, text: str, reference: str, until: str) -> None:
    """Send one text, while it is worth anything. An empty one is dropped."""
    if not text:
        return
    if timezone.now() > dt.datetime.fromisoformat(until):
        logger.warning("text %s is not sent: it came too late", reference)
        return
    again = self.request.retries > 0
    try:
        # Counted once, however often it is tried.
        (hand_over if again else send)(Text(to=to, text=text, reference=reference))
    except Rejected as error:
        logger.error("text %s was refused: %s", reference, error)
    except NotNow as error:
        if self.request.retries >= TRIES - 1:
            logger.error("text %s is given up: %s", reference, error)
            return
        logger.warning("text %s is put off: %s", reference, error)
        raise self.retry(countdown=FIRST_DELAY * 2**self.request.retries, exc=error) from error


def send_soon(*, to: str, text: str, good_for: dt.timedelta, now: dt.datetime) -> None:
    """Ask a worker to send `text` to the number `to`, no later than `good_for` from `now`.

    An empty text asks a worker for nothing, and takes as long: no clock tells who has an account. A queue that is down
    is logged; whoever waits for the text asks again.
    """
    reference = uuid.uuid4().hex
    told = {"to": to, "text": text, "reference": reference, "until": (now + good_for).isoformat()}
    try:
        # Neither number nor text in the worker's own log.
        send_text.apply_async(kwargs=told, retry=False, expires=good_for.total_seconds(), kwargsrepr="…")
    except Exception:
        logger.exception("the queue did not take text %s", reference)
