"""Any order of holding, confirming, waiting, cancelling, checking in and closing days keeps the seat rule."""

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

from bookings.domain import closures
from bookings.domain.attendance import check_in, mark_no_show, undo_check_in, undo_no_show
from bookings.domain.cancel import cancel, restore
from bookings.domain.confirm import confirm
from bookings.domain.expire import expire_holds
from bookings.domain.extend import extend_hold
from bookings.enums import TAKES_SEATS, BookingStatus, CancelledBy
from bookings.models import Booking, Slot
from common.refusal import Refused
from experiences.models import Experience
from tests.factories import NOW, ask, local_time, make_contact, make_experience, make_slot

EXAMPLES, STEPS = 60, 25
SIDES = st.sampled_from(CancelledBy.values)
# The process that acts has the right time, or is a minute behind the others.
BEHIND = st.sampled_from([0, 0, 0, 1])
STARTS = [local_time(NOW.date(), 13), local_time(NOW.date(), 15), local_time(NOW.date() + dt.timedelta(days=1))]


class Bookings(RuleBasedStateMachine):
    """Slots of one host on two days; the clock only moves forward, though some processes are behind it.

    Few rules that each draw what to do: Hypothesis then mixes them better than many small ones.
    """

    experience: Experience
    slots = Bundle("slots")
    bookings = Bundle("bookings")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = NOW
        self.contact = make_contact()

    def teardown(self) -> None:
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
        return multiple(*[make_slot(self.experience, start, capacity) for start, capacity in pairs])

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

    @rule(booking=bookings, what=st.sampled_from([undo_check_in, undo_no_show]))
    def take_the_mark_back(self, booking, what):
        self.attempt(what, booking=booking)

    @rule(minutes=st.sampled_from([15, 1, 14, 16]))
    def wait(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    @rule(slot=slots, what=st.sampled_from(["begin", "expire", "close", "reopen"]), behind=BEHIND)
    def the_day_goes_on(self, slot, what, behind):
        host, day = self.experience.host, slot.starts_at.date()
        if what == "expire":
            self.attempt(expire_holds, behind=behind)
        elif what == "close":
            closures.close_day(host=host, day=day, by=None, now=self.now)
        elif what == "reopen":
            closures.reopen_day(host=host, day=day, now=self.now)
        else:
            self.now = max(self.now, slot.starts_at)

    @invariant()
    def seats_are_never_sold_twice_and_what_guests_see_is_what_is_left(self):
        bookings = list(Booking.objects.all())
        for slot in Slot.objects.with_free(self.now):
            live = sum(booking.seats for booking in bookings if booking.slot_id == slot.pk and self.takes(booking))
            assert live <= slot.capacity
            assert slot.free == slot.capacity - live
            assert 0 <= slot.taken <= slot.capacity

    @invariant()
    def what_stands_has_consent_and_told_both_sides(self):
        for booking in Booking.objects.filter(status__in=TAKES_SEATS).prefetch_related("messages"):
            assert booking.consented_at
            assert len(booking.messages.all()) >= 2

    def takes(self, booking: Booking) -> bool:
        """What takes seats, said again in plain Python."""
        live = booking.status == BookingStatus.ON_HOLD and booking.hold_expires_at > self.now
        return live or booking.status in TAKES_SEATS


@pytest.fixture(autouse=True)
def experience(db):
    Bookings.experience = make_experience(cutoff_minutes=30)


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
    slot, later = machine.open_slots([4, 4]).values
    held, given_up, came, missed = (machine.hold(slot, 1, 0, 0) for _ in range(4))
    machine.cancel_or_restore(given_up, cancel, CancelledBy.GUEST, 0)
    for booking in (came, missed):
        machine.confirm(booking, 0)
    machine.the_day_goes_on(slot, "begin", 0)
    machine.the_day_goes_on(slot, "expire", 0)
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
    assert Booking.objects.get(pk=missed.pk).no_show_at
