"""Beat goes on after a wrong clock, a night asleep and a task that is no more; readiness sees that it lives."""

import datetime as dt

import pytest
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from health_check.exceptions import ServiceWarning

from bookings.tasks import tidy
from common.models import Work
from common.tasks import pulse
from common.work.periodic import note
from config import beat
from config.celery import app
from pages.checks.work import PeriodicTasks, Workers
from tests.factories import local_time

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Asked(beat.Scheduler):
    """Notes what it would have sent."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It would write to the database when the process ends.
        self._finalize.cancel()

    def apply_entry(self, entry, producer=None):
        self.asked.append(entry.name)


@pytest.fixture
def scheduler(monkeypatch):
    # The test's connection is in its transaction.
    monkeypatch.setattr("django_celery_beat.schedulers.close_old_connections", lambda: None)
    Asked.asked = []
    return Asked(app=app)


def asked(scheduler) -> list[str]:
    """All that is asked for at this moment."""
    scheduler.asked.clear()
    for _ in range(50):
        if scheduler.tick() > 0:
            break
    return list(scheduler.asked)


class Clock:
    """The wall's, which may be set, and the one that only goes forward."""

    def __init__(self, monkeypatch) -> None:
        self.wall, self.forward = 1_800_000_000.0, 1_000.0
        monkeypatch.setattr(beat.time, "time", lambda: self.wall)
        monkeypatch.setattr(beat.time, "monotonic", lambda: self.forward)


def test_what_ran_tomorrow_by_a_clock_that_was_wrong_is_asked_for_now(scheduler):
    PeriodicTask.objects.update(last_run_at=timezone.now() + 30 * DAY)
    assert set(app.conf.beat_schedule) <= set(asked(Asked(app=app)))


def test_what_never_ran_is_asked_for_at_once_however_seldom_it_is_due(scheduler):
    assert "make slots" in asked(scheduler)


def test_a_clock_that_is_set_back_while_beat_runs_lets_all_be_looked_at_afresh(scheduler, monkeypatch):
    clock = Clock(monkeypatch)
    asked(scheduler)
    looked_at = []
    monkeypatch.setattr(scheduler, "populate_heap", lambda: looked_at.append(1) or setattr(scheduler, "_heap", []))
    clock.wall, clock.forward = clock.wall + 5, clock.forward + 5
    scheduler.tick()
    assert not looked_at
    clock.wall, clock.forward = clock.wall - 86_400, clock.forward + 5
    scheduler.tick()
    assert looked_at


def test_rows_of_tasks_that_were_removed_or_renamed_go(scheduler):
    every, _ = IntervalSchedule.objects.get_or_create(every=10, period=IntervalSchedule.SECONDS)
    PeriodicTask.objects.create(name="drain", task="bookings.tasks.drain_outbox", interval=every)
    PeriodicTask.objects.create(name="phơi gốm", task="bookings.tasks.gone", interval=every)
    again = Asked(app=app)
    again.schedule  # noqa: B018  (read on first use)
    assert set(PeriodicTask.objects.values_list("name", flat=True)) - {"celery.backend_cleanup"} == set(
        app.conf.beat_schedule
    )
    assert set(again.schedule) <= {*app.conf.beat_schedule, "celery.backend_cleanup"}


@pytest.mark.parametrize(
    ("hour", "age", "runs"),
    [(3, 23 * HOUR, True), (3, HOUR, False), (14, 23 * HOUR, False), (14, 25 * HOUR, True), (14, -9 * DAY, True)],
)
def test_nightly_work_is_done_at_night_and_by_day_where_it_is_a_day_old(hour, age, runs, monkeypatch):
    moment = local_time(dt.date(2026, 12, 2), hour, 20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    note(tidy.name, ran_at=moment - age)
    tidy(when_old=True)
    assert (Work.objects.get(name=tidy.name).ran_at == moment) == runs


def test_nightly_work_that_was_never_done_is_done_at_once_and_by_hand_always():
    assert tidy(when_old=True) is not None
    assert tidy(when_old=True) is None
    assert tidy() is not None


def test_nothing_waits_for_an_hour_of_the_night():
    for name, entry in app.conf.beat_schedule.items():
        assert isinstance(entry["schedule"], float), name


def ready_says(check) -> str:
    try:
        check.run()
    except ServiceWarning as warning:
        return str(warning)
    return check.pretty_status()


def test_beat_and_each_queue_say_that_they_live_and_readiness_says_since_when(scheduler):
    assert "never seen here, was it started? beat, queue celery" in ready_says(Workers())
    asked(scheduler)
    assert "never seen here, was it started? queue celery" in ready_says(Workers())
    pulse("celery")
    assert ready_says(Workers()) == "OK, last seen: beat 0 seconds ago, queue celery 0 seconds ago"


@pytest.mark.parametrize("age", [11 * HOUR, -11 * HOUR])
@pytest.mark.parametrize("silent", ["beat", "queue celery"])
def test_one_that_was_not_seen_for_long_is_named(silent, age):
    for name in ("beat", "queue celery"):
        note(name, ran_at=timezone.now() - (age if name == silent else 0 * HOUR))
    assert "degraded" in ready_says(Workers())
    assert f"{silent} {'minus ' * (age < 0 * HOUR)}1" in ready_says(Workers())


def test_every_queue_that_is_asked_to_work_has_a_pulse():
    entries = app.conf.beat_schedule.values()
    queues = {entry.get("options", {}).get("queue", app.conf.task_default_queue) for entry in entries}
    assert queues == {entry["args"][0] for entry in entries if entry["task"] == pulse.name}


def test_a_moment_that_is_still_to_come_does_not_hide_that_a_task_stopped():
    note("bookings.tasks.expire_holds", ran_at=timezone.now() + 5 * DAY)
    assert "bookings.tasks.expire_holds was last done minus" in ready_says(PeriodicTasks())


def test_beat_says_so_now_and_then_and_not_at_each_look(scheduler, monkeypatch, django_assert_num_queries):
    clock = Clock(monkeypatch)
    said = []
    monkeypatch.setattr(beat, "note", lambda name, ran_at: said.append(name))
    for _ in range(10):
        scheduler.tick()
        clock.wall, clock.forward = clock.wall + 1, clock.forward + 1
    assert said == ["beat"]
