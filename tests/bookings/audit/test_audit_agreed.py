"""What an audit finds of what was agreed with guests, and of bookings that wait to be confirmed."""

import datetime as dt
from functools import partial

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.proof import decline, prove
from bookings.enums import Audience, Awaits, BookingStatus, CancelledBy, MessageKind, SlotCancelReason
from bookings.models import Booking
from tests.bookings.audit.audit_world import found, without_check
from tests.factories import NOW, make_booking, make_experience, make_experience_page, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def faults(now: dt.datetime = NOW) -> set[str]:
    # Nobody sends the mails here.
    return {finding.invariant for finding in found(now)} - {"message-overdue"}


def change(row, **fields) -> None:
    """Write past all rules."""
    assert type(row).objects.filter(pk=row.pk).update(**fields) == 1


@shared
def slot():
    return make_slot(make_experience(min_to_run=2, decide_hours=24), now=NOW, days=5, capacity=8)


@shared
def booked(slot):
    return make_booking(slot, now=NOW)


@shared
def pending(slot):
    return make_booking(slot, BookingStatus.PENDING, now=NOW)


def test_whatever_becomes_of_what_waits_nothing_is_wrong(pending, slot):
    assert faults() == set()
    assert faults(pending.hold_expires_at) == set()
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, now=NOW)
    assert faults() == set()
    open_again(slot_id=slot.pk, by=None, now=NOW + MINUTE)
    assert Booking.objects.get().status == BookingStatus.PENDING
    assert faults() == set()
    decline(booking=pending, now=NOW)
    assert faults() == set()
    prove(booking=make_booking(slot, BookingStatus.PENDING, now=NOW), now=NOW)
    assert faults() == set()


def expire(booking, now):
    expire_holds(now=booking.hold_expires_at)


def cancel_the_time(booking, now):
    cancel_slot(slot_id=booking.slot_id, reason=SlotCancelReason.RAIN, by=None, now=now)


@pytest.mark.parametrize("ends", [partial(cancel, by=CancelledBy.HOST), decline, cancel_the_time])
def test_whoever_waited_hears_that_the_host_ended_it(pending, ends):
    ends(booking=pending, now=NOW)
    assert faults() == set()
    pending.messages.exclude(kind=MessageKind.PROOF).filter(audience=Audience.GUEST).delete()
    assert faults() == {"message-owed"}
    assert found()[0].subject == f"booking {pending.reference}"


@pytest.mark.parametrize("ends", [partial(cancel, by=CancelledBy.GUEST), expire])
def test_of_what_its_guest_gave_up_or_let_run_out_nothing_is_told(pending, ends):
    ends(booking=pending, now=NOW)
    assert pending.messages.exclude(kind__in=[MessageKind.PROOF, MessageKind.AWAITING]).count() == 0
    assert faults() == set()


def test_what_waits_for_nothing_that_anybody_knows(pending):
    with without_check("bookings_booking", "booking_pending_awaits"):
        change(pending, awaits="")
        assert faults() == {"booking-awaits"}
        assert [finding.subject for finding in found()] == [f"booking {pending.reference}"]


@pytest.mark.parametrize("late", [-12 * HOUR, MINUTE, dt.timedelta(days=400)])
def test_what_waits_without_an_end(pending, late):
    """At least not the one that it was given, twelve hours after it was booked."""
    change(pending, hold_expires_at=NOW + 12 * HOUR + late)
    assert "booking-awaits" in faults()


def test_what_was_confirmed_and_waits_again(pending):
    change(pending, confirmed_at=NOW)
    assert "booking-awaits" in faults()


@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.CONFIRMED])
def test_what_is_asked_for_a_proof_though_it_needs_none(slot, status):
    booking = make_booking(slot, status, now=NOW)
    change(booking, awaits=Awaits.PROOF)
    assert faults() == {"booking-awaits"}
    assert found()[0].subject == f"booking {booking.reference}"


def test_a_booking_that_says_of_nobody_what_they_pay(booked):
    booked.units.all().delete()
    change(booked, seats=0, total_vnd=0)
    change(booked.slot, taken=0)
    assert faults() == {"booking-agreed"}
    assert found()[0].subject == f"booking {booked.reference}"


@pytest.mark.parametrize("name", ["booked", "pending"])
def test_a_booking_that_does_not_say_where_to_meet(request, name):
    booking = request.getfixturevalue(name)
    change(booking, told_spot="")
    assert faults() == {"booking-agreed"}
    assert found()[0].subject == f"booking {booking.reference}"
    assert "booking-agreed" not in faults(booking.slot.starts_at)


@pytest.mark.parametrize(("published", "expected"), [(-HOUR, {"booking-agreed"}), (HOUR, set())])
def test_a_booking_that_lost_what_is_included(page_tree, slot, published, expected):
    """Only where the story said it when the guest booked: what is published later is no part of it."""
    story = make_experience_page(page_tree, slot.experience)
    type(story).objects.filter(pk=story.pk).update(last_published_at=NOW + published)
    booking = make_booking(slot, now=NOW)
    assert faults() == set()
    change(booking, included="")
    assert faults() == expected


def test_a_story_that_says_nothing_of_what_is_included_promises_nothing(page_tree, slot):
    story = make_experience_page(page_tree, slot.experience, included="")
    type(story).objects.filter(pk=story.pk).update(last_published_at=NOW - HOUR)
    make_booking(slot, now=NOW)
    assert faults() == set()


@pytest.mark.parametrize("lost", ["min_to_run", "decide_at"])
@pytest.mark.parametrize("name", ["booked", "pending"])
def test_a_visit_that_forgot_the_minimum_its_guests_were_told(request, name, lost):
    booking = request.getfixturevalue(name)
    change(booking.slot, **{lost: None})
    assert faults() == {"minimum-kept"}
    assert str(booking.slot_id) in found()[0].subject


def test_nobody_was_told_the_minimum_whose_proof_did_not_come(pending):
    change(pending.slot, min_to_run=None, decide_at=None)
    assert "minimum-kept" not in faults(pending.hold_expires_at)
