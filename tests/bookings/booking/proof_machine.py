"""Guests whom nobody knows, beside all others: what becomes of bookings that wait for proof (PENDING)."""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.place import tell_changed_places
from bookings.domain.booking.proof import decline, prove, vouch
from bookings.domain.booking.rationing import PROOF_TIME
from bookings.enums import AWAITED, EXPECTED, BookingStatus, MessageKind
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.bookings.booking.machine import BEHIND, Bookings
from tests.factories import make_contact

# With these a party of two is to be proved at once, and all but the first of one contact, or from one address.
RATION = {"UNPROVED_SEATS_PER_CONTACT": 1, "UNPROVED_SEATS_PER_ADDRESS": 1}
MINUTE = dt.timedelta(minutes=1)
# What tells of a visit that stands.
OF_A_VISIT = [
    MessageKind.CONFIRMED,
    MessageKind.MOVED,
    MessageKind.PARTY_CHANGED,
    MessageKind.PLACE_CHANGED,
    MessageKind.WAY_CHANGED,
    MessageKind.RUNS,
    MessageKind.TICKET,
]


class UnprovedBookings(Bookings):
    """Some ask from an address and with a contact of their own, others with what they all share."""

    def __init__(self) -> None:
        super().__init__()
        self.strangers = 0
        self.houses = 0

    @rule(target=Bookings.bookings, slot=Bookings.slots, adults=st.sampled_from([2, 1, 3]), stranger=st.booleans())
    def book_unknown(self, slot, adults, stranger):
        booking = self.hold(slot, adults, 0, 0)
        if isinstance(booking, Booking):
            self.confirm_unknown(booking, stranger, 0)
        return booking

    @rule(booking=Bookings.bookings, stranger=st.booleans(), behind=BEHIND)
    def confirm_unknown(self, booking, stranger, behind):
        self.strangers += stranger
        contact = make_contact() if stranger else self.contact
        asked_from = f"address {self.strangers}" if stranger else "one for all"
        asked = {"booking": booking, "contact": contact, "consent": True, "asked_from": asked_from}
        self.attempt(confirm, **asked, behind=behind)

    @rule(booking=Bookings.bookings, what=st.sampled_from([prove, vouch, decline]), behind=BEHIND)
    def hear_of_it(self, booking, what, behind):
        """From guest or host, who press twice."""
        was = Booking.objects.get(pk=booking.pk).status
        answer = self.twice(what, booking=booking, behind=behind)
        if what == vouch and answer is not None and was not in EXPECTED:
            self.vouched.add(booking.pk)

    @rule(late=st.sampled_from([0, 1, -1]), swept=st.booleans())
    def a_deadline_comes(self, late, swept):
        """The next one of a proof; a worker marks what ran out, or none runs."""
        pending = Booking.objects.awaiting(self.now).order_by("hold_expires_at")
        until = pending.values_list("hold_expires_at", flat=True).first()
        if until is not None:
            self.now = max(self.now, until + late * MINUTE)
        if swept:
            self.attempt(expire_holds, behind=0)
            assert not Booking.objects.lapsed(self.now).exists()

    @rule()
    def the_house_moves(self):
        host = self.experience.host
        self.houses += 1
        host.address = f"Ngõ {self.houses}, Phù Lãng"
        host.save(update_fields=["address"])
        tell_changed_places(now=self.now)
        coming = Booking.objects.filter(status__in=AWAITED, slot__starts_at__gt=self.now)
        assert set(coming.values_list("told_place", flat=True)) <= {host.address}

    @invariant()
    def what_waits_says_for_what_and_until_when(self):
        for booking in Booking.objects.filter(status=BookingStatus.PENDING):
            assert booking.awaits
            assert booking.confirmed_at is None
            assert dt.timedelta() < booking.hold_expires_at - booking.consented_at <= PROOF_TIME
        assert not Booking.objects.filter(status__in=[*EXPECTED, BookingStatus.ON_HOLD]).exclude(awaits="").exists()

    @invariant()
    def whoever_was_never_confirmed_hears_of_no_visit(self):
        unproved = Booking.objects.filter(confirmed_at__isnull=True)
        assert not OutboxMessage.objects.filter(booking__in=unproved, kind__in=OF_A_VISIT).exists()
