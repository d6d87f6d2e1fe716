"""Until its numbers are settled, a group says itself how many come: a change of party of its bookings."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.party_change import ChangedMeanwhile, NotChangeable, require_guests, tell, write_party
from bookings.domain.booking.party_choices import choices_of, party_digest, party_of, party_told, wanted_of
from bookings.domain.groups.states import lock_request, newest_quote, note, state_at
from bookings.domain.history import note as write_down
from bookings.domain.seats import lock
from bookings.enums import AWAITED, EXPECTED, Act, GroupActKind, GroupState
from bookings.models import Booking, GroupRequest
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.enums import UnitType

# Each is a mail to both sides.
MOST_CHANGES = 30
# What we advise, and no law: one adult for so many children.
CHILDREN_PER_ADULT = 10
GROWN = (UnitType.ADULT, UnitType.SENIOR)


class Settled(Refused):
    message = _("The numbers are settled by now. Please call the house if others come.")


class ChangedOften(Refused):
    message = _("The numbers were changed very often. Please call the house.")


@dataclass(frozen=True)
class Company:
    """How many adults come with how many who are not, and how many we advise."""

    adults: int
    young: int

    @property
    def advised(self) -> int:
        return math.ceil(self.young / CHILDREN_PER_ADULT)

    @property
    def missing(self) -> int:
        return max(self.advised - self.adults, 0)


def company_asked(request: GroupRequest) -> Company:
    """By what was asked for."""
    return Company(adults=request.adults + request.leaders, young=request.young)


def company_of(booking: Booking) -> Company:
    """By who is booked. The booking has its units."""
    lines = list(booking.units.all())
    grown = sum(line.quantity for line in lines if line.type in GROWN)
    return Company(adults=grown, young=sum(line.quantity for line in lines) - grown)


def company_coming(request: GroupRequest, bookings: Sequence[Booking]) -> Company:
    """Of the largest of its bookings, which have their units, that stands; by what was asked for where none does."""
    standing = [booking for booking in bookings if booking.status in EXPECTED]
    biggest = max(standing, key=lambda booking: booking.seats, default=None)
    return company_of(biggest) if biggest else company_asked(request)


def may_change(request: GroupRequest, *, now: dt.datetime) -> bool:
    return state_at(request, newest_quote(request), now=now) in (GroupState.ACCEPTED, GroupState.CONFIRMED)


@atomic_with_retry
def change_numbers(
    *, request: GroupRequest, booking: Booking, quantities: Mapping[str, int], seen: str, now: dt.datetime
) -> Booking:
    """More, fewer or other people in one of its bookings, at the prices of the quote; both sides are told.

    `quantities` and `seen` as `change_party` takes them; whoever waits for a seat goes first. The same again changes
    nothing. Raises Settled, NotChangeable, ChangedMeanwhile, ChangedOften, PartyRefused, NotEnoughSeats, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    request = lock_request(request)
    if not Booking.objects.filter(pk=booking.pk, quoted__quote__request=request).exists():
        raise NotChangeable
    if not may_change(request, now=now):
        raise Settled
    if booking.status not in AWAITED or booking.no_show_at or slot.starts_at <= now:
        raise NotChangeable
    choices = choices_of(booking, slot)
    wanted = wanted_of(choices, quantities)
    if all(wanted[choice.key] == choice.quantity for choice in choices):
        return booking
    if seen != party_digest(booking):
        raise ChangedMeanwhile
    if request.acts.filter(act=GroupActKind.NUMBERS).count() >= MOST_CHANGES:
        raise ChangedOften
    require_guests(party_of(choices, wanted))
    before = party_told(booking)
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        write_party(booking, slot, choices, wanted, now=now, queue=True)
    after = party_told(booking)
    write_down(booking, Act.PARTY, now=now, before=before, after=after)
    note(request, GroupActKind.NUMBERS, now=now, people=sum(number for _kind, number in after["units"]))
    tell(booking, now=now)
    return booking
