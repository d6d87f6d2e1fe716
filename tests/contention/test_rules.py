"""Hands that say the same at the same moment: one rule of it."""

import datetime as dt
from functools import partial

import pytest

from bookings.domain.calendar.closures import close_day
from bookings.domain.calendar.schedules import ChangedMeanwhile, said_by, save_schedule
from bookings.domain.sharing.days_off import OffAlready, add_day_off
from bookings.models import Closure, DayOff, Schedule, Slot
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_artisan, make_schedule

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


def test_closing_a_day_many_times_at_once_makes_one_closure(experience, now):
    day = now.date() + dt.timedelta(days=3)
    answers = all_at_once([partial(close_day, host=experience.host, day=day, by=None, now=now) for _ in range(4)])
    assert errors(answers) == []
    assert Closure.objects.count() == 1
    assert {answer.pk for answer in answers} == {Closure.objects.get().pk}


def test_saving_a_schedule_many_times_at_once_makes_one(experience, now):
    def job():
        day = now.date()
        rule = Schedule(experience=experience, weekdays=[5], times=["08:30"], dates=[], valid_from=day)
        return save_schedule(schedule=rule, now=now)

    answers = all_at_once([job] * 4)
    assert errors(answers) == []
    assert Schedule.objects.count() == 1
    assert sum(answers) == Slot.objects.count() > 0


def test_noting_a_day_off_many_times_at_once_notes_it_once(experience, now):
    artisan, day = make_artisan(experience.host), now.date() + dt.timedelta(days=3)
    job = partial(add_day_off, artisan=artisan, first_day=day, last_day=day, now=now)
    answers = all_at_once([job] * 4)
    assert [type(error) for error in errors(answers)] == [OffAlready] * 3
    assert DayOff.objects.count() == 1


def test_of_many_who_change_one_schedule_at_once_one_is_heard_and_the_others_are_told(experience, now):
    rule = make_schedule(experience, valid_from=now.date(), capacity=8)
    stood = said_by(rule)

    def job(capacity: int):
        mine = Schedule.objects.get(pk=rule.pk)
        mine.capacity = capacity
        return save_schedule(schedule=mine, now=now, stood=stood)

    answers = all_at_once([partial(job, capacity) for capacity in (3, 4, 5, 6)])
    assert [type(error) for error in errors(answers)] == [ChangedMeanwhile] * 3
    assert Schedule.objects.get().capacity in (3, 4, 5, 6)
