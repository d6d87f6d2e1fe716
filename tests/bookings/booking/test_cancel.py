"""Giving seats back, and taking a mistaken cancellation back."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import NotCancellable, NotRestorable, TooLate, cancel, may_restore, restore
from bookings.domain.calendar.closures import close_day
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.enums import BookingStatus, CancelledBy, MessageKind
from outbox.models import OutboxMessage
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
WINDOW = 15 * MINUTE
GUEST, HOST = CancelledBy.GUEST, CancelledBy.HOST


@shared
def slot(now):
    return make_slot(now=now, capacity=4)


@shared
def booking(slot, now):
    return make_booking(slot, adults=3, now=now)


def messages(booking) -> list[tuple[str, str]]:
    return list(booking.messages.order_by("pk").values_list("kind", "audience"))


def refused(expected, call) -> None:
    """The refusal comes with a sentence in both languages."""
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(expected) as caught:
            call()
        with translation.override(language):
            assert str(caught.value.message).endswith(".")


@pytest.mark.parametrize("by", [GUEST, HOST])
def test_a_cancelled_booking_frees_its_seats_and_tells_both_sides(slot, booking, now, by):
    cancelled = cancel(booking=booking, by=by, now=now + MINUTE, reason="Trời bão")
    cancelled.refresh_from_db()
    assert cancelled.status == BookingStatus.CANCELLED
    assert (cancelled.cancelled_at, cancelled.cancelled_by, cancelled.cancel_reason) == (
        now + MINUTE,
        by,
        "Trời bão",
    )
    assert cancelled.sequence == 2
    slot.refresh_from_db()
    assert slot.taken == 0
    told = [("confirmed", "guest"), ("confirmed", "host"), ("cancelled", "guest"), ("cancelled", "host")]
    assert messages(booking) == told
    assert ask(slot, adults=4, now=now + MINUTE)


def test_a_second_cancellation_changes_nothing(booking, now):
    cancel(booking=booking, by=GUEST, now=now, reason="Ốm")
    again = cancel(booking=booking, by=HOST, now=now + MINUTE, reason="Khác")
    assert (again.cancelled_at, again.cancelled_by, again.cancel_reason) == (now, GUEST, "Ốm")
    assert len(messages(booking)) == 4


def test_giving_up_a_hold_frees_its_seats_and_is_told_to_nobody(slot, now):
    held = ask(slot, adults=4, now=now)
    assert cancel(booking=held, by=GUEST, now=now).status == BookingStatus.CANCELLED
    slot.refresh_from_db()
    assert slot.taken == 0
    assert not OutboxMessage.objects.exists()


def test_a_booking_that_waits_for_the_host_can_be_cancelled(slot, now):
    waiting = make_booking(slot, BookingStatus.PENDING, now=now)
    assert cancel(booking=waiting, by=GUEST, now=now).status == BookingStatus.CANCELLED


def test_a_guest_may_cancel_until_the_start(slot, booking):
    refused(TooLate, lambda: cancel(booking=booking, by=GUEST, now=slot.starts_at))
    assert cancel(booking=booking, by=GUEST, now=slot.starts_at - dt.timedelta(microseconds=1))


def test_a_host_may_cancel_after_the_start(slot, booking):
    cancelled = cancel(booking=booking, by=HOST, now=slot.starts_at + dt.timedelta(hours=2))
    assert cancelled.status == BookingStatus.CANCELLED


@pytest.mark.parametrize("status", [BookingStatus.EXPIRED, BookingStatus.REDEEMED, BookingStatus.REJECTED])
@pytest.mark.parametrize("by", [GUEST, HOST])
def test_what_is_over_or_already_there_cannot_be_cancelled(slot, now, status, by):
    booking = make_booking(slot, status, now=now)
    told = len(messages(booking))
    refused(NotCancellable, lambda: cancel(booking=booking, by=by, now=now))
    booking.refresh_from_db()
    assert (booking.status, len(messages(booking))) == (status, told)


def test_a_stale_object_cannot_cancel_a_party_that_is_there(slot, booking, now):
    check_in(booking=type(booking).objects.get(pk=booking.pk), now=slot.starts_at)
    assert booking.status == BookingStatus.CONFIRMED
    with pytest.raises(NotCancellable):
        cancel(booking=booking, by=HOST, now=now)


def test_free_cancellation_ends_by_the_experience_s_policy(now):
    booking = make_booking(make_slot(make_experience(free_cancel_hours=48), now=now), now=now)
    assert booking.free_cancel_until() == booking.slot.starts_at - dt.timedelta(hours=48)


@pytest.mark.parametrize("by", [GUEST, HOST])
def test_a_mistaken_cancellation_is_taken_back(slot, booking, now, by):
    cancelled = cancel(booking=booking, by=by, now=now, reason="Nhầm")
    assert may_restore(cancelled, now=now + WINDOW)
    restored = restore(booking=cancelled, by=by, now=now + WINDOW)
    restored.refresh_from_db()
    assert restored.status == BookingStatus.CONFIRMED
    assert (restored.cancelled_at, restored.cancelled_by, restored.cancel_reason) == (None, "", "")
    assert restored.sequence == 3
    slot.refresh_from_db()
    assert slot.taken == 3
    assert [kind for kind, _audience in messages(booking)][-2:] == [MessageKind.CONFIRMED] * 2
    assert len(messages(booking)) == 6


def test_a_second_restoring_changes_nothing(booking, now):
    cancel(booking=booking, by=GUEST, now=now)
    restore(booking=booking, by=GUEST, now=now)
    assert restore(booking=booking, by=GUEST, now=now + WINDOW * 9).sequence == 3
    assert len(messages(booking)) == 6


def test_cancelled_again_after_restoring_is_told_again(booking, now):
    for _ in range(3):
        cancel(booking=booking, by=GUEST, now=now)
        restore(booking=booking, by=GUEST, now=now)
    assert len(messages(booking)) == 2 + 3 * 4


def test_it_cannot_be_cancelled_and_taken_back_for_ever(booking, now):
    for number in range(20):
        moment = now + number * MINUTE
        cancelled = cancel(booking=booking, by=GUEST, now=moment)
        if not may_restore(cancelled, now=moment):
            break
        restore(booking=booking, by=GUEST, now=moment)
    refused(NotRestorable, lambda: restore(booking=booking, by=GUEST, now=now + 20 * MINUTE))
    assert len(messages(booking)) == 2 * 12


def test_a_cancellation_stands_after_fifteen_minutes(booking, now):
    cancel(booking=booking, by=GUEST, now=now)
    late = now + WINDOW + dt.timedelta(microseconds=1)
    refused(NotRestorable, lambda: restore(booking=booking, by=GUEST, now=late))


@pytest.mark.parametrize(("by", "other"), [(GUEST, HOST), (HOST, GUEST)])
def test_one_side_cannot_take_back_what_the_other_cancelled(slot, booking, now, by, other):
    cancel(booking=booking, by=by, now=now)
    refused(NotRestorable, lambda: restore(booking=booking, by=other, now=now))
    slot.refresh_from_db()
    assert slot.taken == 0


@pytest.mark.parametrize("others", [2, 4])
def test_seats_that_went_to_others_are_not_taken_back(slot, booking, now, others):
    cancel(booking=booking, by=GUEST, now=now)
    ask(slot, adults=others, now=now)
    refused(NotEnoughSeats, lambda: restore(booking=booking, by=GUEST, now=now))
    slot.refresh_from_db()
    assert slot.taken == others


def test_it_fits_again_where_only_a_dead_hold_is_in_the_way(slot, booking, now):
    late = now + WINDOW
    ask(slot, adults=1, now=now)
    cancel(booking=booking, by=HOST, now=now)
    ask(slot, adults=3, now=now)
    assert restore(booking=booking, by=HOST, now=late).status == BookingStatus.CONFIRMED


def test_nothing_is_restored_once_the_visit_began(slot, now):
    booking = make_booking(slot, now=now)
    cancel(booking=booking, by=HOST, now=slot.starts_at - MINUTE)
    refused(NotRestorable, lambda: restore(booking=booking, by=HOST, now=slot.starts_at))


def test_a_party_that_was_booked_is_restored_on_a_closed_day_too(slot, booking, now):
    cancel(booking=booking, by=HOST, now=now)
    close_day(host=slot.experience.host, day=slot.starts_at.date(), by=make_user(), now=now)
    assert restore(booking=booking, by=HOST, now=now).status == BookingStatus.CONFIRMED


def test_a_hold_that_was_given_up_is_not_restored(slot, now):
    held = cancel(booking=ask(slot, adults=1, now=now), by=GUEST, now=now)
    refused(NotRestorable, lambda: restore(booking=held, by=GUEST, now=now))


def test_a_clock_that_is_behind_can_still_cancel(slot, now):
    """Seats of a hold that ran out were sold again; a process a minute behind must not trip over both."""
    ask(slot, adults=3, now=now)
    booking = make_booking(slot, adults=1, contact=make_contact(), now=now)
    ask(slot, adults=3, now=now + WINDOW)
    assert cancel(booking=booking, by=GUEST, now=now + WINDOW - MINUTE).status == BookingStatus.CANCELLED
    slot.refresh_from_db()
    assert slot.taken == 3
