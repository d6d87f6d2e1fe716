"""Celery's tasks that beat asks for: each leaves a line in the log and a row that readiness reads."""

import datetime as dt
import functools
import logging
import time
from collections.abc import Callable
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from common.data.db import atomic_with_retry
from common.models import Work
from common.work.sweep import Count, counted

logger = logging.getLogger(__name__)


def periodic(name: str) -> Callable[[Callable[..., Any]], Task]:
    """A task called `name`. What its sweeps had to leave (see `sweep.each`), and an error that ended it, are noted."""

    def decorate(function: Callable[..., Any]) -> Task:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            started = time.monotonic()
            with counted() as count:
                try:
                    answer = function(*args, **kwargs)
                except Exception:
                    note(name, ran_at=None, failed=count.failed + 1)
                    raise
            note(name, ran_at=timezone.now(), failed=count.failed)
            _tell(name, answer, count, seconds=time.monotonic() - started)
            return answer

        return shared_task(run, name=name)

    return decorate


@atomic_with_retry
def note(name: str, *, ran_at: dt.datetime | None, failed: int = 0) -> None:
    """Write how a run of `name` went; without `ran_at` it did not come to its end."""
    came_to_its_end = {} if ran_at is None else {"ran_at": ran_at}
    Work.objects.update_or_create(name=name, defaults={"failed": failed, **came_to_its_end})


def _tell(name: str, answer: Any, count: Count, *, seconds: float) -> None:
    logger.info("%s: %s; %d done, %d failed, %.1f s", name, answer, count.done, count.failed, seconds)
