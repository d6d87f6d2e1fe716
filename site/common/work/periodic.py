"""Celery's tasks that beat asks for: each leaves a line in the log and a row that readiness reads."""

import datetime as dt
import functools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from common.data.db import atomic_with_retry
from common.models import Work
from common.work.sweep import Count, counted

logger = logging.getLogger(__name__)

NIGHT = range(2, 5)
THIS_NIGHT = dt.timedelta(hours=12)
A_DAY = dt.timedelta(days=1)
# The names of what is no task: beat itself, and a queue, before its own.
BEAT, QUEUE = "beat", "queue "


@dataclass(frozen=True)
class GoesOn:
    """The answer of a piece that has asked for its next one: the run has not come to its end, and is not noted."""

    after: Any


def periodic(name: str) -> Callable[[Callable[..., Any]], Task]:
    """A task called `name`. What its sweeps had to leave (see `sweep.each`), and an error that ended it, are noted.

    With `when_old=True` it does nothing unless its last run that came to its end is old (see `is_old`).
    """

    def decorate(function: Callable[..., Any]) -> Task:
        @functools.wraps(function)
        def run(*args: Any, when_old: bool = False, **kwargs: Any) -> Any:
            if when_old and not is_old(name, now=timezone.now()):
                return None
            started = time.monotonic()
            with counted() as count:
                try:
                    answer = function(*args, **kwargs)
                except Exception:
                    note(name, ran_at=None, failed=count.failed + 1)
                    raise
            if not isinstance(answer, GoesOn):
                note(name, ran_at=timezone.now(), failed=count.failed)
            _tell(name, answer, count, seconds=time.monotonic() - started)
            return answer

        return shared_task(run, name=name)

    return decorate


@contextmanager
def part_of(name: str, row: object) -> Iterator[None]:
    """What `name` handed on about `row` is done inside; readiness hears of it as long as it fails, and no longer."""
    part = f"{name} {row}"
    with counted() as count:
        try:
            yield
        except Exception:
            note(part, ran_at=None, failed=count.failed + 1)
            raise
    if count.failed:
        note(part, ran_at=timezone.now(), failed=count.failed)
    else:
        Work.objects.filter(name=part).delete()


def is_old(name: str, *, now: dt.datetime) -> bool:
    """Whether nightly work is to be done: at night what was not done this night, by day what was not done for a day."""
    ran_at = Work.objects.filter(name=name).values_list("ran_at", flat=True).first()
    # A moment that is still to come was written by a clock that was wrong.
    if ran_at is None or ran_at > now:
        return True
    at_night = timezone.localtime(now).hour in NIGHT
    return now - ran_at > (THIS_NIGHT if at_night else A_DAY)


@atomic_with_retry
def note(name: str, *, ran_at: dt.datetime | None, failed: int = 0) -> None:
    """Write how a run of `name` went; without `ran_at` it did not come to its end."""
    came_to_its_end = {} if ran_at is None else {"ran_at": ran_at}
    Work.objects.update_or_create(name=name, defaults={"failed": failed, **came_to_its_end})


def _tell(name: str, answer: Any, count: Count, *, seconds: float) -> None:
    logger.info("%s: %s; %d done, %d failed, %.1f s", name, answer, count.done, count.failed, seconds)
