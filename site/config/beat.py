"""Beat: asks for all work in its time, also after a clock that was wrong or a machine that slept."""

import datetime as dt
import logging
import time
from typing import Any

from celery import Celery
from django.db import DatabaseError
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry

from common.work.periodic import BEAT, note

logger = logging.getLogger(__name__)

LONG_AGO = dt.timedelta(days=2)
# Seconds.
SEEN_EVERY = 15
# How far apart the clock on the wall and the one that only goes forward may run before the first was set back.
SET_BACK = 5


class Entry(ModelEntry):
    """Due at once where it never ran, or ran "tomorrow" by a clock that was wrong.

    Otherwise the first would wait for its whole interval after each start, and the second for tomorrow.
    """

    def __init__(self, model: PeriodicTask, app: Celery | None = None) -> None:
        never = model.last_run_at is None
        super().__init__(model, app=app)
        if never:
            self._let_run()

    def is_due(self) -> Any:
        if self.last_run_at > self._default_now():
            self._let_run()
        return super().is_due()

    def _let_run(self) -> None:
        self.last_run_at = self.model.last_run_at = self._default_now() - LONG_AGO


class Scheduler(DatabaseScheduler):
    """Its rows are those of the settings and no others; it says that it lives."""

    Entry = Entry

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._clocks: tuple[float, float] = time.time(), time.monotonic()
        self._seen = float("-inf")
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        super().setup_schedule()
        wanted = [*self.app.conf.beat_schedule, "celery.backend_cleanup"]
        stale = self.Model.objects.exclude(name__in=wanted)
        for name in stale.values_list("name", flat=True):
            logger.info("%s is asked for no more", name)
        # Through the model, so that a schedule that was read already is read again.
        for row in stale:
            row.delete()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wall, forward = time.time(), time.monotonic()
        if (wall - self._clocks[0]) < (forward - self._clocks[1]) - SET_BACK:
            logger.warning("the clock was set back; all entries are looked at afresh")
            self._heap = None
        self._clocks = wall, forward
        if forward - self._seen > SEEN_EVERY:
            self._seen = forward
            self._say()
        return super().tick(*args, **kwargs)

    def _say(self) -> None:
        try:
            note(BEAT, ran_at=timezone.now())
        except DatabaseError:
            logger.exception("beat could not say that it lives")
