"""Celery's part: take ids, load, one domain call. Each may run twice, or beside itself, without harm."""

import logging
import time

from celery import shared_task
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bookings.domain.booking.expire import expire_holds as expire_holds_now
from bookings.domain.booking.minimum import decide_due
from bookings.domain.booking.tidy import forget_holds, forget_waiting
from bookings.domain.calendar.slots import make_slots as make_slots_now
from bookings.domain.messages import send_due
from bookings.domain.sharing.rota import plan_all
from bookings.domain.waiting.offers import offer_waiting as offer_waiting_now
from bookings.mail.render import deliver
from common.data.cache_files import forget_files

logger = logging.getLogger(__name__)


@shared_task
def drain_outbox() -> str:
    """Send what is due."""
    sent, delayed = send_due(now=timezone.now(), deliver=deliver)
    return f"sent {sent}, put off {delayed}"


@shared_task
def expire_holds() -> int:
    """Mark holds that ran out."""
    return expire_holds_now(now=timezone.now())


@shared_task
def offer_waiting() -> int:
    """Offer seats that came free to those who wait for them, and end lists that are over."""
    return offer_waiting_now(now=timezone.now())


@shared_task
def decide_minimum() -> int:
    """Decide visits that need a minimum of guests."""
    return decide_due(now=timezone.now())


@shared_task
def make_slots() -> int:
    """Carry the rolling horizon forward."""
    return make_slots_now(now=timezone.now())


@shared_task
def plan_rota() -> int:
    """Give each coming visit its artisans."""
    return plan_all(now=timezone.now())


@shared_task
def tidy() -> int:
    """Forget what nobody needs: old holds, ended sessions, files of the cache."""
    call_command("clearsessions")
    now = timezone.now()
    return forget_holds(now=now) + forget_waiting(now=now) + forget_files(now=now)


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
