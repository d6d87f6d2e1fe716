"""The work that nobody watches is done: periodic tasks and mails. What was never seen here is no fault yet."""

import datetime as dt
from dataclasses import dataclass

from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from health_check.base import HealthCheck
from health_check.exceptions import ServiceWarning

from common.models import Work
from outbox.models import OutboxMessage

# A task may miss its time twice, as while workers are restarted, and the quickest may have to wait for a slow one.
MISSED = 3
LEAST = dt.timedelta(minutes=10)
WAITS_LONG = dt.timedelta(minutes=15)


@dataclass
class PeriodicTasks(HealthCheck):
    """Each that beat asks for came to its end lately, and left no row behind."""

    def run(self) -> None:
        now = timezone.now()
        done = {work.name: work for work in Work.objects.all()}
        said = []
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            work = done.get(entry["task"])
            if work and work.failed:
                said.append(f"{work.name} failed for {work.failed}, its log says why")
            elif work and work.ran_at and now - work.ran_at > _longest(entry["schedule"]):
                said.append(f"{work.name} was last done {age(now - work.ran_at)} ago")
        if said:
            raise ServiceWarning("degraded: " + "; ".join(said))


@dataclass
class Mails(HealthCheck):
    """None waits long, and all can be written."""

    def run(self) -> None:
        now = timezone.now()
        waiting = OutboxMessage.objects.waiting().aggregate(
            oldest=Min("created_at"), unwritten=Count("pk", filter=Q(unwritten_at__isnull=False))
        )
        said = []
        if waiting["unwritten"]:
            said.append(f"{waiting['unwritten']} mails cannot be written by a fault of ours, the log says why")
        if waiting["oldest"] and now - waiting["oldest"] > WAITS_LONG:
            said.append(f"the oldest mail has waited {age(now - waiting['oldest'])}")
        if said:
            raise ServiceWarning("degraded: " + "; ".join(said))


def age(span: dt.timedelta) -> str:
    """In the largest unit of which there are two, for whoever is woken by it."""
    seconds = int(span.total_seconds())
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"


def _longest(schedule: object) -> dt.timedelta:
    """How old a task's last run may be."""
    every = getattr(maybe_schedule(schedule), "run_every", dt.timedelta(days=1))
    return max(MISSED * every, LEAST)
