"""A guest changes their own party: within policy and ration, after whoever waits, at the sum they were shown."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.move import move
from bookings.domain.booking.own_move import MovedOften
from bookings.domain.booking.own_party import (
    NoRoomForMore,
    OtherSum,
    TooLateForFewer,
    change_own_party,
    may_have_fewer,
    may_have_more,
)
from bookings.domain.booking.party_change import ChangedMeanwhile, NotChangeable, change_party
from bookings.domain.booking.party_choices import choices_of, party_digest
from bookings.domain.booking.rationing import OverRation
from bookings.domain.calendar.closures import close_day
from bookings.domain.history import acting
from bookings.domain.money.owing import account_of
from bookings.domain.seats.contact import AddressMissing
from bookings.domain.seats.on_sale import SlotClosed
from bookings.domain.seats.party import PartyRefused
from bookings.enums import Act, ActBy, BookingStatus, MessageKind, WaitingStatus
from bookings.mail.render import compose
from bookings.models import Booking, Slot
from experiences.models import Extra, Unit
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@shared
def experience():
    return make_experience(free_cancel_hours=24, max_party=8)


@shared
def slot(experience, now):
    starts_at = now + 3 * DAY
    return make_slot(experience, starts_at, 6, closes_at=starts_at - 2 * HOUR)


@shared
def booking(slot, now):
    return make_booking(slot, adults=2, now=now)


def numbers_of(booking: Booking, numbers: dict[str, int]) -> tuple[dict[str, int], int]:
    """By the keys of the booking's choices, and what they cost."""
    slot = Slot.objects.with_rules().get(pk=booking.slot_id)
    choices = {getattr(choice.sold, "type", "") or choice.sold.name: choice for choice in choices_of(booking, slot)}
    total = sum(choices[what].sold.price_vnd * number for what, number in numbers.items())
    return {choices[what].key: number for what, number in numbers.items()}, total


def to(booking: Booking, now: dt.datetime, *, total=None, seen=None, ship_to="", **numbers: int) -> Booking:
    quantities, sum_vnd = numbers_of(booking, {what.replace("_", " "): number for what, number in numbers.items()})
    return change_own_party(
        booking=booking,
        quantities=quantities,
        total_vnd=sum_vnd if total is None else total,
        seen=party_digest(booking) if seen is None else seen,
        ship_to=ship_to,
        now=now,
    )


def party(booking: Booking) -> dict[str, int]:
    return dict(booking.units.values_list("type", "quantity"))


def taken(slot: Slot) -> int:
    return Slot.objects.get(pk=slot.pk).taken


def test_more_seats_a_new_sum_both_sides_and_the_guest_s_own_act(slot, booking, now):
    with acting(ActBy.GUEST):
        changed = to(booking, now, ADULT=3, CHILD=1)
    assert (party(changed), taken(slot)) == ({"ADULT": 3, "CHILD": 1}, 4)
    assert account_of(changed).due == changed.total_vnd
    told = changed.messages.filter(kind=MessageKind.PARTY_CHANGED).order_by("audience")
    assert list(told.values_list("audience", "sequence")) == [
        ("guest", changed.sequence),
        ("host", changed.sequence),
    ]
    guest, host = (compose(message).body for message in told)
    assert "như bạn đã chọn" in guest
    assert "Khách vừa đổi đoàn" in host
    assert "Trước: 2 người lớn" in host
    act = changed.acts.get()
    assert (act.act, act.by, act.before["units"]) == (Act.PARTY, ActBy.GUEST, [["ADULT", 2]])
    assert list(audit(now=now)) == []


def test_what_was_promised_keeps_its_price_and_what_is_new_costs_what_it_costs_today(slot, booking, now):
    promised = booking.units.get().price_vnd
    Unit.objects.filter(experience=slot.experience).update(price_vnd=promised + 50_000)
    assert to(booking, now, ADULT=3, CHILD=1).total_vnd == 4 * promised + 50_000


def test_a_sum_that_the_guest_did_not_see_is_not_agreed(slot, booking, now):
    with pytest.raises(OtherSum):
        to(booking, now, ADULT=3, total=1)
    assert party(booking) == {"ADULT": 2}


def test_the_same_again_changes_nothing_and_another_change_takes_it_back(booking, now):
    first = to(booking, now, ADULT=3)
    assert to(first, now, ADULT=3, seen="an old page", total=1).sequence == first.sequence
    back = to(first, now, ADULT=2)
    assert (party(back), back.total_vnd) == ({"ADULT": 2}, booking.total_vnd)


def test_two_pages_do_not_undo_each_other(booking, now):
    seen = party_digest(booking)
    to(booking, now, ADULT=3)
    with pytest.raises(ChangedMeanwhile):
        to(booking, now, ADULT=1, seen=seen)


def test_fewer_only_while_they_may_leave_free_of_charge(slot, booking, now):
    last = booking.free_cancel_until()
    late = last + dt.timedelta(seconds=1)
    assert may_have_fewer(booking, now=last)
    assert not may_have_fewer(booking, now=late)
    with pytest.raises(TooLateForFewer) as refused:
        to(booking, late, ADULT=1)
    assert slot.experience.host.phone.as_national in str(refused.value.message)
    assert party(to(booking, last, ADULT=1)) == {"ADULT": 1}


def test_neither_another_kind_nor_a_dropped_meal_is_a_way_around_the_terms(slot, now):
    Extra.objects.create(experience=slot.experience, name="Cơm", price_vnd=80_000, max_quantity=9)
    Unit.objects.filter(experience=slot.experience, type="CHILD").update(price_vnd=1_000)
    booking = to(make_booking(slot, adults=2, now=now), now, ADULT=2, Cơm=2)
    late = booking.free_cancel_until() + HOUR
    for fewer in ({"ADULT": 1, "CHILD": 1, "Cơm": 2}, {"ADULT": 2, "Cơm": 1}):
        with pytest.raises(TooLateForFewer):
            to(booking, late, **fewer)
    assert to(booking, late, ADULT=2, CHILD=1, Cơm=2).seats == 3


def test_more_until_booking_closes_and_not_on_a_day_that_is_closed(slot, booking, now):
    assert may_have_more(booking, now=slot.closes_at - HOUR)
    assert not may_have_more(booking, now=slot.closes_at)
    with pytest.raises(SlotClosed):
        to(booking, slot.closes_at, ADULT=3)
    close_day(host=slot.experience.host, day=timezone.localtime(slot.starts_at).date(), by=None, now=now)
    with pytest.raises(SlotClosed):
        to(booking, now, ADULT=3)
    assert party(to(booking, now, ADULT=1)) == {"ADULT": 1}


def test_whom_the_host_moved_may_come_with_fewer_until_the_visit(experience, slot, booking, now):
    later = make_slot(experience, now + 5 * DAY, 6)
    moved = move(booking=booking, slot_id=later.pk, now=now)
    assert party(to(moved, later.starts_at - HOUR, ADULT=1)) == {"ADULT": 1}


def test_whoever_waits_goes_first(slot, booking, now):
    make_booking(slot, adults=4, now=now)
    entry = wait(slot, adults=2, now=now)
    Slot.objects.filter(pk=slot.pk).update(capacity=8)
    with pytest.raises(NoRoomForMore) as refused:
        to(booking, now, ADULT=3)
    assert refused.value.more == 0
    Slot.objects.filter(pk=slot.pk).update(capacity=9)
    with pytest.raises(NoRoomForMore) as refused:
        to(booking, now, ADULT=4)
    assert refused.value.more == 1
    to(booking, now, ADULT=3)
    entry.refresh_from_db()
    assert (entry.status, taken(slot)) == (WaitingStatus.WAITING, 7)


def test_seats_they_give_up_are_offered_to_who_waits(slot, booking, now):
    make_booking(slot, adults=4, now=now)
    entry = wait(slot, adults=1, now=now)
    to(booking, now, ADULT=1)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED


def test_the_rules_of_booking_hold(slot, booking, now):
    Unit.objects.filter(experience=slot.experience, type="CHILD").update(needs_adult=True)
    Slot.objects.filter(pk=slot.pk).update(capacity=30)
    for refused in ({"ADULT": 9}, {"CHILD": 2}, {"ADULT": 0}, {}):
        with pytest.raises(PartyRefused):
            to(booking, now, **refused)
    assert party(to(booking, now, ADULT=8)) == {"ADULT": 8}


def test_a_party_that_its_host_made_larger_may_still_become_smaller(slot, booking, now):
    Slot.objects.filter(pk=slot.pk).update(capacity=30)
    quantities, _sum = numbers_of(booking, {"ADULT": 12})
    told = {"name": booking.contact_name, "note": "", "seen": party_digest(booking)}
    large = change_party(booking=booking, quantities=quantities, now=now, **told)
    with pytest.raises(PartyRefused):
        to(large, now, ADULT=13)
    assert party(to(large, now, ADULT=11)) == {"ADULT": 11}


def test_it_is_no_way_around_the_ration(slot, now, settings):
    settings.UNPROVED_SEATS_PER_CONTACT, settings.UNPROVED_SEATS_PER_ADDRESS = 4, 16
    held = ask(slot, adults=2, now=now)
    booking = confirm(booking=held, contact=make_contact(), consent=True, asked_from="a", now=now)
    with pytest.raises(OverRation):
        to(booking, now, ADULT=5)
    assert to(booking, now, ADULT=4).seats == 4


def test_what_goes_by_post_needs_an_address(slot, booking, now):
    Extra.objects.create(experience=slot.experience, name="Nung", price_vnd=60_000, max_quantity=9, is_shipped=True)
    with pytest.raises(AddressMissing):
        to(booking, now, ADULT=2, Nung=1)
    assert to(booking, now, ADULT=2, Nung=1, ship_to="12 Hàng Gà, Hà Nội").ship_to == "12 Hàng Gà, Hà Nội"


def test_never_too_often_for_each_change_writes_to_both(booking, now):
    Booking.objects.filter(pk=booking.pk).update(sequence=MOST_VERSIONS)
    booking.refresh_from_db()
    assert not may_have_more(booking, now=now)
    with pytest.raises(MovedOften):
        to(booking, now, ADULT=3)


@pytest.mark.parametrize("status", [BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.ON_HOLD])
def test_only_a_visit_that_stands(status, slot, now):
    other = make_booking(slot, status, adults=1, now=now)
    assert not may_have_more(other, now=now)
    with pytest.raises(NotChangeable):
        to(other, now, ADULT=2)


def test_not_who_is_there_already(slot, booking, now):
    check_in(booking=booking, now=slot.starts_at - HOUR)
    booking.refresh_from_db()
    with pytest.raises(NotChangeable):
        to(booking, now, ADULT=1)
