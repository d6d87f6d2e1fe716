"""Closed days: of the whole host, of one experience or of what shares a resource; solar or every lunar year."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.calendar.closures import ClosedByRule, DaysReversed, close_day, remove, reopen_day
from bookings.domain.calendar.closures import close as close_days
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.on_sale import SlotClosed
from bookings.models import Closure, Slot
from common.words.lunar import YearlySpan
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_resource,
    make_schedule,
    make_slot,
    make_use,
    make_user,
)
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SATURDAY = dt.date(2026, 11, 28)
# The first day of 2027's lunar year.
TET = dt.date(2027, 2, 6)
AROUND_TET = YearlySpan(12, 28, 1, 3)


@shared
def experience():
    return make_experience()


@shared
def week(experience, now):
    """A slot on each of the seven days from Saturday on, in order."""
    return [make_slot(experience, local_time(SATURDAY + offset * DAY)) for offset in range(7)]


def days_of(slots) -> list[dt.date]:
    return [timezone.localtime(slot.starts_at).date() for slot in slots]


def closed_days() -> list[dt.date]:
    return days_of(Slot.objects.filter(closure__isnull=False).order_by("starts_at"))


def close(experience, day, now, /, **kwargs) -> Closure:
    """A day, or days, of the whole host unless `kwargs` say otherwise."""
    if isinstance(day, dt.date):
        return close_day(host=experience.host, day=day, by=make_user(), now=now, **kwargs)
    return close_days(host=experience.host, days=day, by=make_user(), now=now, **kwargs)


def test_closing_a_day_closes_all_slots_of_the_host_and_nothing_else(experience, now):
    second = make_experience(experience.host)
    closed = [
        make_slot(experience, local_time(SATURDAY, 0, 0)),
        make_slot(second, local_time(SATURDAY, 23, 59)),
    ]
    open_ones = [
        make_slot(experience, local_time(SATURDAY - DAY, 23, 59)),
        make_slot(experience, local_time(SATURDAY + DAY, 0, 0)),
        make_slot(starts_at=local_time(SATURDAY)),
    ]
    closure = close(experience, SATURDAY, now, reason="Giỗ tổ")
    assert (closure.reason, closure.created_at) == ("Giỗ tổ", now)
    assert set(closure.slots.all()) == set(closed)
    assert set(Slot.objects.open()) == set(open_ones)


def test_closing_twice_changes_nothing(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    first = close(experience, SATURDAY, now, reason="Giỗ tổ")
    again = close(experience, SATURDAY, now + DAY, reason="Khác")
    assert (again.pk, again.reason, again.created_at) == (first.pk, "Giỗ tổ", now)
    slot.refresh_from_db()
    assert slot.closure == first


def test_a_day_inside_days_that_are_closed_adds_nothing(experience, now):
    host, told = experience.host, {"by": None, "now": now}
    days = close_days(host=host, days=(SATURDAY - DAY, SATURDAY + DAY), **told)
    assert close_days(host=host, days=(SATURDAY, SATURDAY), reason="Giỗ tổ", **told) == days
    assert close(experience, SATURDAY, now) == days
    longer = close_days(host=host, days=(SATURDAY, SATURDAY + 2 * DAY), **told)
    own = close_days(host=host, days=(SATURDAY, SATURDAY), experience=experience, **told)
    assert set(Closure.objects.all()) == {days, longer, own}


def test_parties_already_booked_stay(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    booking = make_booking(slot, now=now)
    close(experience, SATURDAY, now)
    booking.refresh_from_db()
    slot.refresh_from_db()
    assert (booking.status, slot.taken) == ("CONFIRMED", 2)


def test_a_slot_made_later_on_a_closed_day_is_closed(experience, now):
    closure = close(experience, SATURDAY, now)
    make_schedule(experience, valid_until=SATURDAY + DAY)
    make_slots(now=now)
    assert days_of(closure.slots.all()) == [SATURDAY]
    assert SATURDAY not in days_of(Slot.objects.open())


def test_an_open_day_is_offered_again(experience, now):
    slot = make_slot(experience, local_time(SATURDAY))
    close(experience, SATURDAY, now)
    for _ in range(2):
        reopen_day(host=experience.host, day=SATURDAY, now=now)
    slot.refresh_from_db()
    assert not slot.is_closed
    assert not Closure.objects.exists()
    make_slots(now=now)
    assert Slot.objects.open().get() == slot


def test_a_span_of_days_with_both_ends(experience, week, now):
    closure = close(experience, (SATURDAY + DAY, SATURDAY + 3 * DAY), now)
    assert days_of(closure.slots.order_by("starts_at")) == [SATURDAY + offset * DAY for offset in (1, 2, 3)]
    with pytest.raises(SlotClosed):
        ask(week[3], adults=1, now=now)
    assert ask(week[4], adults=1, now=now)


def test_a_span_that_ends_before_it_begins_is_refused(experience, now):
    with pytest.raises(DaysReversed):
        close(experience, (SATURDAY, SATURDAY - DAY), now)
    assert not Closure.objects.exists()


def test_one_experience_is_closed_and_its_neighbour_is_not(experience, week, now):
    neighbour = make_slot(make_experience(experience.host), local_time(SATURDAY))
    closure = close(experience, (SATURDAY, SATURDAY), now, experience=experience)
    assert list(closure.slots.all()) == [week[0]]
    assert neighbour in Slot.objects.open()


def test_a_resource_closes_what_uses_it(experience, week, now):
    kiln = make_resource(experience.host, 1, name="Lò nung")
    other_resource = make_resource(experience.host)
    make_use(experience, kiln)
    also, not_at_all = (make_experience(experience.host) for _ in range(2))
    make_use(also, kiln)
    make_use(not_at_all, other_resource)
    also_closed, open_one = (make_slot(each, local_time(SATURDAY)) for each in (also, not_at_all))
    closure = close(experience, (SATURDAY, SATURDAY), now, resource=kiln)
    assert set(closure.slots.all()) == {week[0], also_closed}
    assert open_one in Slot.objects.open()
    remove(closure=closure, now=now)
    assert closed_days() == []


def test_every_tết_is_closed_by_one_rule(experience, now):
    around = [make_slot(experience, local_time(TET + offset * DAY)) for offset in range(-4, 5)]
    next_year = make_slot(experience, local_time(dt.date(2028, 1, 26)))
    closure = close(experience, None, now, lunar=AROUND_TET, reason="Nghỉ Tết")
    assert closed_days() == [*(TET + offset * DAY for offset in range(-2, 3)), dt.date(2028, 1, 26)]
    assert (around[1].is_closed, next_year in closure.slots.all()) == (False, True)


def test_a_slot_made_later_is_closed_by_the_lunar_rule(experience, now):
    """The horizon of 180 days reaches Tết."""
    close(experience, None, now, lunar=AROUND_TET)
    make_schedule(experience)
    make_slots(now=now)
    assert closed_days() == [TET + offset * DAY for offset in range(-2, 3)]


def test_removing_one_of_two_leaves_the_other(experience, week, now):
    whole = close(experience, (SATURDAY, SATURDAY + 2 * DAY), now)
    own = close(experience, (SATURDAY + 2 * DAY, SATURDAY + 4 * DAY), now, experience=experience)
    assert closed_days() == [SATURDAY + offset * DAY for offset in range(5)]
    for _ in range(2):
        remove(closure=whole, now=now)
        assert closed_days() == [SATURDAY + offset * DAY for offset in (2, 3, 4)]
    assert set(own.slots.all()) == set(week[2:5])
    remove(closure=own, now=now)
    assert closed_days() == []


@pytest.mark.parametrize("what", ["host", "experience", "resource", "lunar"])
def test_the_same_closure_twice_is_one(experience, week, now, what):
    resource = make_resource(experience.host)
    fields = {"experience": {"experience": experience}, "resource": {"resource": resource}}.get(what, {})
    days = {"lunar": AROUND_TET} if what == "lunar" else {"days": (SATURDAY, SATURDAY + DAY)}
    first, again = (
        close_days(host=experience.host, by=make_user(), now=now, **days, **fields, reason=reason)
        for reason in ("Giỗ tổ", "Khác")
    )
    assert (first.pk, Closure.objects.get().reason) == (again.pk, "Giỗ tổ")


def test_a_day_in_the_middle_is_opened_and_the_rest_stays_closed(experience, week, now):
    closure = close(experience, (SATURDAY, SATURDAY + 4 * DAY), now, reason="Sửa lò")
    for _ in range(2):
        reopen_day(host=experience.host, day=SATURDAY + 2 * DAY, now=now)
        assert closed_days() == [SATURDAY + offset * DAY for offset in (0, 1, 3, 4)]
    assert set(Closure.objects.values_list("first_day", "last_day", "reason", "created_at", "created_by")) == {
        (SATURDAY, SATURDAY + DAY, "Sửa lò", now, closure.created_by_id),
        (SATURDAY + 3 * DAY, SATURDAY + 4 * DAY, "Sửa lò", now, closure.created_by_id),
    }


@pytest.mark.parametrize(("offset", "left"), [(0, (1, 2)), (2, (0, 1))])
def test_the_first_and_the_last_of_closed_days_can_be_opened(experience, week, now, offset, left):
    close(experience, (SATURDAY, SATURDAY + 2 * DAY), now)
    reopen_day(host=experience.host, day=SATURDAY + offset * DAY, now=now)
    assert closed_days() == [SATURDAY + each * DAY for each in range(left[0], left[1] + 1)]


def test_a_day_that_a_yearly_rule_closes_is_not_opened_by_itself(experience, now):
    slot = make_slot(experience, local_time(TET))
    close(experience, None, now, lunar=AROUND_TET)
    close(experience, TET, now)
    with pytest.raises(ClosedByRule):
        reopen_day(host=experience.host, day=TET, now=now)
    slot.refresh_from_db()
    assert slot.is_closed
    assert Closure.objects.count() == 2


def test_opening_a_day_does_not_open_what_is_closed_by_itself(experience, week, now):
    close(experience, (SATURDAY, SATURDAY), now, experience=experience)
    close(experience, SATURDAY, now)
    reopen_day(host=experience.host, day=SATURDAY, now=now)
    assert closed_days() == [SATURDAY]


def test_another_hosts_days_are_its_own(experience, week, now):
    theirs = make_slot(starts_at=local_time(SATURDAY))
    close(experience, (SATURDAY, SATURDAY + 6 * DAY), now)
    reopen_day(host=theirs.experience.host, day=SATURDAY, now=now)
    theirs.refresh_from_db()
    assert not theirs.is_closed
    assert len(closed_days()) == 7


def test_what_has_begun_keeps_the_closure_it_had(experience, now):
    """History is not rewritten: who was received on that day was."""
    begun = make_slot(experience, now - dt.timedelta(hours=1))
    close(experience, now.date(), now)
    begun.refresh_from_db()
    assert not begun.is_closed
