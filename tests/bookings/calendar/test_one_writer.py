"""Rules have one writer at a time: whoever changes a host's holds the host first, before any slot."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.calendar import closures
from bookings.domain.calendar.schedules import remove_schedule, save_schedule
from bookings.domain.sharing.days_off import add_day_off, remove_day_off
from tests.factories import make_artisan, make_experience, make_schedule
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def writers(now):
    experience = make_experience()
    host, schedule, artisan = experience.host, make_schedule(experience), make_artisan(experience.host)
    day = timezone.localdate(now) + dt.timedelta(days=3)
    other = day + dt.timedelta(days=7)
    closure = closures.close_day(host=host, day=day, by=None, now=now)
    day_off, _short = add_day_off(artisan=artisan, first_day=day, last_day=day, now=now)
    return {
        "save_schedule": lambda: save_schedule(schedule=schedule, now=now),
        "remove_schedule": lambda: remove_schedule(schedule=schedule, now=now),
        "close_day": lambda: closures.close_day(host=host, day=other, by=None, now=now),
        "reopen_day": lambda: closures.reopen_day(host=host, day=day, now=now),
        "remove_closure": lambda: closures.remove(closure=closure, now=now),
        "add_day_off": lambda: add_day_off(artisan=artisan, first_day=other, last_day=other, now=now),
        "remove_day_off": lambda: remove_day_off(day_off=day_off, now=now),
    }


@pytest.mark.parametrize(
    "writer",
    [
        "save_schedule",
        "remove_schedule",
        "close_day",
        "reopen_day",
        "remove_closure",
        "add_day_off",
        "remove_day_off",
    ],
)
def test_the_first_that_is_written_is_the_hosts_own_row(writers, writer):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        writers[writer]()
    written = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "DELETE", "INSERT"))]
    assert written[0].startswith('UPDATE "villages_host"'), written[0]
