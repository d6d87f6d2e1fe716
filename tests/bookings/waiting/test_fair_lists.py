"""One mailbox joins so many lists: each joining writes to it, whoever typed it in."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.waiting import entries
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import CancelledBy, MessageKind, WaitingStatus
from bookings.models import Slot
from bookings.models.booking import UNDO_WINDOW
from tests.factories import make_booking, make_experience, make_slot
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db


def full_slots(number: int, now) -> list[Slot]:
    experience = make_experience()
    for days in range(7, 7 + number):
        make_booking(make_slot(experience, capacity=2, now=now, days=days), adults=2, now=now)
    return list(Slot.objects.filter(experience=experience).order_by("starts_at"))


def test_one_mailbox_is_on_so_many_lists_at_most_wherever_it_is_typed_in(now):
    *slots, last = full_slots(entries.MOST_LISTS + 1, now)
    for number, slot in enumerate(slots):
        wait(slot, now=now, email="Ha@example.com", holder=f"from-{number}")
    with pytest.raises(entries.TooManyWaiting):
        wait(last, now=now, email="ha@example.com", holder="from-elsewhere")
    assert wait(last, now=now, email="ba@example.com", holder="from-elsewhere").status == WaitingStatus.WAITING


def test_joining_and_leaving_does_not_write_to_a_mailbox_all_day(now):
    (slot,) = full_slots(1, now)
    for number in range(entries.MOST_JOINED_A_DAY):
        entries.leave(entry=wait(slot, now=now, email="ha@example.com", holder=f"from-{number}"), now=now)
    with pytest.raises(entries.TooManyWaiting):
        wait(slot, now=now, email="ha@example.com", holder="from-elsewhere")
    tomorrow = now + dt.timedelta(days=1, minutes=1)
    assert wait(slot, now=tomorrow, email="ha@example.com", holder="from-elsewhere").status == WaitingStatus.WAITING


def test_a_party_that_the_time_can_no_longer_hold_keeps_nobody_waiting(now):
    slot = make_slot(make_experience(capacity=8), now=now, days=20, capacity=8)
    booked = make_booking(slot, adults=8, now=now)
    large = wait(slot, adults=6, now=now, email="lon@example.com")
    small = wait(slot, adults=2, now=now, email="nho@example.com")
    cancel(booking=booked, by=CancelledBy.HOST, now=now)
    Slot.objects.filter(pk=slot.pk).update(capacity=4)
    offer_waiting(now=now + UNDO_WINDOW + dt.timedelta(minutes=1))
    large.refresh_from_db()
    small.refresh_from_db()
    assert (large.status, small.status) == (WaitingStatus.CLOSED, WaitingStatus.OFFERED)
    assert large.messages.filter(kind=MessageKind.WAITING_CLOSED).exists()


def test_a_full_time_whose_list_stands_is_not_looked_at(now, django_assert_num_queries):
    slots = full_slots(3, now)
    for number, slot in enumerate(slots):
        wait(slot, now=now, email=f"khach{number}@example.com")
    with django_assert_num_queries(1):
        assert offer_waiting(now=now) == 0


def test_a_party_too_large_for_a_time_that_is_full_again_keeps_nobody_waiting(now):
    slot = make_slot(make_experience(capacity=8), now=now, days=20, capacity=8)
    staying, leaving = (make_booking(slot, adults=4, now=now) for _ in range(2))
    large = wait(slot, adults=6, now=now, email="lon@example.com")
    cancel(booking=leaving, by=CancelledBy.HOST, now=now)
    Slot.objects.filter(pk=slot.pk).update(capacity=staying.seats)
    offer_waiting(now=now)
    large.refresh_from_db()
    assert large.status == WaitingStatus.CLOSED


def test_undo_is_not_offered_to_whoever_has_joined_again(now):
    (slot,) = full_slots(1, now)
    left = entries.leave(entry=wait(slot, now=now, email="ha@example.com"), now=now)
    assert entries.can_rejoin(left, now=now)
    wait(slot, now=now, email="ha@example.com")
    assert not entries.can_rejoin(left, now=now)
