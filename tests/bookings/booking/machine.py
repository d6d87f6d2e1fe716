"""What may become of bookings, their times and their money, in any order, and what always holds: test_state_machine."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from bookings.domain.audit.run import INVARIANTS, audit
from bookings.domain.booking.attendance import check_in, mark_no_show, undo_check_in, undo_no_show
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.enter import Came, enter
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.extend import extend_hold
from bookings.domain.booking.move import move
from bookings.domain.booking.own_move import move_own, total_at
from bookings.domain.booking.own_party import change_own_party
from bookings.domain.booking.party_change import change_party
from bookings.domain.booking.party_choices import party_digest
from bookings.domain.calendar import closures
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.waiting.entries import leave, rejoin
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import (
    EXPECTED,
    TAKES_SEATS,
    Act,
    Audience,
    BookingStatus,
    CancelledBy,
    GuestSource,
    LedgerKind,
    LedgerState,
    MessageKind,
    PaidBy,
    SlotCancelReason,
    WaitingStatus,
)
from bookings.models import Booking, BookingAct, LedgerEntry, Resource, Slot, WaitingEntry
from common.data.refusal import Refused
from experiences.enums import UnitType
from experiences.models import Experience
from tests.factories import (
    NOW,
    ask,
    local_time,
    make_contact,
    make_slot,
    make_user,
    quantities,
)
from tests.factories.waiting import wait

SIDES = st.sampled_from(CancelledBy.values)
# The process that acts has the right time, or is a minute behind the others.
BEHIND = st.sampled_from([0, 0, 0, 1])
# Of what is due, or of what is to be given back: half, all of it, more than that.
PARTS = st.sampled_from([0.5, 1, 2])
# What happens at a till once somebody paid, several at a time: one by one they would hardly ever meet at one booking.
TILL = st.lists(
    st.sampled_from(["back", "slip", "pay", "keep", "less", "arrived", "bounced", "cancel"]), min_size=2, max_size=5
)
ROWS = st.integers(0, 2)
# Any of it says that a visit is booked, or was.
NEWS = {MessageKind.CONFIRMED, MessageKind.MOVED, MessageKind.PARTY_CHANGED}
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
        self.owner = make_user()
        # What every row of the ledger said when it was written.
        self.written: dict[int, tuple] = {}
        # Bookings for which the host gave their word.
        self.vouched: set[int] = set()

    def teardown(self) -> None:
        try:
            # An independent count, of messages and waiting lists too; nobody sends them here.
            self.audited(set(INVARIANTS) - {"message-overdue", "list-over"})
            # The clock leaps, here over any hour in which a worker would have come by.
            offer_waiting(now=self.now)
            self.audited(set(INVARIANTS) - {"message-overdue"})
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def audited(self, checked):
        assert [found for found in audit(now=self.now, only=checked) if not found.open_decision] == []

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

    @rule(target=bookings, slot=slots, adults=st.integers(1, 3), behind=BEHIND)
    def enter(self, slot, adults, behind):
        """By the host."""
        party = {"unit_quantities": quantities(slot.experience, adults=adults), "extra_quantities": {}}
        came = Came(GuestSource.PHONE)
        asked = {"key": uuids.uuid4(), "slot_id": slot.pk, "contact": self.contact, "came": came, "language": "vi"}
        booking = self.twice(enter, **asked, **party, behind=behind)
        return multiple() if booking is None else booking

    @rule(booking=bookings, slot=slots, behind=BEHIND)
    def move(self, booking, slot, behind):
        """By the guest, and where that is refused by the host."""
        booking.refresh_from_db()
        asked = {"booking": booking, "slot_id": slot.pk}
        if self.attempt(move_own, **asked, total_vnd=total_at(booking, slot), behind=behind) is None:
            self.attempt(move, **asked, behind=behind)
        # Else everything that comes after this is refused: it was moved meanwhile.
        booking.refresh_from_db()

    @rule(booking=bookings, first=st.sampled_from([["pay"], ["pay", "cancel"]]), what=TILL, part=PARTS, which=ROWS)
    def at_the_till(self, booking, first, what, part, which):
        self.confirm(booking, 0)
        for act in (*first, *what):
            self.till(booking, act, part, which)

    def till(self, booking, what, part, which):
        due, entries = account_of(booking).due, list(booking.ledger.order_by("pk"))
        asked = {"key": uuids.uuid4(), "booking": booking, "by": self.owner}
        asked["amount_vnd"] = max(round(abs(due) * part), 1)
        if what == "cancel":
            self.attempt(cancel, booking=booking, by=CancelledBy.HOST, behind=0)
        elif what == "pay":
            self.twice(ledger.take_payment, **asked, method=PaidBy.CASH, due_vnd=due)
        elif what == "back":
            self.twice(ledger.give_back, **asked, method=PaidBy.TRANSFER)
        elif what in ("keep", "less"):
            self.twice(ledger.keep_rest if what == "keep" else ledger.waive, **asked)
        elif entries and what == "slip":
            self.twice(ledger.reverse, entry=entries[which % len(entries)], by=self.owner)
        elif entries:
            state = LedgerState.ARRIVED if what == "arrived" else LedgerState.BOUNCED
            self.twice(ledger.refund_ends, entry=entries[-1], by=self.owner, state=state)

    def twice(self, act, *, behind: int = 0, **asked):
        """As a phone does that got no answer: the second time changes nothing."""
        first, second = (self.attempt(act, **asked, behind=behind) for _ in range(2))
        assert first == second
        return first

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
            if booking.status in EXPECTED:
                told = {message.audience for message in booking.messages.all() if message.kind in NEWS}
                # Who entered a party, or gave their word for it, knows of it.
                known = booking.source != GuestSource.WEB or booking.pk in self.vouched
                assert told >= ({Audience.GUEST} if known else {Audience.GUEST, Audience.HOST})

    @invariant()
    def money_is_written_once_and_what_is_due_follows_from_it(self):
        rows = list(LedgerEntry.objects.select_related("booking"))
        for row in rows:
            said = (row.booking_id, row.kind, row.method, row.amount_vnd, row.reverses_id)
            assert self.written.setdefault(row.pk, said) == said
        assert self.written.keys() == {row.pk for row in rows}
        for booking in {row.booking for row in rows}:
            own = [row for row in rows if row.booking_id == booking.pk]
            taken, back, less, kept = (self.sum_of(own, kind) for kind in LedgerKind)
            assert min(taken, back, less, kept) >= 0
            assert back + kept <= taken
            account = account_of(booking)
            assert (account.received, account.refunded, account.waived, account.kept) == (taken, back, less, kept)

    @invariant()
    def whoever_was_entered_or_moved_has_it_in_their_history(self):
        acts = list(BookingAct.objects.values_list("booking", "act"))
        entered = Booking.objects.exclude(source=GuestSource.WEB).values_list("pk", flat=True)
        assert sorted(pk for pk, act in acts if act == Act.ENTERED) == sorted(entered)

    @staticmethod
    def sum_of(rows, kind) -> int:
        """What stands of it, in plain Python: a refund that came back never left, a row that takes back turns round."""
        stands = [row for row in rows if row.kind == kind and row.state != LedgerState.BOUNCED]
        return sum(-row.amount_vnd if row.reverses_id else row.amount_vnd for row in stands)

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
        if booking.status in (BookingStatus.ON_HOLD, BookingStatus.PENDING):
            return booking.hold_expires_at > self.now
        return booking.status in (BookingStatus.CONFIRMED, BookingStatus.REDEEMED)
