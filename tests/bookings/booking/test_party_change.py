"""A party becomes another: seats under the seat rule, prices as promised, told, owed and written down."""

import datetime as dt
from unittest import mock

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in, mark_no_show
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.own_party import change_own_party
from bookings.domain.booking.party_change import (
    ChangedMeanwhile,
    NotChangeable,
    VisitOver,
    change_party,
    choices_of,
    party_digest,
)
from bookings.domain.booking.proof import prove
from bookings.domain.money.owing import account_of
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.party import PartyRefused
from bookings.enums import Act, Audience, BookingStatus, CancelledBy, MessageKind, WaitingStatus
from bookings.mail.render import compose
from bookings.models import Booking, Slot
from experiences.enums import UnitType
from experiences.models import Extra, Unit
from tests.factories import make_booking, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def slot(now):
    return make_slot(starts_at=now + 3 * DAY, closes_at=now + 3 * DAY, capacity=6)


@shared
def booking(slot, now):
    return make_booking(slot, adults=2, now=now)


def keys(booking: Booking) -> dict[str, str]:
    """The keys of its choices, by the kind of guest or the extra's name."""
    slot = Slot.objects.with_rules().get(pk=booking.slot_id)
    return {getattr(choice.sold, "type", "") or choice.sold.name: choice.key for choice in choices_of(booking, slot)}


def to(booking: Booking, now: dt.datetime, *, name=None, note=None, seen=None, **numbers: int) -> Booking:
    """`numbers` by the kind of guest or, with _ for a space, the extra's name."""
    key_of = keys(booking)
    return change_party(
        booking=booking,
        quantities={key_of[what.replace("_", " ")]: number for what, number in numbers.items()},
        name=booking.contact_name if name is None else name,
        note=booking.note if note is None else note,
        seen=party_digest(booking) if seen is None else seen,
        now=now,
    )


def party(booking: Booking) -> dict[str, int]:
    return dict(booking.units.values_list("type", "quantity"))


def taken(slot) -> int:
    slot.refresh_from_db()
    return slot.taken


def test_more_and_other_guests_take_seats_and_cost_what_they_cost(slot, booking, now):
    changed = to(booking, now, ADULT=3, CHILD=1)
    assert (party(changed), changed.seats, taken(slot)) == ({"ADULT": 3, "CHILD": 1}, 4, 4)
    prices = dict(Unit.objects.filter(experience=slot.experience).values_list("type", "price_vnd"))
    assert changed.total_vnd == 3 * prices["ADULT"] + prices["CHILD"] == account_of(changed).due


def test_who_is_added_pays_the_price_that_was_promised(slot, booking, now):
    promised = booking.units.get().price_vnd
    Unit.objects.filter(experience=slot.experience).update(price_vnd=promised + 50_000)
    changed = to(booking, now, ADULT=3, CHILD=1)
    assert changed.total_vnd == 3 * promised + promised + 50_000


def test_freed_seats_are_offered_to_who_waits(slot, booking, now):
    make_booking(slot, adults=4, now=now)
    entry = wait(slot, adults=1, now=now)
    to(booking, now, ADULT=1)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED
    assert taken(slot) == 6


def test_no_more_than_there_is_room_for_and_then_nothing_has_changed(slot, booking, now):
    make_booking(slot, adults=3, now=now)
    with pytest.raises(NotEnoughSeats) as refused:
        to(booking, now, ADULT=4)
    assert refused.value.free == 3
    assert (party(booking), taken(slot)) == ({"ADULT": 2}, 5)
    assert to(booking, now, ADULT=3).seats == 3


def test_fewer_fit_even_where_the_slot_has_become_smaller(slot, booking, now):
    Slot.objects.filter(pk=slot.pk).update(capacity=2)
    assert to(booking, now, ADULT=1).seats == 1


def test_extras_come_and_go(slot, booking, now):
    Extra.objects.create(experience=slot.experience, name="Cơm trưa", price_vnd=80_000)
    changed = to(booking, now, ADULT=2, Cơm_trưa=2)
    assert changed.total_vnd == booking.total_vnd + 160_000
    assert to(changed, now, ADULT=2).total_vnd == booking.total_vnd
    assert not changed.extras.exists()


def test_what_is_not_sold_any_more_can_be_given_up_and_not_had_more_of(slot, now):
    booking = make_booking(slot, adults=2, children=2, now=now)
    Unit.objects.filter(experience=slot.experience, type=UnitType.CHILD).delete()
    with pytest.raises(PartyRefused):
        to(booking, now, ADULT=2, CHILD=3)
    assert party(to(booking, now, ADULT=2, CHILD=1)) == {"ADULT": 2, "CHILD": 1}


def test_a_party_of_nobody_and_less_than_nobody_are_refused(booking, now):
    for numbers in ({}, {"ADULT": 0}, {"ADULT": -1}):
        with pytest.raises(PartyRefused):
            to(booking, now, **numbers)
    with pytest.raises(PartyRefused):
        change_party(
            booking=booking, quantities={"u999999": 1}, name="Hà", note="", seen=party_digest(booking), now=now
        )
    assert party(booking) == {"ADULT": 2}


def test_the_same_again_changes_nothing_and_tells_nobody(booking, now):
    first = to(booking, now, ADULT=3)
    told = first.messages.count()
    again = to(first, now, ADULT=3, seen="what was on an old page")
    assert (again.sequence, again.messages.count(), again.acts.count()) == (first.sequence, told, 1)


def test_who_looked_at_another_party_is_asked_to_look_again(booking, now):
    seen = party_digest(booking)
    to(booking, now, ADULT=3)
    with pytest.raises(ChangedMeanwhile):
        to(booking, now, ADULT=1, seen=seen)
    assert party(booking) == {"ADULT": 3}


def test_both_sides_are_told_of_another_party_and_nobody_of_another_note(booking, now):
    renamed = to(booking, now, ADULT=2, name="Đặng Thị Thu Hà", note="Có cháu nhỏ")
    kinds = renamed.messages.filter(kind=MessageKind.PARTY_CHANGED).order_by("pk")
    assert not kinds.exists()
    changed = to(renamed, now, ADULT=1)
    assert list(kinds.values_list("audience", "sequence")) == [
        (audience, changed.sequence) for audience in (Audience.GUEST, Audience.HOST)
    ]
    assert (changed.contact_name, changed.note) == ("Đặng Thị Thu Hà", "Có cháu nhỏ")


def test_it_is_written_down_with_what_was_so_before(booking, now):
    to(booking, now, ADULT=1, name="Đặng Thị Thu Hà")
    act = booking.acts.get()
    assert (act.act, act.at) == (Act.PARTY, now)
    assert (act.before["units"], act.after["units"]) == ([["ADULT", 2]], [["ADULT", 1]])
    assert (act.before["name"], act.after["name"]) == (booking.contact_name, "Đặng Thị Thu Hà")


def test_only_a_party_that_is_still_to_come_is_changed(slot, booking, now):
    cancelled, here, missing = (make_booking(slot, adults=1, now=now) for _ in range(3))
    cancel(booking=cancelled, by=CancelledBy.HOST, now=now)
    check_in(booking=here, now=slot.starts_at)
    mark_no_show(booking=missing, now=slot.starts_at)
    for other in (cancelled, here, missing):
        with pytest.raises(NotChangeable):
            to(other, now, ADULT=2)
    with pytest.raises(VisitOver):
        to(booking, slot.ends_at, ADULT=1)


def test_who_has_yet_to_prove_the_booking_gets_the_link_again(slot, now):
    pending = make_booking(slot, BookingStatus.PENDING, adults=2, now=now)
    changed = to(pending, now, ADULT=1)
    told = changed.messages.filter(audience=Audience.GUEST).values_list("kind", "sequence")
    assert list(told) == [(MessageKind.PROOF, 1), (MessageKind.PROOF, 2)]
    prove(booking=changed, now=now)
    assert list(audit(now=now)) == []


def test_the_audit_finds_nothing_wrong_after_it(slot, booking, now):
    Extra.objects.create(experience=slot.experience, name="Cơm trưa", price_vnd=80_000)
    changed = to(booking, now, ADULT=3, CHILD=2, Cơm_trưa=1)
    to(changed, now, CHILD=1, ADULT=1)
    assert list(audit(now=now)) == []


def test_who_is_to_pay_another_sum_by_the_host_s_hand_may_leave_free_of_charge_and_is_told_so(slot, booking, now):
    agreed = booking.free_cancel_until()
    assert agreed < slot.starts_at
    # Neither a name nor another party at the same sum changes the price.
    Unit.objects.filter(experience=slot.experience, type=UnitType.CHILD).update(price_vnd=booking.units.get().price_vnd)
    same = to(to(booking, now, ADULT=2, name="Đặng Thị Thu Hà"), now, ADULT=1, CHILD=1)
    assert (same.total_vnd, same.free_cancel_until()) == (booking.total_vnd, agreed)
    dearer = to(same, now, ADULT=2, CHILD=1)
    assert Booking.objects.get(pk=booking.pk).free_cancel_until() == slot.starts_at
    letter = dearer.messages.filter(kind=MessageKind.PARTY_CHANGED, audience=Audience.GUEST).latest("pk")
    with mock.patch.object(timezone, "now", return_value=agreed + dt.timedelta(minutes=1)):
        assert "Chủ nhà đã đổi buổi này: bạn hủy không mất phí cho đến lúc bắt đầu." in str(compose(letter).body)


def test_a_party_that_the_guest_changed_keeps_its_terms(slot, booking, now):
    line = booking.units.get()
    party = {"quantities": {f"u{line.unit_id}": 3}, "total_vnd": 3 * line.price_vnd, "seen": party_digest(booking)}
    changed = change_own_party(booking=booking, **party, now=now)
    assert changed.total_vnd > booking.total_vnd
    assert changed.free_cancel_until() == booking.free_cancel_until()
