"""Freed seats are offered in order, each offer with its own deadline, and groups are not passed for ever."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.tidy import forget_waiting
from bookings.domain.calendar import availability
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.lock import lock_slot
from bookings.domain.seats.on_sale import SlotClosed
from bookings.domain.seats.party import PartyRefused
from bookings.domain.waiting import entries
from bookings.domain.waiting.entries import AlreadyWaiting, leave, rejoin
from bookings.domain.waiting.offers import LONGEST_OFFER, MOST_PASSED, offer_waiting
from bookings.enums import BookingStatus, CancelledBy, MessageKind, UsePer, WaitingStatus
from bookings.models import Slot, WaitingEntry
from bookings.models.booking import UNDO_WINDOW
from bookings.models.slot import SHORTEST_OFFER
from outbox.models import OutboxMessage
from tests.factories import (
    ask,
    cancel_for_good,
    local_time,
    make_booking,
    make_contact,
    make_experience,
    make_host,
    make_resource,
    make_slot,
    make_use,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SOON = dt.timedelta(minutes=1)


@shared
def slot(now):
    return make_slot(capacity=8, now=now)


def fill(slot, now, *parties):
    return [make_booking(slot, adults=adults, now=now) for adults in parties or (2, 2, 2, 2)]


def free_up(booking, now):
    cancel_for_good(booking, now=now)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def seen_free(slot, now):
    return Slot.objects.with_free(now).get(pk=slot.pk).free


def told(kind):
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def test_a_freed_seat_is_offered_to_the_first_who_waits(slot, now):
    bookings = fill(slot, now)
    first, second = wait(slot, now=now), wait(slot, now=now)
    assert [entries.parties_before(entry) for entry in (first, second)] == [0, 1]
    free_up(bookings[0], now + HOUR)
    first, second = fresh(first), fresh(second)
    assert (first.status, second.status) == (WaitingStatus.OFFERED, WaitingStatus.WAITING)
    assert first.booking.status == BookingStatus.ON_HOLD
    assert first.booking.hold_expires_at == now + HOUR + LONGEST_OFFER
    assert (first.booking.seats, first.booking.total_vnd) == (2, bookings[0].total_vnd)
    assert told(MessageKind.WAITING) == [first.contact_email, second.contact_email]
    assert told(MessageKind.OFFERED) == [first.contact_email]


def test_an_offer_is_taken_like_any_hold(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    free_up(bookings[0], now)
    offer = fresh(entry).booking
    booked = confirm(booking=offer, contact=make_contact(), consent=True, now=now + 6 * HOUR)
    assert booked.status == BookingStatus.CONFIRMED
    assert fresh(slot).taken == 8
    assert fresh(slot).waiting == 0


def test_an_offer_that_ran_out_goes_to_the_next(slot, now):
    bookings = fill(slot, now)
    first, second = wait(slot, now=now), wait(slot, now=now)
    free_up(bookings[0], now)
    late = fresh(first).booking.hold_expires_at
    assert expire_holds(now=late - SOON) == 0
    assert expire_holds(now=late) == 1
    assert fresh(second).status == WaitingStatus.OFFERED
    with pytest.raises(HoldOver):
        confirm(booking=fresh(first).booking, contact=make_contact(), consent=True, now=late)


def test_an_offer_that_is_declined_goes_to_the_next_at_once(slot, now):
    bookings = fill(slot, now)
    first, second = wait(slot, now=now), wait(slot, now=now)
    free_up(bookings[0], now)
    leave(entry=first, now=now)
    assert fresh(first).booking.status == BookingStatus.CANCELLED
    assert fresh(second).status == WaitingStatus.OFFERED


def test_seats_that_are_waited_for_are_not_sold_to_others(slot, now):
    bookings = fill(slot, now)
    wait(slot, adults=4, now=now)
    free_up(bookings[0], now)
    assert seen_free(slot, now) <= 0
    with pytest.raises(NotEnoughSeats):
        ask(slot, adults=1, now=now)
    free_up(bookings[1], now)
    assert seen_free(slot, now) == 0
    free_up(bookings[2], now)
    assert seen_free(slot, now) == 2
    ask(slot, adults=2, now=now)


def test_the_calendar_calls_a_slot_that_is_waited_for_full(slot, now):
    bookings = fill(slot, now)
    wait(slot, adults=4, now=now)
    free_up(bookings[0], now)
    day = availability.month(slot.experience, first=slot.starts_at.date().replace(day=1), now=now)
    assert [entry.state for entry in day.values()] == ["full"]
    assert availability.next_starts([slot.experience_id], now=now) == {}


def test_a_smaller_party_goes_first_only_so_often(slot, now):
    fill(slot, now, 1, 1, 1, 1, 1, 1, 1, 1)
    singles = list(slot.bookings.order_by("pk"))
    group = wait(slot, adults=3, now=now)
    couples = [wait(slot, adults=1, now=now) for _ in range(MOST_PASSED + 1)]
    for booking in singles[:MOST_PASSED]:
        free_up(booking, now)
    assert [fresh(entry).status for entry in couples] == ["offered"] * MOST_PASSED + ["waiting"]
    assert fresh(group).passed == MOST_PASSED
    # From now on what comes free is saved up for the group.
    free_up(singles[MOST_PASSED], now)
    free_up(singles[MOST_PASSED + 1], now)
    assert fresh(couples[-1]).status == WaitingStatus.WAITING
    free_up(singles[MOST_PASSED + 2], now)
    assert fresh(group).status == WaitingStatus.OFFERED
    assert fresh(couples[-1]).status == WaitingStatus.WAITING


def test_a_day_before_the_close_nothing_is_saved_up_any_more(slot, now):
    fill(slot, now, 1, 1, 1, 1, 1, 1, 1, 1)
    wait(slot, adults=3, now=now)
    WaitingEntry.objects.update(passed=MOST_PASSED)
    single = wait(slot, adults=1, now=now)
    free_up(slot.bookings.first(), slot.closes_at - 25 * HOUR)
    assert fresh(single).status == WaitingStatus.WAITING
    offer_waiting(now=slot.closes_at - 24 * HOUR)
    assert fresh(single).status == WaitingStatus.OFFERED


def test_seats_saved_for_a_group_do_for_a_newcomer_whom_they_hold(slot, now):
    bookings = fill(slot, now)
    group = wait(slot, adults=6, now=now)
    free_up(bookings[0], now)
    newcomer = wait(slot, adults=2, now=now)
    assert newcomer.status == WaitingStatus.OFFERED
    assert fresh(group).passed == 1


def test_several_are_offered_at_once_where_there_is_room(slot, now):
    (booking,) = fill(slot, now, 8)
    party = [wait(slot, adults=adults, now=now) for adults in (3, 2, 4, 3)]
    free_up(booking, now)
    assert [fresh(entry).status for entry in party] == ["offered", "offered", "waiting", "offered"]
    assert fresh(slot).waiting == 4
    assert fresh(slot).taken == 8


def test_a_second_click_is_one_place_in_the_list(slot, now):
    fill(slot, now)
    key = uuids.uuid4()
    first, again = (wait(slot, key=key, now=now) for _ in range(2))
    assert first == again
    assert fresh(slot).waiting == 2
    assert len(told(MessageKind.WAITING)) == 1


def test_one_address_waits_once_for_a_time(slot, now):
    fill(slot, now)
    wait(slot, now=now, email="ha@example.com")
    with pytest.raises(entries.AlreadyWaiting):
        wait(slot, now=now, email="Ha@example.com")


def test_who_finds_room_does_not_wait(slot, now):
    fill(slot, now, 2)
    with pytest.raises(entries.SeatsFree):
        wait(slot, adults=6, now=now)
    wait(slot, adults=7, now=now)


def test_a_party_that_never_fits_does_not_wait(slot, now):
    fill(slot, now)
    with pytest.raises(entries.TooLarge):
        wait(slot, adults=9, now=now)
    with pytest.raises(PartyRefused):
        wait(slot, adults=0, now=now)


def test_an_address_is_on_so_many_lists_at_most(now):
    experience = make_experience()
    for days in range(7, 7 + entries.MOST_LISTS + 1):
        slot = make_slot(experience, capacity=2, now=now, days=days)
        make_booking(slot, adults=2, now=now)
    slots = list(Slot.objects.order_by("starts_at"))
    for slot in slots[:-1]:
        entry = wait(slot, now=now)
        WaitingEntry.objects.filter(pk=entry.pk).update(holder="abc")
    entry = WaitingEntry(slot=slots[-1], seats=2, holder="abc", contact_email="x@example.com")
    with pytest.raises(entries.TooManyWaiting):
        entries._require_waitable(lock_slot(slots[-1].pk), entry, now=now)


def test_the_list_ends_when_an_offer_would_leave_no_time(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    end = slot.closes_at - SHORTEST_OFFER
    with pytest.raises(entries.ListOver):
        wait(slot, now=end)
    assert offer_waiting(now=end - SOON) == 0
    assert fresh(entry).status == WaitingStatus.WAITING
    assert offer_waiting(now=end) == 0
    assert fresh(entry).status == WaitingStatus.CLOSED
    assert told(MessageKind.WAITING_CLOSED) == [entry.contact_email]
    free_up(bookings[0], end)
    ask(slot, adults=2, now=end)


def test_the_last_offer_still_leaves_time_and_none_outlives_the_close(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    free_up(bookings[0], slot.closes_at - SHORTEST_OFFER - SOON)
    deadline = fresh(entry).booking.hold_expires_at
    assert deadline <= slot.closes_at
    assert deadline - (slot.closes_at - SHORTEST_OFFER - SOON) >= SHORTEST_OFFER


def test_a_slot_that_began_or_closed_takes_nobody_on_its_list(slot, now):
    fill(slot, now)
    with pytest.raises(SlotClosed):
        wait(slot, now=slot.starts_at)


def test_leaving_is_undone_at_the_old_place(slot, now):
    fill(slot, now)
    first, second = wait(slot, now=now), wait(slot, now=now)
    assert leave(entry=first, now=now).status == WaitingStatus.LEFT
    assert leave(entry=first, now=now).status == WaitingStatus.LEFT
    assert fresh(slot).waiting == 2
    assert rejoin(entry=first, now=now + HOUR / 4).status == WaitingStatus.WAITING
    assert entries.parties_before(second) == 1
    leave(entry=second, now=now)
    with pytest.raises(entries.NotRejoinable):
        rejoin(entry=second, now=now + HOUR)


def test_declining_is_undone_until_the_offer_would_have_ended(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    free_up(bookings[0], now)
    deadline = fresh(entry).booking.hold_expires_at
    for moment in (now + HOUR, deadline - SOON):
        leave(entry=entry, now=moment)
        assert fresh(slot).taken == 6
        assert rejoin(entry=entry, now=moment).status == WaitingStatus.OFFERED
        assert fresh(entry).booking.hold_expires_at == deadline
        assert fresh(slot).taken == 8
    assert rejoin(entry=entry, now=deadline - SOON).status == WaitingStatus.OFFERED
    leave(entry=entry, now=deadline - SOON)
    with pytest.raises(entries.NotRejoinable):
        rejoin(entry=entry, now=deadline)
    assert list(audit(now=deadline)) == []


def test_declined_places_that_somebody_booked_meanwhile_stay_theirs(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    free_up(bookings[0], now)
    leave(entry=entry, now=now)
    make_booking(slot, adults=1, now=now)
    assert rejoin(entry=entry, now=now).status == WaitingStatus.WAITING
    assert (fresh(slot).taken, fresh(slot).waiting) == (7, 2)
    assert fresh(entry).booking is None
    assert list(audit(now=now)) == []


def test_whoever_joined_anew_does_not_come_back_a_second_time(slot, now):
    fill(slot, now)
    entry = wait(slot, now=now)
    leave(entry=entry, now=now)
    wait(slot, now=now, email=entry.contact_email)
    with pytest.raises(entries.AlreadyWaiting):
        rejoin(entry=entry, now=now)


def test_what_was_taken_is_not_given_back_by_leaving_the_list(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    free_up(bookings[0], now)
    confirm(booking=fresh(entry).booking, contact=make_contact(), consent=True, now=now)
    leave(entry=entry, now=now)
    assert fresh(entry).booking.status == BookingStatus.CONFIRMED


def test_seats_that_were_offered_are_not_taken_back_but_saved_ones_are(slot, now):
    bookings = fill(slot, now)
    wait(slot, adults=6, now=now)
    cancel(booking=bookings[0], by=CancelledBy.GUEST, now=now)
    restore(booking=bookings[0], by=CancelledBy.GUEST, now=now)
    wait(slot, adults=2, now=now)
    # So near the close that nobody waits for an undo.
    now = slot.closes_at - dt.timedelta(minutes=40)
    cancel(booking=bookings[1], by=CancelledBy.GUEST, now=now)
    with pytest.raises(NotEnoughSeats):
        restore(booking=bookings[1], by=CancelledBy.GUEST, now=now)


def test_what_comes_free_through_a_shared_resource_is_offered_too(now):
    host = make_host()
    boat = make_resource(host, capacity=1)
    slots = []
    for _ in range(2):
        experience = make_experience(host, duration_minutes=120, capacity=6)
        make_use(experience, boat, per=UsePer.SLOT)
        slots.append(make_slot(experience, local_time(dt.date(2026, 11, 30), 18), capacity=6))
    booking = make_booking(slots[0], adults=1, now=now)
    entry = wait(slots[1], now=now)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    # While the guest may undo it, the boat is still theirs (decision 0011).
    assert offer_waiting(now=now) == 0
    later = now + UNDO_WINDOW + dt.timedelta(seconds=1)
    assert offer_waiting(now=later) == 1
    assert offer_waiting(now=later) == 0
    assert fresh(entry).status == WaitingStatus.OFFERED


def test_what_is_no_longer_sold_is_not_offered(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    slot.experience.units.all().delete()
    free_up(bookings[0], now)
    assert fresh(entry).status == WaitingStatus.CLOSED
    assert told(MessageKind.WAITING_CLOSED) == [entry.contact_email]


def test_a_closed_day_keeps_its_list_and_offers_nothing(slot, now):
    bookings = fill(slot, now)
    entry = wait(slot, now=now)
    Slot.objects.update(withdrawn_at=now)
    free_up(bookings[0], now)
    assert fresh(entry).status == WaitingStatus.WAITING


def test_names_of_those_who_waited_are_forgotten(slot, now):
    fill(slot, now)
    wait(slot, now=now)
    assert forget_waiting(now=slot.starts_at + 6 * 24 * HOUR) == 0
    assert forget_waiting(now=slot.starts_at + 8 * 24 * HOUR) == 1
    assert not WaitingEntry.objects.exists()


def test_whoever_declined_and_joined_anew_gets_no_second_offer_by_undoing(slot, now):
    bookings = fill(slot, now)
    first = wait(slot, now=now, email="lan@example.org")
    wait(slot, now=now, email="hoa@example.org")
    free_up(bookings[0], now)
    leave(entry=fresh(first), now=now)
    minute = dt.timedelta(minutes=1)
    again = wait(slot, now=now + minute, email="Lan@example.org")
    free_up(bookings[1], now + 2 * minute)
    assert fresh(again).status == WaitingStatus.OFFERED
    with pytest.raises(AlreadyWaiting):
        rejoin(entry=fresh(first), now=now + 3 * minute)
    with pytest.raises(AlreadyWaiting):
        wait(slot, now=now + 3 * minute, email="lan@example.org")
