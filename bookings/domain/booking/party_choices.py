"""What a party is and could be: kinds of guests and extras, at the price that was promised or, new, that of today."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.extras import Stock, stock_of
from bookings.domain.seats.party import ExtraLine, PartyRefused, PricedParty, unit_lines
from bookings.domain.seats.prices import read_why, units_of
from bookings.models import Booking, BookingExtra, BookingUnit, DiscountCode, Slot
from experiences.models import Extra, Unit


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


def ships(choice: Choice) -> bool:
    """Whether it goes to the guest by post: by what was promised, or as it is sold now."""
    return isinstance(choice.sold, Extra) and choice.sold.is_shipped


def choices_of(booking: Booking, slot: Slot) -> list[Choice]:
    """Kinds of guests, then extras; what the party has of things that are not sold any more comes last of each."""
    return [*_unit_choices(booking, slot), *_extra_choices(booking, slot)]


def _unit_choices(booking: Booking, slot: Slot) -> list[Choice]:
    lines = {line.type: line for line in booking.units.all()}
    found = []
    for unit in units_of(slot):
        line = lines.pop(unit.type, None)
        if line is not None:
            _promise(unit, line)
        found.append(Choice(f"u{unit.pk}", unit, line, None))
    for line in lines.values():
        gone = Unit(experience=slot.experience, type=line.type)
        _promise(gone, line)
        found.append(Choice(f"v{line.pk}", gone, line, line.quantity))
    return found


def _promise(unit: Unit, line: BookingUnit) -> None:
    """What was promised, before numbers."""
    unit.why, unit.seats = read_why(line.why), line.seats
    unit.price_vnd = unit.why.steps[0][1] if unit.why.steps else line.price_vnd


def _extra_choices(booking: Booking, slot: Slot) -> list[Choice]:
    lines = {line.extra_id or f"gone {line.pk}": line for line in booking.extras.all()}
    found = []
    for extra in slot.experience.extras.all():
        line = lines.pop(extra.pk, None)
        if line is not None:
            extra.price_vnd, extra.is_shipped = line.price_vnd, line.is_shipped
        found.append(Choice(f"x{extra.pk}", extra, line, None))
    for line in lines.values():
        gone = Extra(
            experience=slot.experience,
            name=line.name,
            name_en=line.name_en,
            price_vnd=line.price_vnd,
            per=line.per,
            max_quantity=line.quantity,
            is_shipped=line.is_shipped,
        )
        found.append(Choice(f"y{line.pk}", gone, line, line.quantity))
    return found


def left_for(booking: Booking, slot: Slot, choices: Sequence[Choice], *, now: dt.datetime) -> Stock:
    """How many of each extra the party could have at most, those that it has among them."""
    extras = [choice.sold for choice in choices if isinstance(choice.sold, Extra) and choice.sold.pk]
    return stock_of(slot, extras, now=now, except_for=booking)


def party_digest(booking: Booking) -> str:
    """Names what the party is now: two that differ in anything have two."""
    needs = [booking.dietary, booking.spoken_language, booking.ship_to]
    said = json.dumps([party_told(booking), booking.contact_name, booking.note, *needs])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def wanted_of(choices: Sequence[Choice], quantities: Mapping[str, int]) -> dict[str, int]:
    """How many of each choice, by its key; what `quantities` leave out is none. Raises PartyRefused."""
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


def party_of(choices: Sequence[Choice], wanted: Mapping[str, int], discount: DiscountCode | None = None) -> PricedParty:
    """The party that these numbers make, each at the step of the prices that were promised which so many are on.

    Where its sum is asked for, with the booking's code.
    """
    chosen = [(choice.sold, wanted[choice.key]) for choice in choices if wanted[choice.key]]
    return PricedParty(
        units=unit_lines([(sold, number) for sold, number in chosen if isinstance(sold, Unit)]),
        extras=tuple(ExtraLine(sold, number) for sold, number in chosen if isinstance(sold, Extra)),
        discount=discount,
    )


def party_told(booking: Booking) -> dict[str, Any]:
    """The party for the history, as it is in the database."""
    units = BookingUnit.objects.filter(booking=booking).order_by("pk")
    extras = BookingExtra.objects.filter(booking=booking).order_by("pk")
    return {
        "units": [list(row) for row in units.values_list("type", "quantity")],
        "extras": [list(row) for row in extras.values_list("name", "name_en", "quantity")],
        "total_vnd": booking.total_vnd,
    }
