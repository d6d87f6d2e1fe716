"""A party that the host enters: the seat rule holds, the web's limits do not."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.enter import CalledOff, Came, Over, enter
from bookings.domain.booking.once import KeyReused
from bookings.domain.calendar.closures import close_day
from bookings.domain.history import acting
from bookings.domain.money import walk_in
from bookings.domain.money.owing import account_of
from bookings.domain.seats.contact import Contact
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.party import PartyRefused
from bookings.enums import Act, ActBy, BookingStatus, GuestSource, PaidBy, SlotDecision
from bookings.history import history
from bookings.models import Booking, BookingAct, LedgerEntry, Slot
from outbox.models import OutboxMessage
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user, quantities
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
AT_THE_GATE = Came(GuestSource.WALK_IN)


@shared
def slot():
    """Eight seats, begun half an hour ago, closed to the web since yesterday."""
    experience = make_experience(make_host(), max_party=4, cutoff_minutes=24 * 60, capacity=8)
    return make_slot(experience, starts_at=NOW - HOUR / 2, closes_at=NOW - 24 * HOUR, capacity=8)


def write(slot, *, key=None, now=NOW, came=AT_THE_GATE, name="Nguyễn Thị Hà", email="", **party):
    return enter(
        key=key or uuids.uuid4(),
        slot_id=slot.pk,
        unit_quantities=quantities(slot.experience, **party),
        extra_quantities={},
        contact=Contact(name, "", email),
        came=came,
        language="vi",
        now=now,
    )


def test_whoever_comes_by_is_booked_at_once_with_no_more_than_a_name(slot):
    booking = write(slot, adults=2, came=Came(GuestSource.AGENT, agent="Du lịch Hà Bắc", origin="Hải Phòng"))
    booking.refresh_from_db()
    slot.refresh_from_db()
    assert (booking.status, booking.contact_name, booking.seats, slot.taken) == ("CONFIRMED", "Nguyễn Thị Hà", 2, 2)
    assert (booking.source, booking.agent, booking.origin) == ("agent", "Du lịch Hà Bắc", "Hải Phòng")
    assert booking.consented_at == NOW
    assert booking.total_vnd == 700_000


def test_the_history_says_who_entered_it_and_how_it_came_once(slot):
    owner, key = make_user(full_name="Bùi Thị Linh"), uuids.uuid4()
    for _ in range(2):
        with acting(ActBy.HOST, owner):
            booking = write(slot, key=key, adults=2, came=Came(GuestSource.AGENT, "Du lịch Hà Bắc", "Hải Phòng"))
    [act] = BookingAct.objects.filter(booking=booking)
    assert (act.act, act.by, act.user, act.at) == (Act.ENTERED, ActBy.HOST, owner, NOW)
    # Where they are from is the guests' own, and no history keeps it.
    assert (act.before, act.after) == ({}, {"source": "agent", "agent": "Du lịch Hà Bắc"})
    assert [what for _when, what in history(booking)] == ["Chủ nhà ghi vào: qua đại lý Du lịch Hà Bắc (Bùi Thị Linh)"]


def test_neither_cut_off_nor_largest_party_nor_rations_hold_for_the_host(slot):
    assert write(slot, children=5).seats == 5


def test_no_more_than_the_seats_there_are(slot):
    make_booking(slot, adults=4, now=NOW - 48 * HOUR)
    with pytest.raises(NotEnoughSeats):
        write(slot, adults=5)
    write(slot, adults=4)
    slot.refresh_from_db()
    assert slot.taken == 8


def test_nobody_is_added_once_it_is_over(slot):
    with pytest.raises(Over):
        write(slot, adults=1, now=slot.ends_at)


def test_nobody_is_added_to_what_was_called_off(slot):
    Slot.objects.filter(pk=slot.pk).update(decision=SlotDecision.CALLED_OFF)
    with pytest.raises(CalledOff):
        write(slot, adults=1)


def test_a_party_is_somebody(slot):
    with pytest.raises(PartyRefused):
        write(slot)


def test_a_party_entered_on_a_closed_day_needs_no_decision(slot):
    close_day(host=slot.experience.host, day=slot.starts_at.date(), by=None, now=NOW - HOUR)
    assert write(slot, adults=1).kept_at == NOW


def test_the_same_form_twice_is_one_party_and_another_party_is_refused(slot):
    key = uuids.uuid4()
    assert write(slot, key=key, adults=2).pk == write(slot, key=key, adults=2).pk
    with pytest.raises(KeyReused):
        write(slot, key=key, adults=3)
    assert Booking.objects.count() == 1


def test_the_guest_is_written_to_where_there_is_an_address_and_the_host_who_wrote_it_is_not(slot):
    write(slot, adults=1, email="ha@example.com")
    write(slot, adults=1)
    assert list(OutboxMessage.objects.values_list("audience", "to")) == [("guest", "ha@example.com")]
    assert [item.invariant for item in audit(now=NOW)] == []


def test_entered_checked_in_and_paid_in_one_step_and_twice_the_same(slot):
    key, owner = uuids.uuid4(), make_user()

    def receive(now):
        return walk_in.receive(
            key=key,
            by=owner,
            now=now,
            is_here=True,
            paid_by=PaidBy.CASH,
            slot_id=slot.pk,
            unit_quantities=quantities(slot.experience, adults=2),
            extra_quantities={},
            contact=Contact("Trần Văn Long", "", ""),
            came=AT_THE_GATE,
            language="vi",
        )

    booking = receive(NOW)
    again = receive(NOW + HOUR / 10)
    assert booking.pk == again.pk
    assert again.status == BookingStatus.REDEEMED
    assert account_of(booking).due == 0
    assert LedgerEntry.objects.count() == 1


def test_all_of_it_or_nothing(slot):
    """A party of tomorrow cannot be checked in today, so it is not entered either."""
    tomorrow = make_slot(slot.experience, starts_at=NOW + 24 * HOUR, closes_at=NOW)
    from bookings.domain.booking.attendance import TooEarly

    with pytest.raises(TooEarly):
        walk_in.receive(
            key=uuids.uuid4(),
            by=make_user(),
            now=NOW,
            is_here=True,
            paid_by=None,
            slot_id=tomorrow.pk,
            unit_quantities=quantities(slot.experience, adults=2),
            extra_quantities={},
            contact=Contact("Trần Văn Long", "", ""),
            came=AT_THE_GATE,
            language="vi",
        )
