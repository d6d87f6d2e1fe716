"""How much work things are, counted in lines of code and not in time, which on a busy machine says nothing.

A second run over all slots looks and does next to nothing; what many experiences share costs each of them the same.
"""

import datetime as dt
import sys
from collections.abc import Callable
from functools import partial

import pytest

from bookings.domain.calendar import availability
from bookings.domain.calendar.slots import make_slots
from bookings.domain.calendar.unchanged import hosts_to_apply
from experiences.models import Experience
from tests.factories import make_experience, make_host, make_resource, make_schedule, make_slot, make_use

pytestmark = pytest.mark.django_db
# Two thousandths of a second of CPU are some tens of thousands of lines.
LINES_IN_2_MS = 20_000
DAYS = range(2, 8)


def lines(act: Callable[[], object]) -> int:
    """How many lines of Python are run. Once before, so that what is done only once is done."""
    act()
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def test_a_second_run_over_all_slots_is_next_to_no_work_for_each_experience(now):
    counted = []
    for number in (2, 6):
        for _ in range(number):
            make_schedule()
        make_slots(now=now)
        assert hosts_to_apply(now=now) == []
        counted.append(lines(lambda: hosts_to_apply(now=now)))
    each = (counted[1] - counted[0]) / 6
    assert each < LINES_IN_2_MS / 10


def month_of_one(experiences: list[Experience], now: dt.datetime) -> None:
    availability.month(experiences[0], first=now.date(), now=now)


def next_of_all(experiences: list[Experience], now: dt.datetime) -> None:
    availability.next_starts([experience.pk for experience in experiences], now=now)


def some_days_of_all(experiences: list[Experience], now: dt.datetime) -> None:
    ids, first = [experience.pk for experience in experiences], now.date()
    last = first + dt.timedelta(days=9)
    availability.between(experience_ids=ids, first=first, last=last, now=now, limit=10_000)


LOOKS = {"a month of one": month_of_one, "the next of all": next_of_all, "some days of all": some_days_of_all}


@pytest.mark.parametrize("look", LOOKS)
def test_what_many_experiences_share_is_not_looked_through_for_each_of_them(now, look):
    host = make_host()
    resource = make_resource(host, 10_000)
    counted, experiences = [], []
    for number in (10, 10, 20):
        for _ in range(number):
            experience = make_experience(host)
            make_use(experience, resource)
            experiences.append(experience)
            for day in DAYS:
                make_slot(experience, now=now, days=day, taken=2)
        counted.append(lines(partial(LOOKS[look], experiences, now)))
    # Twice as many more are twice the work more, and a little; looking through all of them for each is four times.
    ten_more, twenty_more = counted[1] - counted[0], counted[2] - counted[1]
    assert twenty_more < 3 * ten_more
