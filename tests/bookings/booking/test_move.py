"""A party received at another time, at the price it was promised, and in nobody else's seats."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.contact import mend_contact, send_again
from bookings.domain.booking.move import (
    Begun,
    NotMovable,
    NotOffered,
    OtherExperience,
    move,
    other_times,
)
from bookings.domain.calendar.closures import close_day
from bookings.domain.calendar.conflicts import keep
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.lock import MovedMeanwhile, SlotGone
from bookings.enums import BookingStatus, CancelledBy, SlotDecision, UsePer, WaitingStatus
from bookings.models import Booking, Schedule, Slot
from outbox.models import OutboxMessage
from tests.factories import (
    ask,
    local_time,
    make_booking,
    make_experience,
    make_host,
    make_resource,
    make_schedule,
    make_slot,
    make_use,
    make_user,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SATURDAY = dt.date(2026, 11, 28)


@shared
def experience():
    return make_experience(duration_minutes=120)


@shared
def old(experience):
    """Saturday at 08:30, eight seats."""
    return make_slot(experience, local_time(SATURDAY))


@shared
def new(experience):
    """Sunday at 14:00, eight seats."""
    return make_slot(experience, local_time(SATURDAY + DAY, 14, 0))


@shared
def booking(old, now):
    return make_booking(old, adults=3, now=now)


def taken(*slots) -> list[int]:
    counts = dict(Slot.objects.values_list("pk", "taken"))
    return [counts[slot.pk] for slot in slots]


def told(booking) -> list[tuple[str, str, int]]:
    rows = OutboxMessage.objects.filter(booking=booking).order_by("pk")
    return list(rows.values_list("kind", "audience", "sequence"))


def refused(expected, booking, slot_id, now) -> None:
    """With a sentence in both languages, and nothing is changed."""
    before = (list(Booking.objects.order_by("pk").values()), list(Slot.objects.order_by("pk").values()))
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(expected) as caught:
            move(booking=booking, slot_id=slot_id, now=now)
        with translation.override(language):
            assert str(caught.value.message).endswith(".")
    assert (list(Booking.objects.order_by("pk").values()), list(Slot.objects.order_by("pk").values())) == before
    assert not OutboxMessage.objects.filter(kind="moved").exists()


def test_seats_move_and_the_promise_stays(experience, old, new, booking, now):
    experience.units.update(price_vnd=999_000)
    before = Booking.objects.values().get(pk=booking.pk)
    lines = list(booking.units.values())
    moved = move(booking=booking, slot_id=new.pk, now=now + HOUR)
    assert (moved.slot, moved.slot.taken, taken(old, new)) == (new, 3, [0, 3])
    after = Booking.objects.values().get(pk=booking.pk)
    version = {"sequence": before["sequence"] + 1, "changed_by_host_at": now + HOUR}
    assert after == before | {"slot_id": new.pk} | version
    assert list(moved.units.values()) == lines
    assert told(booking)[-2:] == [("moved", "guest", moved.sequence), ("moved", "host", moved.sequence)]


def test_a_second_call_changes_nothing(old, new, booking, now):
    move(booking=booking, slot_id=new.pk, now=now)
    messages = told(booking)
    # The same button pressed again, with the booking as it was read before.
    again = move(booking=booking, slot_id=new.pk, now=now + HOUR)
    assert (again.slot, again.sequence, told(booking)) == (new, 2, messages)
    assert taken(old, new) == [0, 3]


def test_there_and_back_again(old, new, booking, now):
    there = move(booking=booking, slot_id=new.pk, now=now)
    back = move(booking=there, slot_id=old.pk, now=now)
    assert (back.slot, back.sequence, taken(old, new)) == (old, 3, [3, 0])


def test_who_was_kept_in_spite_of_a_change_is_so_no_more(experience, old, new, booking, now):
    close_day(host=experience.host, day=SATURDAY, by=make_user(), now=now)
    assert keep(booking=booking, now=now).kept_at
    assert move(booking=booking, slot_id=new.pk, now=now).kept_at is None


def test_a_party_that_waits_for_the_host_is_moved_too(old, new, now):
    pending = make_booking(old, BookingStatus.PENDING, now=now)
    assert move(booking=pending, slot_id=new.pk, now=now).status == BookingStatus.PENDING


def test_into_the_last_seats_and_not_into_one_too_few(old, new, booking, now):
    make_booking(new, adults=5, now=now)
    other = make_booking(old, adults=1, now=now)
    assert move(booking=booking, slot_id=new.pk, now=now).slot == new
    assert taken(old, new) == [1, 8]
    with pytest.raises(NotEnoughSeats) as caught:
        move(booking=other, slot_id=new.pk, now=now)
    assert caught.value.free == 0
    assert taken(old, new) == [1, 8]


def test_a_full_time_is_refused_and_nothing_is_changed(old, new, booking, now):
    make_booking(new, adults=6, now=now)
    refused(NotEnoughSeats, booking, new.pk, now)


def test_a_live_hold_keeps_its_seats_and_one_that_ran_out_does_not(old, new, booking, now):
    ask(new, adults=6, now=now)
    refused(NotEnoughSeats, booking, new.pk, now)
    assert move(booking=booking, slot_id=new.pk, now=now + HOUR).slot == new
    assert taken(old, new) == [0, 3]


def test_a_past_time_is_refused(experience, booking, now):
    begun = make_slot(experience, now)
    refused(NotOffered, booking, begun.pk, now)


def test_a_time_past_its_cut_off_is_the_hosts_to_give(experience, booking, now):
    soon = make_slot(experience, now + HOUR / 2)
    assert soon.closes_at < now
    assert move(booking=booking, slot_id=soon.pk, now=now).slot == soon


@pytest.mark.parametrize(
    "change",
    [{"withdrawn_at": local_time(SATURDAY)}, {"decision": SlotDecision.CALLED_OFF}],
)
def test_a_time_that_is_not_offered_is_refused(new, booking, now, change):
    Slot.objects.filter(pk=new.pk).update(**change)
    refused(NotOffered, booking, new.pk, now)


def test_a_closed_day_is_refused(experience, new, booking, now):
    close_day(host=experience.host, day=SATURDAY + DAY, by=make_user(), now=now)
    refused(NotOffered, booking, new.pk, now)


def test_another_experience_is_refused(experience, booking, now):
    other = make_slot(make_experience(experience.host), local_time(SATURDAY + DAY))
    refused(OtherExperience, booking, other.pk, now)


def test_a_slot_that_is_gone_is_refused(booking, now):
    refused(SlotGone, booking, booking.slot_id + 999, now)


def test_a_visit_that_has_begun_is_refused(old, new, booking):
    refused(Begun, booking, new.pk, old.starts_at)


@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.EXPIRED, BookingStatus.CANCELLED])
def test_only_who_is_booked_is_moved(old, new, now, status):
    refused(NotMovable, make_booking(old, status, now=now), new.pk, now)


def test_who_is_there_already_is_not_moved(old, new, booking):
    early = old.starts_at - HOUR
    check_in(booking=booking, now=early)
    refused(NotMovable, booking, new.pk, early)


def test_somebody_else_moved_it_meanwhile(experience, new, booking, now):
    third = make_slot(experience, local_time(SATURDAY + 2 * DAY))
    stale = Booking.objects.get(pk=booking.pk)
    move(booking=booking, slot_id=new.pk, now=now)
    with pytest.raises(MovedMeanwhile):
        move(booking=stale, slot_id=third.pk, now=now)
    assert taken(new, third) == [3, 0]


@pytest.mark.parametrize(
    "act",
    [
        lambda stale, now: cancel(booking=stale, by=CancelledBy.GUEST, now=now),
        lambda stale, now: mend_contact(booking=stale, phone="+84912000111", email="ha@example.com", now=now),
        lambda stale, now: send_again(booking=stale, now=now),
    ],
    ids=["cancel", "contact", "ticket"],
)
def test_whoever_acts_on_the_old_time_leaves_the_seats_of_both_times_right(new, old, booking, now, act):
    stale = Booking.objects.get(pk=booking.pk)
    move(booking=booking, slot_id=new.pk, now=now)
    with pytest.raises(MovedMeanwhile):
        act(stale, now)
    assert taken(old, new) == [0, 3]


def test_a_cancelling_is_not_taken_back_into_a_time_that_the_party_left(new, booking, now):
    stale = Booking.objects.get(pk=booking.pk)
    moved = move(booking=booking, slot_id=new.pk, now=now)
    cancel(booking=moved, by=CancelledBy.GUEST, now=now)
    with pytest.raises(MovedMeanwhile):
        restore(booking=stale, by=CancelledBy.GUEST, now=now)
    assert taken(new) == [0]


def test_freed_seats_are_offered_to_who_waits(old, new, booking, now):
    make_booking(old, adults=5, now=now)
    entry = wait(old, adults=2, now=now)
    move(booking=booking, slot_id=new.pk, now=now)
    entry.refresh_from_db()
    assert (entry.status, entry.booking.seats) == (WaitingStatus.OFFERED, 2)
    assert taken(old, new) == [7, 3]


def test_a_party_with_a_booking_goes_before_who_waits(old, new, booking, now):
    """The seats that a cancellation freed are kept for a larger party; the host may still use them."""
    cancelled = make_booking(new, adults=4, now=now)
    make_booking(new, adults=4, now=now)
    entry = wait(new, adults=5, now=now)
    cancel(booking=cancelled, by=CancelledBy.GUEST, now=now)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.WAITING
    assert [slot.pk for slot in other_times(booking, now=now)] == [new.pk]
    assert move(booking=booking, slot_id=new.pk, now=now).slot == new


def test_seats_above_the_rule_are_not_sold_again(experience, new, now):
    """Six are booked, the rule then says four: who leaves makes room for nobody."""
    schedule = make_schedule(experience, valid_until=SATURDAY)
    make_slots(now=now)
    slot = Slot.objects.get(planned_at=local_time(SATURDAY))
    booking = make_booking(slot, adults=3, now=now)
    make_booking(slot, adults=3, now=now)
    Schedule.objects.filter(pk=schedule.pk).update(capacity=4)
    make_slots(now=now)
    move(booking=booking, slot_id=new.pk, now=now)
    slot.refresh_from_db()
    assert (slot.capacity, slot.taken) == (4, 3)
    with pytest.raises(NotEnoughSeats):
        ask(slot, adults=2, now=now)


def times(booking, now) -> list[int]:
    return [slot.pk for slot in other_times(booking, now=now)]


def test_other_times_are_those_that_a_move_takes(experience, old, new, booking, now):
    fits = make_slot(experience, local_time(SATURDAY + 2 * DAY), capacity=3)
    make_slot(experience, local_time(SATURDAY + 3 * DAY), capacity=2)
    held = make_slot(experience, local_time(SATURDAY + 4 * DAY), capacity=8)
    ask(held, adults=6, now=now)
    make_slot(experience, local_time(SATURDAY + 5 * DAY), withdrawn_at=now)
    make_slot(experience, local_time(SATURDAY + 6 * DAY), decision=SlotDecision.CALLED_OFF)
    make_slot(experience, now - HOUR)
    far = make_slot(experience, now + 61 * DAY)
    make_slot(make_experience(experience.host), local_time(SATURDAY + DAY))
    make_slot(experience, local_time(SATURDAY + 7 * DAY))
    close_day(host=experience.host, day=SATURDAY + 7 * DAY, by=make_user(), now=now)
    assert times(booking, now) == [new.pk, fits.pk]
    assert times(booking, now + HOUR) == [new.pk, fits.pk, held.pk]
    for slot in Slot.objects.exclude(pk__in=[new.pk, fits.pk, old.pk, far.pk]):
        with pytest.raises((NotOffered, OtherExperience, NotEnoughSeats)):
            move(booking=booking, slot_id=slot.pk, now=now)
    assert [slot.free for slot in other_times(booking, now=now)] == [8, 3]


def test_nothing_to_choose_for_who_cannot_be_moved(old, new, now):
    assert times(make_booking(old, BookingStatus.CANCELLED, now=now), now) == []


def test_other_times_in_a_constant_number_of_queries(
    experience, booking, new, now, django_assert_max_num_queries, django_assert_num_queries
):
    make_use(experience, make_resource(experience.host))
    booking = Booking.objects.with_party().get(pk=booking.pk)
    with django_assert_max_num_queries(5) as few:
        assert len([str(slot) for slot in other_times(booking, now=now)]) == 1
    for number in range(20):
        make_booking(make_slot(experience, local_time(SATURDAY + number * DAY, 16, 0)), adults=1, now=now)
    with django_assert_num_queries(len(few)):
        assert len([str(slot) for slot in other_times(booking, now=now)]) == 21


@shared
def overlapping(experience):
    """Saturday at 09:30, an hour after `old` begins."""
    return make_slot(experience, local_time(SATURDAY, 9, 30))


def test_between_times_that_overlap_the_party_takes_its_wheels_along(experience, old, overlapping, booking, now):
    """Four wheels, of which the party of three has three: at the other time it needs those same three."""
    make_use(experience, make_resource(experience.host, 4))
    assert times(booking, now) == [overlapping.pk]
    assert move(booking=booking, slot_id=overlapping.pk, now=now).slot == overlapping
    assert taken(old, overlapping) == [0, 3]


def test_between_times_that_overlap_others_keep_their_wheels(experience, old, overlapping, booking, now):
    wheels = make_resource(experience.host, 5)
    make_use(experience, wheels)
    make_booking(old, adults=2, now=now)
    assert times(booking, now) == [overlapping.pk]
    wheels.capacity = 4
    wheels.save()
    assert times(booking, now) == []
    refused(NotEnoughSeats, booking, overlapping.pk, now)


def test_the_boat_is_out_while_other_guests_are_in_it(experience, old, overlapping, booking, now):
    make_use(experience, make_resource(experience.host, 1), per=UsePer.SLOT)
    assert times(booking, now) == [overlapping.pk]
    make_booking(old, adults=1, now=now)
    assert times(booking, now) == []
    refused(NotEnoughSeats, booking, overlapping.pk, now)


def test_wheels_that_another_experience_uses_are_not_free(experience, booking, new, now):
    wheels = make_resource(experience.host, 4)
    other = make_experience(make_host(), duration_minutes=120)
    for each in (experience, other):
        make_use(each, wheels)
    make_booking(make_slot(other, new.starts_at), adults=2, now=now)
    assert times(booking, now) == []
    refused(NotEnoughSeats, booking, new.pk, now)
