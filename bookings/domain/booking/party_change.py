"""Another party than was booked: more, fewer or other guests and extras, each at the price that was promised."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.history import note as write_down
from bookings.domain.seats import counting, lock
from bookings.domain.seats.party import ExtraLine, PartyRefused, PricedParty, UnitLine, units_of
from bookings.domain.waiting import offers
from bookings.enums import AWAITED, Act, Audience, BookingStatus, MessageKind
from bookings.models import Booking, BookingExtra, BookingUnit, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Extra, Unit


class NotChangeable(Refused):
    message = _("Only a party that is booked and has not come yet can be changed.")


class VisitOver(Refused):
    message = _("This visit is over, so its party can no longer be changed.")


class ChangedMeanwhile(Refused):
    message = _("Somebody has just changed this party. Look at it again.")


@dataclass(frozen=True)
class Choice:
    """A kind of guest or an extra that the party has, or could have; `quantity` how many it has now.

    `sold` has the price and the seats that were promised, and those of today where the party has none of it. `key`
    names it in forms. What is not sold any more has a `most`: it can be given up, and nobody gets more of it.
    """

    key: str
    sold: Unit | Extra
    line: BookingUnit | BookingExtra | None
    most: int | None

    @property
    def quantity(self) -> int:
        return self.line.quantity if self.line else 0


def choices_of(booking: Booking, slot: Slot) -> list[Choice]:
    """Kinds of guests, then extras; what the party has of things that are not sold any more comes last of each."""
    return [*_unit_choices(booking, slot), *_extra_choices(booking, slot)]


def _unit_choices(booking: Booking, slot: Slot) -> list[Choice]:
    lines = {line.type: line for line in booking.units.all()}
    found = []
    for unit in units_of(slot):
        line = lines.pop(unit.type, None)
        if line is not None:
            unit.price_vnd, unit.seats = line.price_vnd, line.seats
        found.append(Choice(f"u{unit.pk}", unit, line, None))
    for line in lines.values():
        gone = Unit(experience=slot.experience, type=line.type, price_vnd=line.price_vnd, seats=line.seats)
        found.append(Choice(f"v{line.pk}", gone, line, line.quantity))
    return found


def _extra_choices(booking: Booking, slot: Slot) -> list[Choice]:
    lines = {line.extra_id or f"gone {line.pk}": line for line in booking.extras.all()}
    found = []
    for extra in slot.experience.extras.all():
        line = lines.pop(extra.pk, None)
        if line is not None:
            extra.price_vnd = line.price_vnd
        found.append(Choice(f"x{extra.pk}", extra, line, None))
    for line in lines.values():
        gone = Extra(
            experience=slot.experience,
            name=line.name,
            name_en=line.name_en,
            price_vnd=line.price_vnd,
            per=line.per,
            max_quantity=line.quantity,
        )
        found.append(Choice(f"y{line.pk}", gone, line, line.quantity))
    return found


def party_digest(booking: Booking) -> str:
    """Names what the party is now: two that differ in anything have two."""
    said = json.dumps([party_told(booking), booking.contact_name, booking.note])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@atomic_with_retry
def change_party(
    *, booking: Booking, quantities: Mapping[str, int], name: str, note: str, seen: str, now: dt.datetime
) -> Booking:
    """The host writes down another party: seats under the seat rule, prices as promised, and the guest is told.

    `quantities` by the keys of `choices_of`, what is left out is none; `seen` is the `party_digest` that the host
    looked at. The largest party and who may come alone are the host's to decide, as when they enter guests. What is
    owed or to be given back afterwards follows from the new total. The same again changes nothing.
    Raises NotChangeable, VisitOver, ChangedMeanwhile, PartyRefused, NotEnoughSeats, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status not in AWAITED or booking.no_show_at:
        raise NotChangeable
    if slot.ends_at <= now:
        raise VisitOver
    choices = choices_of(booking, slot)
    wanted = _wanted(choices, quantities)
    other_party = any(wanted[choice.key] != choice.quantity for choice in choices)
    if not other_party and (name, note) == (booking.contact_name, booking.note):
        return booking
    if seen != party_digest(booking):
        raise ChangedMeanwhile
    before = party_told(booking) | {"name": booking.contact_name, "note": booking.note}
    if other_party:
        _require_guests(_party(choices, wanted))
        _write_party(booking, slot, choices, wanted, now=now)
    booking.contact_name, booking.note = name, note
    booking.save(update_fields=["contact_name", "note"])
    write_down(booking, Act.PARTY, now=now, before=before, after=party_told(booking) | {"name": name, "note": note})
    if other_party:
        _tell(booking, now=now)
    return booking


def _wanted(choices: Sequence[Choice], quantities: Mapping[str, int]) -> dict[str, int]:
    known = {choice.key for choice in choices}
    if set(quantities) - known:
        raise PartyRefused(_("The prices of this experience have changed. Please choose the party again."))
    wanted = {key: quantities.get(key, 0) for key in known}
    if any(number < 0 for number in wanted.values()):
        raise PartyRefused(_("The number of guests cannot be less than zero."))
    for choice in choices:
        if choice.most is not None and wanted[choice.key] > choice.most:
            raise PartyRefused(
                _("“%(what)s” is not offered any more, so nobody can be given more of it.") % {"what": choice.sold}
            )
    return wanted


def _party(choices: Sequence[Choice], wanted: Mapping[str, int]) -> PricedParty:
    chosen = [(choice.sold, wanted[choice.key]) for choice in choices if wanted[choice.key]]
    return PricedParty(
        units=tuple(UnitLine(sold, number) for sold, number in chosen if isinstance(sold, Unit)),
        extras=tuple(ExtraLine(sold, number) for sold, number in chosen if isinstance(sold, Extra)),
    )


def _require_guests(party: PricedParty) -> None:
    if not party.people:
        raise PartyRefused(_("Choose at least one guest. If nobody comes, cancel the visit."))


def _write_party(
    booking: Booking, slot: Slot, choices: Sequence[Choice], wanted: Mapping[str, int], *, now: dt.datetime
) -> None:
    """Under the slot's lock: count, then the lines, the sums and `taken`; freed seats go to who waits."""
    party = _party(choices, wanted)
    fewer = party.seats < booking.seats
    if party.seats > booking.seats:
        counted = counting.require_room(slot, seats=party.seats, now=now, except_for=booking)
    else:
        counted = counting.count(slot, now=now, except_for=booking)
    for choice in choices:
        _write_line(booking, choice, wanted[choice.key])
    booking.seats, booking.total_vnd, booking.missing_vnd = party.seats, party.total_vnd, 0
    booking.sequence += 1
    booking.save(update_fields=["seats", "total_vnd", "missing_vnd", "sequence"])
    counting.write_taken(slot, now=now, counted=counted.plus(party.seats))
    if fewer:
        offers.offer_next(slot, now=now)


def _write_line(booking: Booking, choice: Choice, number: int) -> None:
    line, sold = choice.line, choice.sold
    if line is not None and number:
        type(line)._default_manager.filter(pk=line.pk).update(quantity=number)
    elif line is not None:
        line.delete()
    elif number and isinstance(sold, Unit):
        BookingUnit.objects.create(
            booking=booking, unit=sold, type=sold.type, quantity=number, price_vnd=sold.price_vnd, seats=sold.seats
        )
    elif number and isinstance(sold, Extra):
        BookingExtra.objects.create(
            booking=booking,
            extra=sold,
            name=sold.name,
            name_en=sold.name_en,
            per=sold.per,
            is_shipped=sold.is_shipped,
            quantity=number,
            price_vnd=sold.price_vnd,
        )


def _tell(booking: Booking, *, now: dt.datetime) -> None:
    # What is to be proved is no visit yet: the link comes again, with the party as it is now.
    if booking.status == BookingStatus.PENDING:
        messages.owe(booking=booking, kind=MessageKind.PROOF, now=now, to=[Audience.GUEST])
    else:
        messages.owe(booking=booking, kind=MessageKind.PARTY_CHANGED, now=now)


def party_told(booking: Booking) -> dict[str, Any]:
    """The party for the history, as it is in the database."""
    units = BookingUnit.objects.filter(booking=booking).order_by("pk")
    extras = BookingExtra.objects.filter(booking=booking).order_by("pk")
    return {
        "units": [list(row) for row in units.values_list("type", "quantity")],
        "extras": [list(row) for row in extras.values_list("name", "name_en", "quantity")],
        "total_vnd": booking.total_vnd,
    }
