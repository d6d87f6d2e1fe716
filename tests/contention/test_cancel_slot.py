"""A time is cancelled once, whoever taps, books or checks in at the same moment."""

import datetime as dt
from functools import partial

import pytest

from bookings.domain.audit.run import INVARIANTS, audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel_slot import AlreadyHere, cancel_slot, open_again
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus, MessageKind, SlotCancelReason
from bookings.models import Booking, CancelledParty, Slot, SlotCancelling
from outbox.models import OutboxMessage
from tests.contention.crowd import all_at_once, booked, errors, seats_of, taken_of
from tests.contention.test_seats import request
from tests.factories import ask, make_booking, make_contact, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


def rain(slot, now):
    return partial(cancel_slot, slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, now=now)


def clean(now) -> bool:
    """No finding but that nobody sends the mails here."""
    return list(audit(now=now, only=set(INVARIANTS) - {"message-overdue"})) == []


def test_two_phones_cancel_it_once_and_each_guest_hears_of_it_once(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    bookings = [make_booking(slot, adults=1, now=now) for _ in range(4)]
    answers = all_at_once([rain(slot, now) for _ in range(8)])
    assert errors(answers) == []
    assert SlotCancelling.objects.count() == 1
    assert CancelledParty.objects.count() == len(bookings)
    assert OutboxMessage.objects.filter(kind=MessageKind.CANCELLED).count() == len(bookings)
    assert taken_of(slot) == seats_of(slot) == 0
    assert clean(now)


def test_whoever_books_while_it_is_cancelled_is_cancelled_or_refused(experience, now):
    slot = make_slot(experience, capacity=40, now=now)
    holds = [ask(slot, adults=1, now=now) for _ in range(8)]
    contact = make_contact(email="")
    confirming = [partial(confirm, booking=held, contact=contact, consent=True, now=now) for held in holds]
    answers = all_at_once([*confirming, rain(slot, now), *[request(slot, 1, now) for _ in range(8)]])
    assert {type(error) for error in errors(answers)} <= {SlotClosed, HoldOver}
    assert Slot.objects.get().cancelled_at == now
    assert taken_of(slot) == seats_of(slot) == 0
    # Everyone who was confirmed in time was cancelled with it.
    confirmed = {booking.pk for booking in booked(answers) if booking.status == BookingStatus.CONFIRMED}
    assert set(CancelledParty.objects.values_list("booking", flat=True)) == confirmed
    assert clean(now)


def test_nobody_who_is_checked_in_meanwhile_is_cancelled(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    bookings = [make_booking(slot, adults=1, now=now) for _ in range(4)]
    before = slot.starts_at - dt.timedelta(minutes=20)
    coming = [partial(check_in, booking=booking, now=before) for booking in bookings]
    answers = all_at_once([*coming, rain(slot, before)])
    here = Booking.objects.filter(status=BookingStatus.REDEEMED).count()
    if Slot.objects.get().cancelled_at is None:
        assert here == len(bookings)
        assert [type(error) for error in errors(answers)] == [AlreadyHere]
    else:
        assert here == 0
    assert clean(before)


def test_two_phones_take_it_back_once(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    for _ in range(3):
        make_booking(slot, adults=2, now=now)
    rain(slot, now)()
    answers = all_at_once([partial(open_again, slot_id=slot.pk, by=None, now=now) for _ in range(6)])
    assert errors(answers) == []
    assert sorted(len(answer.back) for answer in answers) == [0, 0, 0, 0, 0, 3]
    assert taken_of(slot) == seats_of(slot) == 6
    assert clean(now)
