"""The work that nobody watches is done: by beat, workers, tasks, mails."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Case, Count, F, Min, Q, When
from django.utils import timezone
from health_check.base import HealthCheck
from health_check.exceptions import ServiceWarning

from common.models import Work
from common.tasks import pulse
from common.work.periodic import A_DAY, BEAT, QUEUE
from outbox.enums import MessageState
from outbox.models import OutboxMessage, ahead

# A task may miss its time twice, as while workers are restarted, and the quickest may have to wait for a slow one.
MISSED = 3
LEAST = dt.timedelta(minutes=10)
# What readiness names before it only counts.
MOST = 10
WAITS_LONG = dt.timedelta(minutes=15)
# A mail that was given up is told for as long as somebody may still mend it; `audit_bookings` goes on naming it.
TOLD_FOR = dt.timedelta(days=7)


@dataclass
class PeriodicTasks(HealthCheck):
    """Each that beat asks for came to its end lately, and left no row behind. One that never ran is no fault yet."""

    def run(self) -> None:
        now = timezone.now()
        done = {work.name: work for work in Work.objects.order_by("name")}
        failing = [work for work in done.values() if work.failed]
        said = [f"{work.name} failed for {work.failed}, its log says why" for work in failing[:MOST]]
        if len(failing) > MOST:
            said.append(f"{len(failing) - MOST} more failed")
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            work = done.get(entry["task"])
            if work and not work.failed and work.ran_at and _apart(now, work.ran_at) > _longest(entry):
                said.append(f"{work.name} was last done {age(now - work.ran_at)} ago")
        if said:
            raise ServiceWarning("degraded: " + "; ".join(said))


@dataclass
class Workers(HealthCheck):
    """Beat lives, and somebody works at each queue."""

    seen: str = field(default="", init=False, repr=False)

    def run(self) -> None:
        now = timezone.now()
        seen = Work.objects.filter(Q(name=BEAT) | Q(name__startswith=QUEUE), ran_at__isnull=False).order_by("name")
        self.seen = ", ".join(f"{work.name} {age(now - work.ran_at)} ago" for work in seen if work.ran_at)
        never = sorted(_workers() - {work.name for work in seen})
        said = [f"never seen here, was it started? {', '.join(never)}"] if never else []
        if any(work.ran_at and _apart(now, work.ran_at) > LEAST for work in seen):
            said.append(f"last seen: {self.seen}")
        if said:
            raise ServiceWarning(f"degraded: mails and offers wait; {'; '.join(said)}")

    def pretty_status(self) -> str:
        return f"OK, last seen: {self.seen}" if self.seen else "OK"


@dataclass
class Mails(HealthCheck):
    """None waits long or was given up, and all can be written."""

    oldest: str = field(default="", init=False, repr=False)

    def run(self) -> None:
        now = timezone.now()
        # What was set for later waits from then on.
        later = Q(attempts=0, due_at__gt=F("created_at"))
        since = Case(When(later, then="due_at"), default="created_at")
        waiting = OutboxMessage.objects.waiting().aggregate(
            oldest=Min(since, filter=~Q(attempts=0, due_at__gt=now)),
            unwritten=Count("pk", filter=Q(unwritten_at__isnull=False)),
        )
        said = []
        if waiting["oldest"]:
            self.oldest = age(now - waiting["oldest"])
        wrong_clock = OutboxMessage.objects.filter(ahead(now)).count()
        if wrong_clock:
            said.append(f"{wrong_clock} mails were put off to a time that no delay reaches, was the clock wrong?")
        given_up = (
            OutboxMessage.objects.filter(state=MessageState.FAILED, due_at__gt=now - TOLD_FOR)
            .exclude(ahead(now))
            .count()
        )
        if given_up:
            said.append(f"{given_up} mails were given up within {TOLD_FOR.days} days, audit_bookings names them")
        if waiting["unwritten"]:
            said.append(f"{waiting['unwritten']} mails cannot be written by a fault of ours, the log says why")
        if waiting["oldest"] and now - waiting["oldest"] > WAITS_LONG:
            said.append(f"the oldest mail has waited {self.oldest}")
        if said:
            raise ServiceWarning("degraded: " + "; ".join(said))

    def pretty_status(self) -> str:
        return f"OK, the oldest mail has waited {self.oldest}" if self.oldest else "OK"


def age(span: dt.timedelta) -> str:
    """In the largest unit of which there are two, for whoever is woken by it."""
    seconds = int(span.total_seconds())
    if seconds < 0:
        return f"minus {age(-span)}"
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"


def _workers() -> set[str]:
    """Beat, and each queue that beat sends a pulse to."""
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    return {BEAT, *(f"{QUEUE}{entry['args'][0]}" for entry in entries if entry["task"] == pulse.name)}


def _apart(now: dt.datetime, moment: dt.datetime) -> dt.timedelta:
    """One that is still to come was written by a clock that was wrong, and says as little as one long ago."""
    return abs(now - moment)


def _longest(entry: dict[str, Any]) -> dt.timedelta:
    """How old the last run of what beat asks for may be."""
    if entry.get("kwargs", {}).get("when_old"):
        return MISSED * A_DAY
    return max(MISSED * maybe_schedule(entry["schedule"]).run_every, LEAST)
