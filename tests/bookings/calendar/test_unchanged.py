"""Hosts whose rules changed, and no others, are asked for; a second run looks and does nothing."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.domain.booking.cancel import cancel
from bookings.domain.calendar import slots
from bookings.domain.calendar.slots import make_slots, make_slots_of_host
from bookings.domain.calendar.unchanged import hosts_to_apply
from bookings.enums import CancelledBy
from bookings.models import Closure, Schedule, Slot
from experiences.models import Experience
from tests.factories import NOW, make_booking, make_experience, make_resource, make_schedule, make_use
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def experience():
    return make_schedule().experience


@shared
def other():
    return make_schedule().experience


@shared
def applied(experience, other, now):
    make_slots(now=now)


def test_all_are_asked_for_that_were_never_applied(experience, other, now):
    assert hosts_to_apply(now=now) == sorted([experience.host_id, other.host_id])


def test_nobody_is_asked_for_once_they_were_until_the_next_day(applied, experience, other, now):
    assert hosts_to_apply(now=now) == []
    # A visit that has begun meanwhile changes nothing.
    assert hosts_to_apply(now=now + 14 * HOUR) == []
    assert len(hosts_to_apply(now=now + 24 * HOUR)) == 2


def close(experience):
    days = {"first_day": dt.date(2026, 12, 1), "last_day": dt.date(2026, 12, 2)}
    Closure.objects.create(host=experience.host, created_at=NOW, **days)


def share(experience):
    make_use(experience, make_resource(experience.host))


CHANGES = {
    "another time": lambda e: Schedule.objects.filter(experience=e).update(times=["10:00"]),
    "one schedule more": lambda e: make_schedule(e, times=["15:00"]),
    "no schedule": lambda e: Schedule.objects.filter(experience=e).delete(),
    "more seats": lambda e: Experience.objects.filter(pk=e.pk).update(capacity=20),
    "a later close": lambda e: Experience.objects.filter(pk=e.pk).update(cutoff_minutes=15),
    "a closed day": close,
    "a shared resource": share,
    "a party": lambda e: make_booking(Slot.objects.filter(experience=e).last()),
    "a lost slot": lambda e: Slot.objects.filter(experience=e).last().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_slots_follow_from_asks_for_that_host_alone(applied, experience, now, change):
    CHANGES[change](experience)
    assert hosts_to_apply(now=now) == [experience.host_id]
    make_slots_of_host(host_id=experience.host_id, now=now)
    assert hosts_to_apply(now=now) == []


def test_seats_that_were_kept_for_guests_go_when_the_guests_go(applied, experience, now):
    booking = make_booking(Slot.objects.filter(experience=experience).last(), adults=6, now=now)
    Experience.objects.filter(pk=experience.pk).update(capacity=4)
    make_slots_of_host(host_id=experience.host_id, now=now)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    assert hosts_to_apply(now=now) == [experience.host_id]
    make_slots_of_host(host_id=experience.host_id, now=now)
    assert set(Slot.objects.filter(experience=experience).values_list("capacity", flat=True)) == {4}


def test_what_is_switched_off_is_not_asked_for(experience, now):
    Experience.objects.update(active=False)
    assert hosts_to_apply(now=now) == []


def test_an_experience_that_failed_is_asked_for_again(experience, other, now, monkeypatch):
    real = slots._apply_rules

    def fail(one, **kwargs):
        if one.pk == experience.pk:
            raise ValueError
        return real(one, **kwargs)

    monkeypatch.setattr(slots, "_apply_rules", fail)
    make_slots(now=now)
    assert hosts_to_apply(now=now) == [experience.host_id]


def test_a_cache_that_forgot_costs_work_and_nothing_else(applied, now):
    cache.clear()
    assert len(hosts_to_apply(now=now)) == 2
    assert make_slots(now=now) == 0


@pytest.mark.parametrize("number", [1, 5])
def test_looking_costs_the_same_number_of_queries_for_any_number_of_hosts(now, number, django_assert_num_queries):
    for _ in range(number):
        make_schedule(make_experience(extras=()))
    make_slots(now=now)
    with django_assert_num_queries(5):
        assert hosts_to_apply(now=now) == []


def test_a_second_run_of_the_rules_inserts_nothing(applied, now):
    with CaptureQueriesContext(connection) as run:
        assert make_slots(now=now) == 0
    assert not [query["sql"] for query in run if query["sql"].startswith("INSERT")]


def test_what_is_missing_alone_is_inserted(applied, experience, now):
    Slot.objects.filter(pk__in=Slot.objects.filter(experience=experience).values_list("pk")[5:8]).delete()
    with CaptureQueriesContext(connection) as run:
        assert make_slots(now=now) == 3
    (insert,) = [query["sql"] for query in run if query["sql"].startswith("INSERT")]
    assert insert.count("2026-") + insert.count("2027-") < 3 * 6
