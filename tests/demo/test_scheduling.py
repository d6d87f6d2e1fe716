"""The demo shows everything that the schedules can do, and keeps every rule of booking while it does."""

import datetime as dt
from collections import Counter
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.utils import timezone

from bookings.desk.calendar.rules_list import closure_lines, schedule_sections
from bookings.domain.audit.run import audit
from bookings.domain.calendar.slots import make_slots
from bookings.domain.sharing.rota import plan_all
from bookings.enums import ScheduleKind, UsePer
from bookings.models import Booking, Closure, DayOff, Resource, ResourceUse, Schedule, Slot, WaitingEntry
from demo.facts import load_facts
from demo.sample import load_bookings
from experiences.models import Experience, Unit
from tests.factories.clock import local_time
from tests.plugins.shared_stage import shared
from villages.models import Host

pytestmark = pytest.mark.django_db


def made(now: dt.datetime) -> None:
    """The demo as `load_demo` makes it, without its pages, which take longest."""
    load_facts(now=now)
    make_slots(now=now)
    load_bookings(now=now)
    plan_all(now=now)


@shared
def demo(db):
    made(timezone.now())


@pytest.fixture
def today():
    return timezone.localdate()


def test_there_is_a_schedule_of_every_kind_and_all_make_slots(demo):
    assert set(Schedule.objects.values_list("kind", flat=True)) == set(ScheduleKind.values)
    for schedule in Schedule.objects.exclude(kind=ScheduleKind.LUNAR):
        assert schedule.slots.exists(), schedule


def test_one_experience_is_offered_every_second_week_besides_its_weekly_hours(demo):
    schedule = Schedule.objects.get(every_weeks__gt=1)
    assert schedule.experience.schedules.filter(every_weeks=1).exists()
    days = [timezone.localtime(slot.starts_at).date() for slot in schedule.slots.order_by("starts_at")]
    apart = {(later - day).days for day, later in pairwise(days)}
    assert apart == {7 * schedule.every_weeks}


def test_single_dates_lie_ahead_on_open_days_with_seats_of_their_own(demo, today):
    schedule = Schedule.objects.get(kind=ScheduleKind.DATES)
    days = [dt.date.fromisoformat(text) for text in schedule.dates]
    assert len(days) > 1
    assert min(days) > today
    assert [timezone.localtime(slot.starts_at).date() for slot in schedule.slots.order_by("starts_at")] == days
    assert {slot.capacity for slot in schedule.slots.all()} == {schedule.capacity}
    assert schedule.capacity != schedule.experience.capacity
    firing = Closure.objects.get(experience=schedule.experience)
    assert not any(firing.first_day <= day <= firing.last_day for day in days)


def test_a_host_an_experience_and_a_resource_have_days_off_ahead(demo, today):
    house, one, shared = (
        Closure.objects.filter(experience=None, resource=None),
        Closure.objects.get(experience__isnull=False),
        Closure.objects.get(resource__isnull=False),
    )
    assert house.filter(lunar_first_month=12, lunar_last_month=1).count() == Host.objects.verified().count()
    for closure in (one, shared):
        assert closure.first_day > today
        assert closure.slots.exists()


def test_while_the_boat_is_ashore_nothing_sails_and_the_rest_of_the_house_goes_on(demo):
    boat = Closure.objects.get(resource__isnull=False)
    days = {"starts_at__date__gte": boat.first_day, "starts_at__date__lte": boat.last_day}
    sails = Experience.objects.filter(uses__resource=boat.resource)
    assert sails.count() > 1
    for experience in sails:
        slots = Slot.objects.filter(experience=experience, **days)
        assert slots.exists(), experience
        assert all(slot.is_closed for slot in slots), experience
    others = Slot.objects.for_host(boat.host).filter(**days).exclude(experience__in=sails)
    assert others.exclude(closure=boat).count() == others.count() > 0


def test_a_child_at_the_oar_takes_two_seats_and_one_party_has_booked_so(demo):
    unit = Unit.objects.get(seats=2)
    assert unit.needs_adult
    booking = Booking.objects.get(units__unit=unit)
    assert booking.seats == sum(line.quantity for line in booking.units.all()) + 1
    assert booking.slot.taken >= booking.seats


def test_what_is_shared_is_pieces_by_the_seat_a_whole_boat_and_people_who_take_turns(demo):
    assert set(ResourceUse.objects.values_list("per", flat=True)) == set(UsePer.values)
    assert ResourceUse.objects.filter(setup_minutes__gt=0, clearing_minutes__gt=0).exists()
    assert Resource.objects.filter(artisans__isnull=False).exists()
    assert Resource.objects.filter(artisans=None).exists()
    assert DayOff.objects.exists()


def test_a_full_time_has_a_waiting_list_of_people_who_have_not_booked_it(demo):
    entries = WaitingEntry.objects.waiting()
    assert entries.count() > 1
    slot = Slot.objects.get(pk__in=entries.values("slot"))
    assert slot.taken == slot.capacity
    booked = set(slot.bookings.values_list("contact_name", flat=True))
    waiting = {entry.contact_name for entry in entries}
    assert len(waiting) == entries.count()
    assert not booked & waiting


def test_one_experience_needs_a_minimum_and_one_time_was_changed_by_hand(demo):
    assert Slot.objects.upcoming(timezone.now()).filter(experience__min_to_run__gt=0, decision="").exists()
    changed = Slot.objects.get(capacity_by_hand=True)
    assert changed.capacity < changed.experience.capacity
    assert changed.prices
    assert changed.note


def test_the_desk_lists_each_rule_with_its_days(demo, today):
    lines = [
        line
        for host in Host.objects.verified()
        for part in schedule_sections(host, today=today)
        for line in part["lines"]
    ]
    assert len(lines) == Schedule.objects.count()
    assert not any(line["idle"] for line in lines)
    closed = Counter(line["icon"] for host in Host.objects.verified() for line in closure_lines(host, today=today))
    assert closed == {"moon": 4, "door-closed": 2}


def test_the_audit_finds_nothing_but_the_money_that_families_wait_for():
    call_command("load_demo")
    said = StringIO()
    call_command("audit_bookings", stdout=said)
    assert "nothing wrong, " in said.getvalue()
    assert {finding.invariant for finding in audit(now=timezone.now())} == {"money-to-give-back"}


@pytest.mark.parametrize(
    "day",
    [dt.date(2026, 11, 22), dt.date(2027, 1, 27), dt.date(2027, 2, 1), dt.date(2028, 6, 7)],
    ids=["Sunday", "closing-for-Tet", "Tet", "Wednesday"],
)
def test_on_whatever_day_it_is_made_the_audit_finds_nothing(day):
    now = local_time(day, 23, 30)
    made(now)
    assert [finding for finding in audit(now=now) if finding.invariant != "money-to-give-back"] == []
    assert dt.date.fromisoformat(Schedule.objects.get(kind=ScheduleKind.DATES).dates[0]) > day
    assert Booking.objects.filter(units__unit__seats=2).exists()
