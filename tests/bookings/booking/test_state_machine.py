"""Any order of holding, confirming, queueing, cancelling (a party or its time) and closing days keeps the seat rule."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bookings.domain.audit.run import INVARIANTS, audit
from bookings.domain.booking.attendance import check_in, mark_no_show, undo_check_in, undo_no_show
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.extend import extend_hold
from bookings.domain.booking.own_party import change_own_party
from bookings.domain.booking.party_change import change_party
from bookings.domain.booking.party_choices import party_digest
from bookings.domain.calendar import closures
from bookings.domain.waiting.entries import leave, rejoin
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import TAKES_SEATS, BookingStatus, CancelledBy, SlotCancelReason, WaitingStatus
from bookings.models import Booking, Resource, Slot, WaitingEntry
from common.data.refusal import Refused
from experiences.enums import UnitType
from experiences.models import Experience
from tests.factories import (
    NOW,
    ask,
    local_time,
    make_contact,
    make_experience,
    make_resource,
    make_slot,
    make_use,
)
from tests.factories.waiting import wait

EXAMPLES, STEPS = 50, 25
SIDES = st.sampled_from(CancelledBy.values)
# The process that acts has the right time, or is a minute behind the others.
BEHIND = st.sampled_from([0, 0, 0, 1])
STARTS = [local_time(NOW.date(), 13), local_time(NOW.date(), 15), local_time(NOW.date() + dt.timedelta(days=1))]


class Bookings(RuleBasedStateMachine):
    """Slots of one host on two days; the clock only moves forward, though some processes are behind it.

    A second experience, whose visit overlaps the first's on the first day, works at the same four wheels.

    Few rules that each draw what to do: Hypothesis then mixes them better than many small ones.
    """

    experience: Experience
    other: Experience
    slots = Bundle("slots")
    bookings = Bundle("bookings")
    entries = Bundle("entries")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = NOW
        self.contact = make_contact()

    def teardown(self) -> None:
        try:
            # An independent count, of messages and waiting lists too; nobody sends them here.
            checked = set(INVARIANTS) - {"message-overdue"}
            assert [found for found in audit(now=self.now, only=checked) if not found.open_decision] == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def attempt(self, function, *, behind: int | None = None, **kwargs):
        """The answer, or None where a rule said no; anything else is an error of ours."""
        if behind is not None:
            kwargs["now"] = self.now - dt.timedelta(minutes=behind)
        try:
            with transaction.atomic():
                return function(**kwargs)
        except Refused:
            return None

    @initialize(target=slots, capacities=st.lists(st.integers(1, 4), min_size=1, max_size=3))
    def open_slots(self, capacities):
        pairs = zip(STARTS, capacities, strict=False)
        slots = [make_slot(self.experience, start, capacity) for start, capacity in pairs]
        return multiple(*slots, make_slot(self.other, STARTS[0] + dt.timedelta(minutes=30), 3))

    @rule(target=entries, slot=slots, adults=st.integers(1, 3), behind=BEHIND)
    def queue(self, slot, adults, behind):
        entry = self.attempt(wait, slot=slot, adults=adults, behind=behind)
        return multiple() if entry is None else entry

    @rule(entry=entries, what=st.sampled_from([leave, rejoin]), behind=BEHIND)
    def leave_or_rejoin(self, entry, what, behind):
        self.attempt(what, entry=entry, behind=behind)

    @rule(target=bookings, entry=entries)
    def answer_the_offer(self, entry):
        booking = WaitingEntry.objects.get(pk=entry.pk).booking
        return multiple() if booking is None else booking

    @rule(target=bookings, slot=slots, adults=st.integers(1, 3), infants=st.integers(0, 1), behind=BEHIND)
    def hold(self, slot, adults, infants, behind):
        booking = self.attempt(ask, slot=slot, adults=adults, infants=infants, behind=behind)
        return multiple() if booking is None else booking

    @rule(target=bookings, slot=slots, adults=st.integers(1, 2))
    def book(self, slot, adults):
        booking = self.hold(slot, adults, 0, 0)
        if isinstance(booking, Booking):
            self.confirm(booking, 0)
        return booking

    @rule(booking=bookings, behind=BEHIND)
    def confirm(self, booking, behind):
        self.attempt(confirm, booking=booking, contact=self.contact, consent=True, behind=behind)

    @rule(booking=bookings, what=st.sampled_from([cancel, restore]), by=SIDES, behind=BEHIND)
    def cancel_or_restore(self, booking, what, by, behind):
        self.attempt(what, booking=booking, by=by, behind=behind)

    @rule(booking=bookings, what=st.sampled_from([mark_no_show, check_in, extend_hold]), behind=BEHIND)
    def mark(self, booking, what, behind):
        self.attempt(what, booking=booking, behind=behind)

    @rule(booking=bookings, what=st.sampled_from([undo_check_in, undo_no_show]), behind=BEHIND)
    def take_the_mark_back(self, booking, what, behind):
        self.attempt(what, booking=booking, behind=behind)

    @rule(booking=bookings, adults=st.integers(0, 4), behind=BEHIND)
    def become_another_party(self, booking, adults, behind):
        """By the guest, and where that is refused by the host."""
        booking = Booking.objects.get(pk=booking.pk)
        adult = self.experience.units.get(type=UnitType.ADULT)
        party = {"quantities": {f"u{adult.pk}": adults}, "seen": party_digest(booking)}
        total = adults * adult.price_vnd
        if self.attempt(change_own_party, booking=booking, total_vnd=total, **party, behind=behind) is None:
            self.attempt(change_party, booking=booking, name="Hà", note="", **party, behind=behind)

    @rule(minutes=st.sampled_from([15, 1, 14, 16]))
    def wait(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    @rule(
        slot=slots, what=st.sampled_from(["begin", "expire", "offer", "close", "reopen", "rain", "sun"]), behind=BEHIND
    )
    def the_day_goes_on(self, slot, what, behind):
        host, day = self.experience.host, slot.starts_at.date()
        if what in ("expire", "offer"):
            self.attempt(expire_holds if what == "expire" else offer_waiting, behind=behind)
        elif what == "close":
            self.attempt(closures.close_day, host=host, day=day, by=None, now=self.now)
        elif what == "reopen":
            closures.reopen_day(host=host, day=day, now=self.now)
        elif what == "rain":
            self.attempt(cancel_slot, slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, behind=behind)
        elif what == "sun":
            self.attempt(open_again, slot_id=slot.pk, by=None, behind=behind)
        else:
            self.now = max(self.now, slot.starts_at)

    @invariant()
    def seats_are_never_sold_twice_and_what_guests_see_is_what_is_left(self):
        bookings = list(Booking.objects.all())
        for slot in Slot.objects.with_free(self.now):
            live = sum(booking.seats for booking in bookings if booking.slot_id == slot.pk and self.takes(booking))
            assert live <= slot.capacity
            assert slot.free == slot.capacity - live - slot.kept_seats(self.now)
            assert 0 <= slot.taken <= slot.capacity

    @invariant()
    def what_stands_has_consent_and_told_both_sides(self):
        for booking in Booking.objects.filter(status__in=TAKES_SEATS).prefetch_related("messages"):
            assert booking.consented_at
            assert len(booking.messages.all()) >= 2

    @invariant()
    def no_wheel_is_used_twice_at_a_time(self):
        bookings = [booking for booking in Booking.objects.select_related("slot") if self.takes(booking)]
        for moment in {booking.slot.starts_at for booking in bookings}:
            there = [booking for booking in bookings if booking.slot.starts_at <= moment < booking.slot.ends_at]
            assert sum(booking.seats for booking in there) <= Resource.objects.get().capacity

    @invariant()
    def a_slot_knows_who_waits_and_nobody_is_offered_twice(self):
        entries = list(WaitingEntry.objects.select_related("booking"))
        for slot in Slot.objects.all():
            waiting = [e.seats for e in entries if e.slot_id == slot.pk and e.status == WaitingStatus.WAITING]
            assert slot.waiting == sum(waiting)
        for entry in entries:
            assert (entry.booking is not None) == (entry.offered_at is not None)
            assert entry.booking is None or entry.booking.slot_id == entry.slot_id

    def takes(self, booking: Booking) -> bool:
        """What takes seats, said again in plain Python."""
        live = booking.status == BookingStatus.ON_HOLD and booking.hold_expires_at > self.now
        return live or booking.status in TAKES_SEATS


@pytest.fixture(autouse=True)
def experience(db):
    Bookings.experience = make_experience(cutoff_minutes=30, duration_minutes=90)
    Bookings.other = make_experience(Bookings.experience.host, cutoff_minutes=30, duration_minutes=90)
    wheels = make_resource(Bookings.experience.host, capacity=4)
    for shared in (Bookings.experience, Bookings.other):
        make_use(shared, wheels)


def test_the_seat_rule_holds_in_any_order_of_events():
    run_state_machine_as_test(
        Bookings,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def machine(experience):
    machine = Bookings()
    yield machine
    machine.teardown()


def test_its_rules_reach_every_way_to_end(machine):
    slot, later, _other = machine.open_slots([4, 4]).values
    held, given_up, came, missed = (machine.hold(slot, 1, 0, 0) for _ in range(4))
    machine.cancel_or_restore(given_up, cancel, CancelledBy.GUEST, 0)
    for booking in (came, missed):
        machine.confirm(booking, 0)
    machine.the_day_goes_on(slot, "begin", 0)
    machine.the_day_goes_on(slot, "expire", 0)
    machine.become_another_party(came, 2, 0)
    machine.mark(came, check_in, 0)
    machine.mark(missed, mark_no_show, 0)
    live = machine.hold(later, 1, 0, 0)
    machine.seats_are_never_sold_twice_and_what_guests_see_is_what_is_left()
    machine.what_stands_has_consent_and_told_both_sides()
    states = dict(Booking.objects.values_list("pk", "status"))
    assert [states[booking.pk] for booking in (held, given_up, came, missed, live)] == [
        BookingStatus.EXPIRED,
        BookingStatus.CANCELLED,
        BookingStatus.REDEEMED,
        BookingStatus.CONFIRMED,
        BookingStatus.ON_HOLD,
    ]
    assert Booking.objects.get(pk=came.pk).seats == 2
    assert Booking.objects.get(pk=missed.pk).no_show_at
