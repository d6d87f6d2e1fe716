"""Where several closures close a day, the oldest is the one that closes it."""

import datetime as dt

import pytest

from bookings.domain.calendar.closed_days import closures_by_day
from bookings.domain.calendar.closures import close
from bookings.models import Closure
from tests.factories import local_time, make_experience, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SATURDAY = dt.date(2026, 11, 28)


@shared
def slots():
    """Of one experience, on Friday, Saturday and Sunday."""
    experience = make_experience()
    return [make_slot(experience, local_time(SATURDAY + offset * DAY)) for offset in (-1, 0, 1)]


@pytest.mark.parametrize("older_is_shorter", [True, False])
def test_the_closure_that_was_there_first_closes_the_day_whichever_begins_first(slots, now, older_is_shorter):
    short, long = (SATURDAY, SATURDAY), (SATURDAY - DAY, SATURDAY + DAY)
    spans = [short, long] if older_is_shorter else [long, short]
    host = slots[0].experience.host
    older, newer = (close(host=host, days=days, by=make_user(), now=now) for days in spans)
    for slot in slots:
        slot.refresh_from_db()
    expected = [newer, older, newer] if older_is_shorter else [older, older, older]
    assert [slot.closure for slot in slots] == expected


def test_of_closures_that_meet_the_first_that_is_given_counts():
    whole = Closure(first_day=SATURDAY - DAY, last_day=SATURDAY, reason="Giỗ tổ")
    other = Closure(first_day=SATURDAY, last_day=SATURDAY + DAY, reason="Sửa lò")
    found = closures_by_day([whole, other], first=SATURDAY - DAY, last=SATURDAY + DAY)
    assert [(day - SATURDAY, closure.reason) for day, closure in sorted(found.items())] == [
        (-DAY, "Giỗ tổ"),
        (0 * DAY, "Giỗ tổ"),
        (DAY, "Sửa lò"),
    ]
