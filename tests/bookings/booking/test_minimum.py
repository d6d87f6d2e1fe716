"""A visit that needs a minimum is decided on the date that was told, and everybody hears of it."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel import NotRestorable, restore
from bookings.domain.booking.minimum import AlreadyCalledOff, decide_due, decided_by, run_anyway
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision, WaitingStatus
from bookings.models import Booking, Slot
from outbox.models import OutboxMessage
from tests.factories import ask, cancel_for_good, make_booking, make_experience, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def slot(now):
    experience = make_experience(min_to_run=4, decide_hours=48, capacity=8)
    return make_slot(experience, capacity=8, now=now)


@pytest.fixture
def due(slot):
    return slot.starts_at - 48 * HOUR


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def told(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("audience", flat=True))


def test_enough_guests_and_it_takes_place(slot, due, now):
    assert decided_by(slot) == due
    for _ in range(2):
        make_booking(slot, adults=2, now=now)
    assert decide_due(now=due - HOUR) == 0
    assert decide_due(now=due) == 1
    assert decide_due(now=due) == 0
    slot = fresh(slot)
    assert (slot.decision, slot.decided_at, decided_by(slot)) == (SlotDecision.RUNS, due, None)
    assert told(MessageKind.RUNS) == [Audience.GUEST, Audience.GUEST, Audience.HOST]
    ask(slot, adults=1, now=due)


def test_too_few_and_every_party_is_told(slot, due, now):
    booking = make_booking(slot, adults=3, language="en", now=now)
    assert decide_due(now=due) == 1
    booking, slot = fresh(booking), fresh(slot)
    assert (booking.status, booking.cancelled_by) == (BookingStatus.CANCELLED, CancelledBy.HOST)
    assert booking.cancel_reason
    assert (slot.taken, slot.decision) == (0, SlotDecision.CALLED_OFF)
    assert told(MessageKind.CALLED_OFF) == [Audience.GUEST, Audience.HOST]
    with pytest.raises(SlotClosed):
        ask(slot, adults=4, now=due)
    assert not Slot.objects.on_sale(due).exists()
    with pytest.raises(NotRestorable):
        restore(booking=booking, by=CancelledBy.HOST, now=due)


def test_nobody_came_and_nobody_is_told(slot, due):
    assert decide_due(now=due) == 1
    assert fresh(slot).decision == SlotDecision.CALLED_OFF
    assert not OutboxMessage.objects.exists()


def test_a_guest_who_is_filling_in_the_form_may_make_up_the_number(slot, due, now):
    make_booking(slot, adults=3, now=now)
    ask(slot, adults=1, now=due)
    assert decide_due(now=due) == 0
    assert decide_due(now=due + 20 * HOUR / 60) == 1
    assert fresh(slot).decision == SlotDecision.CALLED_OFF


def test_seats_count_not_people(slot, due, now):
    make_booking(slot, adults=3, infants=2, now=now)
    decide_due(now=due)
    assert fresh(slot).decision == SlotDecision.CALLED_OFF


def test_the_host_runs_it_anyway(slot, due, now):
    make_booking(slot, adults=1, now=now)
    for _ in range(2):
        run_anyway(slot_id=slot.pk, now=now)
    assert decide_due(now=due) == 0
    assert fresh(slot).decision == SlotDecision.RUNS
    assert told(MessageKind.RUNS) == [Audience.GUEST, Audience.HOST]


def test_what_was_called_off_stays_off(slot, due):
    decide_due(now=due)
    with pytest.raises(AlreadyCalledOff):
        run_anyway(slot_id=slot.pk, now=due)


def test_a_cancellation_after_the_decision_changes_nothing(slot, due, now):
    bookings = [make_booking(slot, adults=2, now=now) for _ in range(2)]
    decide_due(now=due)
    Booking.objects.filter(pk=bookings[0].pk).update(status=BookingStatus.CANCELLED, cancelled_at=due)
    assert decide_due(now=due + HOUR) == 0
    assert fresh(slot).decision == SlotDecision.RUNS


def test_who_waits_for_a_visit_that_is_called_off_is_told(now):
    experience = make_experience(min_to_run=3, decide_hours=48, capacity=3)
    slot = make_slot(experience, capacity=3, now=now)
    make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    decide_due(now=slot.starts_at - 48 * HOUR)
    assert fresh(entry).status == WaitingStatus.CLOSED
    assert told(MessageKind.WAITING_CLOSED) == [Audience.GUEST]


def test_without_a_minimum_nothing_is_decided(now):
    slot = make_slot(now=now)
    assert decided_by(slot) is None
    assert decide_due(now=slot.starts_at - HOUR) == 0


def test_who_had_an_offer_for_a_visit_that_is_called_off_is_told(now):
    experience = make_experience(min_to_run=3, decide_hours=48, capacity=3)
    slot = make_slot(experience, capacity=3, now=now)
    booking = make_booking(slot, adults=3, now=now)
    entry = wait(slot, adults=2, now=now)
    cancel_for_good(booking, now=slot.starts_at - 50 * HOUR)
    assert fresh(entry).status == WaitingStatus.OFFERED
    decide_due(now=slot.starts_at - 48 * HOUR)
    assert fresh(entry).status == WaitingStatus.CLOSED
    assert told(MessageKind.WAITING_CLOSED) == [Audience.GUEST]
