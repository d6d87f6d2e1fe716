"""Whom somebody has to call about a time that was cancelled, and who was called."""

import datetime as dt

import pytest

from bookings.domain.booking.calls import NotListed, called, left_to_call, not_called
from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.enums import CallAbout, SlotCancelReason
from bookings.models import PhoneCall
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_contact, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@shared
def slot(now):
    return make_slot(now=now, capacity=12)


@shared
def silent(slot, now):
    """A party that no mail reaches."""
    return make_booking(slot, contact=make_contact(email=""), now=now)


@shared
def mailed(slot, now):
    return make_booking(slot, now=now)


def rain(slot, now):
    return cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, now=now)


def left(slot, now) -> list:
    return [party.booking for party in left_to_call(slot.experience.host, now=now).order_by("pk")]


def refused_mail(booking, **changes) -> None:
    newest = booking.messages.filter(audience="guest").latest("pk")
    OutboxMessage.objects.filter(pk=newest.pk).update(**{"attempts": 1, "error": "SMTPException: no"} | changes)


def test_who_left_no_address_is_to_be_called(slot, silent, mailed, now):
    rain(slot, now)
    assert left(slot, now) == [silent]
    assert not left_to_call(make_host(), now=now).exists()


@pytest.mark.parametrize("state", [MessageState.PENDING, MessageState.FAILED])
def test_so_is_who_has_an_address_that_takes_no_mail(slot, mailed, now, state):
    rain(slot, now)
    assert left(slot, now) == []
    refused_mail(mailed, state=state)
    assert left(slot, now) == [mailed]
    refused_mail(mailed, state=MessageState.SENT, error="")
    assert left(slot, now) == []


def test_who_was_called_is_ticked_off_with_who_and_when(slot, silent, now):
    rain(slot, now)
    user = make_user(full_name="Trần Thị Gốm")
    for minutes in (1, 2):
        called(booking=silent, by=user, now=now + minutes * MINUTE)
    assert left(slot, now) == []
    call = PhoneCall.objects.get()
    assert (call.by, call.by_name, call.called_at, call.about) == (user, "Trần Thị Gốm", now + MINUTE, CallAbout.OFF)
    user.delete()
    assert PhoneCall.objects.get().by_name == "Trần Thị Gốm"


def test_a_tick_that_was_a_slip_is_taken_back(slot, silent, now):
    rain(slot, now)
    called(booking=silent, by=make_user(), now=now)
    for _ in range(2):
        not_called(booking=silent)
    assert left(slot, now) == [silent]


def test_who_was_told_by_phone_is_called_again_when_it_takes_place_after_all(slot, silent, now):
    unaware = make_booking(slot, contact=make_contact(email=""), now=now)
    rain(slot, now)
    called(booking=silent, by=make_user(), now=now)
    open_again(slot_id=slot.pk, by=None, now=now + MINUTE)
    # Whom nobody had called yet knows of nothing.
    assert left(slot, now) == [silent]
    assert unaware not in left(slot, now)
    called(booking=silent, by=make_user(), now=now + MINUTE)
    assert left(slot, now) == []
    assert PhoneCall.objects.filter(about=CallAbout.ON).count() == 1


def test_each_cancelling_has_calls_of_its_own(slot, silent, now):
    rain(slot, now)
    called(booking=silent, by=make_user(), now=now)
    open_again(slot_id=slot.pk, by=None, now=now)
    rain(slot, now + MINUTE)
    assert left(slot, now) == [silent]


def test_a_party_stands_in_the_list_once_however_often_it_rained(slot, silent, now):
    for _ in range(2):
        rain(slot, now)
        called(booking=silent, by=make_user(), now=now)
        open_again(slot_id=slot.pk, by=None, now=now)
    assert left(slot, now) == [silent]


def test_whom_it_did_not_fit_any_more_is_called_still(slot, silent, now):
    rain(slot, now)
    open_again(slot_id=slot.pk, by=None, now=now + 16 * MINUTE)
    assert left(slot, now) == [silent]


def test_when_the_time_is_over_nobody_is_called(slot, silent, now):
    rain(slot, now)
    assert left(slot, slot.ends_at) == []


def test_a_party_that_was_not_cancelled_with_its_time_is_on_no_list(silent, now):
    for act in (lambda: called(booking=silent, by=make_user(), now=now), lambda: not_called(booking=silent)):
        with pytest.raises(NotListed):
            act()
