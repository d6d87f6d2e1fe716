"""One time cancelled for everybody, and taken back."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import NotRestorable, cancel, restore
from bookings.domain.booking.cancel_slot import AlreadyHere, TimeBegun, cancel_slot, open_again
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.enter import Came, enter
from bookings.domain.booking.minimum import AlreadyCalledOff, decide_due, run_anyway
from bookings.domain.booking.move import NotOffered, move, other_times
from bookings.domain.calendar import closures, one_slot
from bookings.domain.calendar.slots import make_slots
from bookings.domain.seats.on_sale import SlotClosed, TimeCancelled
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, CancelledBy, GuestSource, MessageKind, SlotCancelReason, WaitingStatus
from bookings.models import Booking, CancelledParty, Slot, SlotCancelling
from outbox.models import OutboxMessage
from tests.factories import (
    ask,
    cancel_for_good,
    make_booking,
    make_contact,
    make_experience,
    make_resource,
    make_schedule,
    make_slot,
    make_use,
    make_user,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
WINDOW = 15 * MINUTE
RAIN = SlotCancelReason.RAIN


@shared
def slot(now):
    return make_slot(now=now, capacity=12)


def off(slot, now, reason=RAIN, words="") -> SlotCancelling:
    return cancel_slot(slot_id=slot.pk, reason=reason, words=words, by=make_user(), now=now)


def back(slot, now):
    return open_again(slot_id=slot.pk, by=make_user(), now=now)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def told(booking) -> list[tuple[str, str]]:
    return list(booking.messages.order_by("pk").values_list("kind", "audience"))


def statuses(slot) -> list[str]:
    return list(Booking.objects.filter(slot=slot).order_by("pk").values_list("status", flat=True))


def faults(now) -> list:
    return [found for found in audit(now=now) if not found.open_decision]


def test_everybody_is_cancelled_by_the_host_and_hears_why_in_their_language(slot, now):
    ours = make_booking(slot, adults=2, now=now)
    theirs = make_booking(slot, adults=1, language="en", now=now)
    off(slot, now, words="Đường đê ngập")
    assert statuses(slot) == [BookingStatus.CANCELLED] * 2
    assert {fresh(booking).cancelled_by for booking in (ours, theirs)} == {CancelledBy.HOST}
    assert fresh(ours).cancel_reason == "Mưa to, bão. Đường đê ngập"
    assert fresh(theirs).cancel_reason == "Heavy rain or a storm. Đường đê ngập"
    assert told(ours)[2:] == [(MessageKind.CANCELLED, "guest"), (MessageKind.CANCELLED, "host")]
    assert fresh(slot).taken == 0
    assert faults(now) == []


def test_another_reason_is_the_host_s_words_alone(slot, now):
    booking = make_booking(slot, now=now)
    off(slot, now, reason=SlotCancelReason.OTHER, words="Lò nung nứt")
    assert fresh(booking).cancel_reason == "Lò nung nứt"


def test_a_second_cancelling_changes_nothing(slot, now):
    booking = make_booking(slot, now=now)
    first = off(slot, now)
    assert off(slot, now + MINUTE, reason=SlotCancelReason.FUNERAL) == first
    assert len(told(booking)) == 4
    assert SlotCancelling.objects.get().cancelled_at == now


def test_who_left_before_is_not_told_again(slot, now):
    left = make_booking(slot, BookingStatus.CANCELLED, now=now)
    ran_out = make_booking(slot, BookingStatus.EXPIRED, now=now)
    before = OutboxMessage.objects.count()
    off(slot, now + MINUTE)
    assert OutboxMessage.objects.count() == before
    assert not CancelledParty.objects.exists()
    assert (fresh(left).cancelled_by, fresh(ran_out).status) == (CancelledBy.GUEST, BookingStatus.EXPIRED)


def test_whose_time_to_be_confirmed_ran_out_is_not_told(slot, now):
    pending = make_booking(slot, BookingStatus.PENDING, now=now)
    off(slot, pending.hold_expires_at)
    assert fresh(pending).status == BookingStatus.EXPIRED
    assert (MessageKind.CANCELLED, "guest") not in told(pending)


def test_opened_without_its_parties_it_follows_the_experience_s_minimum_again(now):
    slot = make_slot(make_experience(min_to_run=4), now=now)
    make_booking(slot, now=now)
    off(slot, now)
    assert fresh(slot).min_to_run == 4
    back(slot, now + WINDOW + MINUTE)
    assert fresh(slot).min_to_run is None


def test_who_is_to_be_confirmed_is_told_and_the_host_is_not(slot, now):
    pending = make_booking(slot, BookingStatus.PENDING, now=now)
    off(slot, now + MINUTE)
    assert told(pending)[-1] == (MessageKind.CANCELLED, "guest")
    assert (MessageKind.CANCELLED, "host") not in told(pending)


def test_a_hold_is_let_go_and_cannot_be_confirmed(slot, now):
    held = ask(slot, adults=2, now=now)
    off(slot, now)
    assert fresh(held).status == BookingStatus.CANCELLED
    with pytest.raises(SlotClosed):
        confirm(booking=held, contact=make_contact(), consent=True, now=now)
    assert not OutboxMessage.objects.exists()


def test_nothing_can_be_booked_entered_moved_or_changed_there(slot, now):
    other = make_slot(slot.experience, now=now, days=8, capacity=12)
    booking = make_booking(other, now=now)
    off(slot, now)
    assert not Slot.objects.on_sale(now).filter(pk=slot.pk).exists()
    with pytest.raises(SlotClosed), translation.override("en"):
        ask(slot, adults=1, now=now)
    with pytest.raises(SlotClosed):
        wait(slot, now=now)
    units = {slot.experience.units.get(type="ADULT").pk: 1}
    with pytest.raises(TimeCancelled):
        enter(
            key=booking.uuid,
            slot_id=slot.pk,
            unit_quantities=units,
            extra_quantities={},
            contact=make_contact(),
            came=Came(source=GuestSource.PHONE),
            language="vi",
            now=now,
        )
    with pytest.raises(NotOffered):
        move(booking=booking, slot_id=slot.pk, now=now)
    assert slot not in other_times(booking, now=now)
    for change in (one_slot.edit_slot, one_slot.follow_rules, run_anyway):
        with pytest.raises(TimeCancelled):
            change(slot_id=slot.pk, now=now)


def test_the_other_time_of_the_day_goes_on(slot, now):
    other = make_slot(slot.experience, now=now, hour=14)
    booking = make_booking(other, now=now)
    off(slot, now)
    assert fresh(booking).status == BookingStatus.CONFIRMED
    assert Slot.objects.on_sale(now).filter(pk=other.pk).exists()
    assert fresh(other).closure is None
    assert ask(other, adults=1, now=now)


def test_what_it_shared_is_free_for_others(now):
    experience = make_experience(capacity=4)
    make_use(experience, make_resource(experience.host, capacity=4))
    slot, beside = make_slot(experience, now=now), make_slot(experience, now=now, minute=45)
    make_booking(slot, adults=4, now=now)
    off(slot, now)
    assert ask(beside, adults=4, now=now)


def test_a_schedule_does_not_open_it_and_days_off_come_and_go(now):
    schedule = make_schedule(times=["08:30", "14:00"])
    make_slots(now=now, experiences=[schedule.experience])
    slot = Slot.objects.order_by("starts_at")[4]
    booking = make_booking(slot, now=now)
    off(slot, now)
    make_slots(now=now, experiences=[schedule.experience])
    assert fresh(slot).cancelled_at == now
    day = slot.starts_at.date()
    closures.close_day(host=schedule.experience.host, day=day, by=None, now=now)
    closures.reopen_day(host=schedule.experience.host, day=day, now=now)
    assert not fresh(slot).is_open
    assert faults(now) == []
    assert back(slot, now).back == [booking]
    assert faults(now) == []


@pytest.mark.parametrize("act", [off, back])
def test_once_it_has_begun_it_stays_as_it_is(slot, now, act):
    make_booking(slot, now=now)
    if act is back:
        off(slot, slot.starts_at - MINUTE)
    with pytest.raises(TimeBegun):
        act(slot, slot.starts_at)


def test_who_is_there_already_is_not_sent_home_by_a_tap(slot, now):
    here, coming = make_booking(slot, now=now), make_booking(slot, now=now)
    near = slot.starts_at - 20 * MINUTE
    check_in(booking=here, now=near)
    with pytest.raises(AlreadyHere):
        off(slot, near)
    assert fresh(coming).status == BookingStatus.CONFIRMED
    assert not SlotCancelling.objects.exists()


def test_what_was_called_off_for_few_guests_is_over_already(now):
    slot = make_slot(make_experience(min_to_run=4, decide_hours=48), now=now)
    decide_due(now=slot.starts_at - dt.timedelta(hours=48))
    with pytest.raises(AlreadyCalledOff):
        off(slot, slot.starts_at - dt.timedelta(hours=47))


def test_a_minimum_is_not_decided_of_it(now):
    slot = make_slot(make_experience(min_to_run=4, decide_hours=48), now=now)
    make_booking(slot, adults=4, now=now)
    due = slot.starts_at - dt.timedelta(hours=48)
    off(slot, due - MINUTE)
    assert decide_due(now=due) == 0
    back(slot, due)
    assert decide_due(now=due) == 1
    assert fresh(slot).decision == "runs"


def test_one_tap_brings_all_back_as_they_were_and_tells_them(slot, now):
    booking = make_booking(slot, adults=2, now=now)
    pending = make_booking(slot, BookingStatus.PENDING, adults=1, now=now)
    held = ask(slot, adults=1, now=now)
    off(slot, now + MINUTE)
    outcome = back(slot, now + MINUTE + WINDOW)
    assert outcome.back == [booking, pending]
    assert outcome.left_out == []
    assert statuses(slot) == [BookingStatus.CONFIRMED, BookingStatus.PENDING, BookingStatus.CANCELLED]
    assert (fresh(booking).cancelled_by, fresh(booking).cancel_reason) == ("", "")
    assert told(booking)[4:] == [(MessageKind.CONFIRMED, "guest"), (MessageKind.CONFIRMED, "host")]
    assert told(pending)[-1] == (MessageKind.PROOF, "guest")
    assert fresh(slot).taken == 3
    assert fresh(slot).is_open
    assert fresh(held).status == BookingStatus.CANCELLED


def test_a_second_taking_back_changes_nothing(slot, now):
    booking = make_booking(slot, now=now)
    off(slot, now)
    back(slot, now)
    assert back(slot, now + MINUTE).back == []
    assert len(told(booking)) == 6


def test_it_can_be_cancelled_again(slot, now):
    booking = make_booking(slot, now=now)
    for number in range(2):
        off(slot, now + number * MINUTE)
        back(slot, now + number * MINUTE)
    off(slot, now + 3 * MINUTE)
    assert fresh(booking).status == BookingStatus.CANCELLED
    assert len(told(booking)) == 2 + 2 * 4 + 2
    assert faults(now + 3 * MINUTE) == []


def test_a_party_alone_is_not_brought_back_while_its_time_is_cancelled(slot, now):
    booking = make_booking(slot, now=now)
    off(slot, now)
    with pytest.raises(NotRestorable):
        restore(booking=booking, by=CancelledBy.HOST, now=now)


def test_whom_it_does_not_fit_any_more_is_named(now):
    experience = make_experience(capacity=4)
    make_use(experience, make_resource(experience.host, capacity=4))
    slot, beside = make_slot(experience, now=now), make_slot(experience, now=now, minute=45)
    first, second = make_booking(slot, adults=2, now=now), make_booking(slot, adults=2, now=now)
    off(slot, now)
    make_booking(beside, adults=2, now=now)
    outcome = back(slot, now)
    assert (outcome.back, outcome.left_out) == ([first], [second])
    assert fresh(second).status == BookingStatus.CANCELLED
    assert faults(now) == []


def test_after_a_quarter_of_an_hour_the_time_opens_without_them(slot, now):
    booking = make_booking(slot, now=now)
    off(slot, now)
    outcome = back(slot, now + WINDOW + MINUTE)
    assert (outcome.back, outcome.left_out) == ([], [booking])
    assert fresh(slot).is_open
    assert ask(slot, adults=1, now=now + WINDOW + MINUTE)


def test_the_waiting_list_hears_of_it_when_it_can_no_longer_be_taken_back(now):
    slot = make_slot(make_experience(capacity=2), now=now, capacity=2)
    make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    off(slot, now)
    offer_waiting(now=now + WINDOW)
    assert fresh(entry).status == WaitingStatus.WAITING
    assert faults(now + WINDOW) == []
    offer_waiting(now=now + WINDOW + MINUTE)
    assert fresh(entry).status == WaitingStatus.CLOSED
    assert OutboxMessage.objects.filter(kind=MessageKind.WAITING_CLOSED).count() == 1


def test_an_offer_that_was_open_is_made_again_when_it_is_taken_back(now):
    slot = make_slot(make_experience(capacity=2), now=now, capacity=2)
    gone = make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    cancel_for_good(gone, now=now)
    assert fresh(entry).status == WaitingStatus.OFFERED
    off(slot, now + MINUTE)
    assert fresh(entry).status == WaitingStatus.WAITING
    assert fresh(slot).taken == 0
    back(slot, now + 2 * MINUTE)
    assert fresh(entry).status == WaitingStatus.OFFERED
    assert fresh(slot).taken == 2
    assert faults(now + 2 * MINUTE) == []


def test_a_guest_who_cancelled_meanwhile_stays_away(slot, now):
    booking = make_booking(slot, now=now)
    off(slot, now)
    back(slot, now)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now + MINUTE)
    off(slot, now + 2 * MINUTE)
    assert back(slot, now + 3 * MINUTE).back == []
    assert fresh(booking).status == BookingStatus.CANCELLED
