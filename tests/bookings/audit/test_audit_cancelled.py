"""What an audit finds of times that were cancelled for everybody, one fault planted at a time."""

import datetime as dt

import pytest

from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.enums import BookingStatus, SlotCancelReason
from bookings.models import Booking, Slot, SlotCancelling
from tests.bookings.audit.audit_world import found
from tests.factories import NOW, make_booking, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def faults(now: dt.datetime = NOW) -> set[str]:
    # Nobody sends the mails here.
    return {finding.invariant for finding in found(now)} - {"message-overdue"}


@shared
def slot():
    slot = make_slot(now=NOW, capacity=8)
    make_booking(slot, adults=2, now=NOW)
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.FUNERAL, by=None, now=NOW)
    return slot


def test_a_time_cancelled_taken_back_and_cancelled_again_is_as_it_should_be(slot):
    assert faults() == set()
    open_again(slot_id=slot.pk, by=None, now=NOW)
    assert faults() == set()
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, now=NOW)
    assert faults() == set()


@pytest.mark.parametrize("cancelled_at", [None, NOW - HOUR])
def test_a_slot_that_knows_nothing_of_its_cancelling_or_another_moment(slot, cancelled_at):
    Slot.objects.filter(pk=slot.pk).update(cancelled_at=cancelled_at)
    assert faults() == {"cancelled-time-known"}


def test_a_slot_that_is_cancelled_though_nobody_said_so(slot):
    SlotCancelling.objects.update(taken_back_at=NOW)
    assert "cancelled-time-known" in faults()


def test_somebody_who_is_expected_all_the_same(slot):
    Booking.objects.filter(slot=slot, confirmed_at__isnull=False).update(status=BookingStatus.CONFIRMED)
    Slot.objects.filter(pk=slot.pk).update(taken=2)
    assert {"cancelled-time-empty", "cancelled-party-told"} <= faults()


def test_somebody_who_still_waits_an_hour_after_it_could_be_taken_back():
    full = make_slot(now=NOW, capacity=2)
    make_booking(full, adults=2, now=NOW)
    wait(full, now=NOW)
    cancel_slot(slot_id=full.pk, reason=SlotCancelReason.RAIN, by=None, now=NOW)
    assert faults(NOW + HOUR) == set()
    assert faults(NOW + 2 * HOUR) == {"list-over"}
