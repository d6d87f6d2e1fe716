"""Parties for whom the rules have no place any more are shown, never moved, cancelled or overfilled."""

import datetime as dt

import pytest

from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.move import move
from bookings.domain.calendar.closures import close, close_day, reopen_day
from bookings.domain.calendar.conflicts import (
    NothingToKeep,
    Why,
    count_open,
    keep,
    open_by_day,
    open_conflicts,
    preview_closure,
    preview_schedules,
    undo_keep,
)
from bookings.domain.calendar.one_slot import edit_slot
from bookings.domain.calendar.slots import make_slots
from bookings.enums import BookingStatus, CancelledBy, ScheduleKind, UsePer
from bookings.models import Booking, Closure, DayOff, Resource, Schedule, Slot
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_resource,
    make_rota,
    make_schedule,
    make_slot,
    make_use,
    make_user,
)
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SATURDAY = dt.date(2026, 11, 28)


@shared
def experience():
    return make_experience()


@shared
def schedule(experience, now):
    """Every day at 08:30 for two weeks, with its slots."""
    schedule = make_schedule(experience, valid_until=now.date() + 13 * DAY)
    make_slots(now=now)
    return schedule


@shared
def slot(schedule):
    """Saturday's."""
    return Slot.objects.get(starts_at=local_time(SATURDAY))


def apply(schedule, now, **changes) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(**changes)
    make_slots(now=now)


def found(host, now) -> list[tuple[Booking, Why]]:
    return [(conflict.booking, conflict.why) for conflict in open_conflicts(host, now=now)]


def as_they_are() -> list[dict]:
    """All that a rule must not change."""
    return list(Booking.objects.order_by("pk").values()) + list(
        Slot.objects.order_by("pk").values("pk", "starts_at", "ends_at", "taken")
    )


def test_no_change_no_conflict(experience, slot, now):
    make_booking(slot, adults=8, now=now)
    assert found(experience.host, now) == []


def test_a_calendar_counts_them_by_day(experience, schedule, slot, now):
    make_booking(slot, now=now)
    make_booking(slot, now=now)
    make_booking(Slot.objects.get(starts_at=local_time(SATURDAY + DAY)), now=now)
    apply(schedule, now, weekdays=[0])
    assert open_by_day(experience.host, now=now) == {SATURDAY: 2, SATURDAY + DAY: 1}
    assert open_by_day(make_host(), now=now) == {}


def test_a_rule_that_no_longer_makes_the_slot(experience, schedule, slot, now):
    booking = make_booking(slot, now=now)
    before = as_they_are()
    apply(schedule, now, weekdays=[6])
    assert found(experience.host, now) == [(booking, Why.WITHDRAWN)]
    assert as_they_are() == before
    apply(schedule, now, weekdays=[5])
    assert found(experience.host, now) == []


def test_a_closed_day(experience, slot, now):
    booking = make_booking(slot, now=now)
    before = as_they_are()
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert found(experience.host, now) == [(booking, Why.CLOSED)]
    assert as_they_are() == before
    reopen_day(host=experience.host, day=SATURDAY, now=now)
    assert found(experience.host, now) == []


@pytest.mark.parametrize("whose", ["schedule", "experience"])
def test_fewer_seats_by_the_rule_in_the_order_of_booking(experience, schedule, slot, now, whose):
    """First come, first served: a small party that booked late still fits where a large one before it does not."""
    parties = [make_booking(slot, adults=adults, now=now + number * HOUR) for number, adults in enumerate([3, 4, 1])]
    before = as_they_are()
    if whose == "experience":
        type(experience).objects.update(capacity=5)
        make_slots(now=now)
    else:
        apply(schedule, now, capacity=5)
    assert found(experience.host, now) == [(parties[1], Why.OVER_RULE)]
    assert as_they_are() == before
    slot.refresh_from_db()
    assert (slot.capacity, slot.taken) == (8, 8)


def test_seats_set_by_hand_are_the_hosts_own_word(experience, schedule, slot, now):
    make_booking(slot, adults=7, now=now)
    edit_slot(slot_id=slot.pk, capacity=7, now=now)
    apply(schedule, now, capacity=5)
    assert found(experience.host, now) == []


def test_a_hold_and_a_cancelled_party_are_no_conflicts(experience, slot, now):
    ask(slot, adults=1, now=now)
    make_booking(slot, BookingStatus.CANCELLED, now=now)
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert found(experience.host, now) == []


def test_a_party_that_waits_for_the_host_is_one(experience, slot, now):
    booking = make_booking(slot, BookingStatus.PENDING, now=now)
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert found(experience.host, now) == [(booking, Why.CLOSED)]


def test_what_has_begun_is_decided_by_itself(experience, slot, now):
    booking = make_booking(slot, now=now)
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert found(experience.host, slot.starts_at - dt.timedelta(minutes=1)) == [(booking, Why.CLOSED)]
    assert found(experience.host, slot.starts_at) == []
    check_in(booking=booking, now=slot.starts_at - HOUR)
    assert found(experience.host, slot.starts_at - HOUR) == []


def test_soonest_first_and_only_this_hosts(experience, schedule, slot, now):
    late = make_booking(slot, now=now)
    early = make_booking(Slot.objects.get(starts_at=local_time(SATURDAY - DAY)), now=now + HOUR)
    theirs = make_booking(make_slot(now=now), now=now)
    for host in (experience.host, theirs.slot.experience.host):
        close(host=host, days=(now.date(), now.date() + 30 * DAY), by=make_user(), now=now)
    assert found(experience.host, now) == [(early, Why.CLOSED), (late, Why.CLOSED)]
    assert found(theirs.slot.experience.host, now) == [(theirs, Why.CLOSED)]


def share(host, *hours, capacity, per=UsePer.SEAT, resource=None, **use):
    """Experiences of two hours that draw on one resource, with a slot each on Saturday at these hours."""
    resource = resource or make_resource(host, capacity)
    slots = []
    for hour in hours:
        experience = make_experience(host, duration_minutes=120)
        make_use(experience, resource, per=per, **use)
        slots.append(make_slot(experience, local_time(SATURDAY, hour, 0)))
    return resource, slots


def test_fewer_wheels_than_two_visits_need(now):
    host = make_host()
    wheels, (pots, plates, later) = share(host, 8, 9, 11, capacity=8)
    first = make_booking(plates, adults=4, now=now)
    second = make_booking(pots, adults=4, now=now + HOUR)
    alone = make_booking(later, adults=4, now=now + 2 * HOUR)
    assert found(host, now) == []
    Resource.objects.filter(pk=wheels.pk).update(capacity=7)
    assert found(host, now) == [(second, Why.RESOURCE)]
    Resource.objects.filter(pk=wheels.pk).update(capacity=3)
    assert found(host, now) == [(second, Why.RESOURCE), (first, Why.RESOURCE), (alone, Why.RESOURCE)]


def test_clearing_time_counts(now):
    host = make_host()
    wheels, (early, late) = share(host, 8, 10, capacity=8)
    make_booking(early, adults=4, now=now)
    second = make_booking(late, adults=5, now=now)
    assert found(host, now) == []
    wheels.uses.filter(experience=early.experience).update(clearing_minutes=30)
    assert found(host, now) == [(second, Why.RESOURCE)]


def test_one_boat_takes_all_parties_of_one_visit_and_none_of_another(now):
    host = make_host()
    boats, (morning, noon) = share(host, 8, 9, capacity=2, per=UsePer.SLOT)
    make_booking(morning, now=now)
    out = make_booking(noon, now=now + HOUR)
    make_booking(morning, now=now + 2 * HOUR)
    Resource.objects.filter(pk=boats.pk).update(capacity=1)
    assert found(host, now) == [(out, Why.RESOURCE)]


def test_an_artisan_who_takes_a_day_off_leaves_a_party_without(now):
    host = make_host()
    singers = make_rota(host, 2)
    _rota, (first, second) = share(host, 8, 9, capacity=2, per=UsePer.SLOT, resource=singers)
    make_booking(first, now=now)
    out = make_booking(second, now=now + HOUR)
    off = DayOff.objects.create(artisan=singers.artisans.first(), first_day=SATURDAY, last_day=SATURDAY, created_at=now)
    assert found(host, now) == [(out, Why.RESOURCE)]
    off.delete()
    assert found(host, now) == []


def test_who_is_being_received_now_uses_the_wheels_too(now):
    host = make_host()
    wheels, (under_way, next_one) = share(host, 8, 9, capacity=8)
    make_booking(under_way, BookingStatus.REDEEMED, adults=4, now=now)
    waiting = make_booking(next_one, adults=4, now=now)
    Resource.objects.filter(pk=wheels.pk).update(capacity=7)
    assert found(host, under_way.starts_at + HOUR / 2) == [(waiting, Why.RESOURCE)]


def test_one_reason_for_each_the_plainest(experience, schedule, slot, now):
    booking = make_booking(slot, adults=8, now=now)
    apply(schedule, now, capacity=4)
    assert found(experience.host, now) == [(booking, Why.OVER_RULE)]
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert found(experience.host, now) == [(booking, Why.CLOSED)]
    apply(schedule, now, weekdays=[6])
    assert found(experience.host, now) == [(booking, Why.WITHDRAWN)]


def test_a_party_that_is_kept_is_decided_and_the_others_stay_open(experience, schedule, slot, now):
    _fits, kept, other = (make_booking(slot, adults=2, now=now + number * HOUR) for number in range(3))
    apply(schedule, now, capacity=3)
    for moment in (now, now + HOUR):
        assert keep(booking=kept, now=moment).kept_at == now
    assert found(experience.host, now) == [(other, Why.OVER_RULE)]
    for _ in range(2):
        assert undo_keep(booking=kept, now=now).kept_at is None
    assert found(experience.host, now) == [(kept, Why.OVER_RULE), (other, Why.OVER_RULE)]


def test_there_is_nothing_to_keep_without_a_conflict(experience, slot, now):
    booking, cancelled = make_booking(slot, now=now), make_booking(slot, BookingStatus.CANCELLED, now=now)
    with pytest.raises(NothingToKeep):
        keep(booking=booking, now=now)
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    with pytest.raises(NothingToKeep):
        keep(booking=cancelled, now=now)
    with pytest.raises(NothingToKeep):
        keep(booking=booking, now=slot.starts_at)
    keep(booking=booking, now=now)
    cancel(booking=booking, by=CancelledBy.HOST, now=now)
    with pytest.raises(NothingToKeep):
        keep(booking=booking, now=now)


def test_a_party_that_is_moved_is_decided(experience, schedule, slot, now):
    booking = make_booking(slot, now=now)
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    move(booking=booking, slot_id=Slot.objects.get(starts_at=local_time(SATURDAY + DAY)).pk, now=now)
    assert found(experience.host, now) == []


def test_a_conflict_shows_its_party_in_a_constant_number_of_queries(
    experience, schedule, slot, now, django_assert_num_queries, django_assert_max_num_queries
):
    make_use(experience, make_rota(experience.host, 2))
    Resource.objects.update(capacity=4)

    def read() -> int:
        lines = [
            (str(item.booking.slot), item.booking.slot.experience.host.name, list(item.booking.units.all()))
            for item in open_conflicts(experience.host, now=now)
        ]
        return len(lines)

    make_booking(slot, adults=1, now=now)
    close(host=experience.host, days=(now.date(), now.date() + 30 * DAY), by=make_user(), now=now)
    with django_assert_max_num_queries(8) as few:
        assert read() == 1
    Closure.objects.all().delete()
    for other in Slot.objects.exclude(pk=slot.pk):
        make_booking(other, adults=1, now=now)
    close(host=experience.host, days=(now.date(), now.date() + 30 * DAY), by=make_user(), now=now)
    with django_assert_num_queries(len(few)):
        assert read() == 13


def test_to_count_them_loads_none_of_them_whole(experience, schedule, slot, now, django_assert_max_num_queries):
    make_use(experience, make_rota(experience.host, 2))
    for other in Slot.objects.all():
        make_booking(other, adults=1, now=now)
    close(host=experience.host, days=(now.date(), now.date() + 30 * DAY), by=make_user(), now=now)
    parties = Booking.objects.count()
    with django_assert_max_num_queries(5) as asked:
        assert count_open(experience.host, now=now) == parties
    assert not [query["sql"] for query in asked if "contact_phone" in query["sql"]]
    assert len(open_conflicts(experience.host, now=now)) == count_open(experience.host, now=now)


def preview(experience, schedules, now) -> list[Booking]:
    """What the preview says, which writes nothing."""
    before = as_they_are()
    result = preview_schedules(experience, schedules, now=now)
    assert as_they_are() == before
    return result


def test_a_preview_says_what_the_change_will_do(experience, schedule, slot, now):
    sunday = Slot.objects.get(starts_at=local_time(SATURDAY + DAY))
    on_saturday = [make_booking(slot, adults=adults, now=now + adults * HOUR) for adults in (3, 4)]
    on_sunday = make_booking(sunday, adults=6, now=now)
    assert preview(experience, [schedule], now) == []
    assert preview(experience, [], now) == [*on_saturday, on_sunday]

    schedule.weekdays = [6]
    assert preview(experience, [schedule], now) == on_saturday
    schedule.capacity = 5
    assert preview(experience, [schedule], now) == [*on_saturday, on_sunday]
    # A second rule, not saved, that takes Saturday in.
    other = Schedule(
        experience=experience, kind=ScheduleKind.DATES, dates=["2026-11-28"], times=["08:30"], valid_from=now.date()
    )
    assert preview(experience, [schedule, other], now) == [on_sunday]
    other.capacity = 3
    assert preview(experience, [schedule, other], now) == [on_saturday[1], on_sunday]

    schedule.save()
    other.save()
    make_slots(now=now)
    assert [booking for booking, _why in found(experience.host, now)] == [on_saturday[1], on_sunday]


def test_a_preview_leaves_out_what_is_open_already_or_decided(experience, schedule, slot, now):
    kept, open_already = (make_booking(slot, adults=4, now=now + number * HOUR) for number in range(2))
    apply(schedule, now, capacity=3)
    keep(booking=kept, now=now)
    schedule.refresh_from_db()
    schedule.capacity = 2
    assert preview(experience, [schedule], now) == []
    assert [booking for booking, _why in found(experience.host, now)] == [open_already]


def test_a_preview_of_fewer_seats_leaves_out_what_is_set_by_hand(experience, schedule, slot, now):
    make_booking(slot, adults=7, now=now)
    edit_slot(slot_id=slot.pk, capacity=7, now=now)
    schedule.capacity = 2
    assert preview(experience, [schedule], now) == []


@pytest.mark.parametrize(
    "days",
    [
        {"first_day": SATURDAY - DAY, "last_day": SATURDAY},
        # 28 November 2026 is the 20th of the tenth lunar month.
        {"lunar_first_month": 10, "lunar_first_day": 19, "lunar_last_month": 10, "lunar_last_day": 20},
    ],
)
def test_a_preview_of_closed_days(experience, schedule, slot, now, days):
    on_saturday = make_booking(slot, now=now)
    make_booking(Slot.objects.get(starts_at=local_time(SATURDAY + DAY)), now=now)
    closure = Closure(host=experience.host, **days)
    before = as_they_are()
    assert preview_closure(closure, now=now) == [on_saturday]
    assert as_they_are() == before
    assert not Closure.objects.exists()
    keep_out = close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert preview_closure(closure, now=now) == []
    assert keep_out.slots.get() == slot


def test_a_preview_of_what_a_resource_closes(now):
    host = make_host()
    kiln, (first, second) = share(host, 8, 9, capacity=8)
    booked = [make_booking(slot, now=now) for slot in (first, second)]
    make_booking(make_slot(make_experience(host), local_time(SATURDAY, 10)), now=now)
    closure = Closure(host=host, resource=kiln, first_day=SATURDAY, last_day=SATURDAY)
    assert preview_closure(closure, now=now) == booked
    only = Closure(host=host, experience=first.experience, first_day=SATURDAY, last_day=SATURDAY)
    assert preview_closure(only, now=now) == booked[:1]
    assert preview_closure(Closure(host=make_host(), first_day=SATURDAY, last_day=SATURDAY), now=now) == []
