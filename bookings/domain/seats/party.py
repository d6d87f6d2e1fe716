"""Who comes and what it costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bookings.domain.seats.prices import Why
from bookings.models import DiscountCode
from common.data.refusal import Refused
from experiences.enums import ExtraPer
from experiences.models import Experience, Extra, Unit


class PartyRefused(Refused):
    """The party breaks a rule of the experience."""


@dataclass(frozen=True)
class UnitLine:
    """So many of a kind at `price_vnd` each; `why` as `BookingUnit.why` has it."""

    unit: Unit
    quantity: int
    price_vnd: int
    why: dict[str, Any]

    @property
    def amount_vnd(self) -> int:
        return self.quantity * self.price_vnd


@dataclass(frozen=True)
class ExtraLine:
    extra: Extra
    quantity: int

    @property
    def amount_vnd(self) -> int:
        return self.quantity * self.extra.price_vnd


@dataclass(frozen=True)
class PricedParty:
    """A priced party. `seats` to take, `total_vnd` in đồng, less what `discount` takes off."""

    units: tuple[UnitLine, ...]
    extras: tuple[ExtraLine, ...]
    discount: DiscountCode | None = None

    @property
    def people(self) -> int:
        return sum(line.quantity for line in self.units)

    @property
    def seats(self) -> int:
        return sum(line.quantity * line.unit.seats for line in self.units)

    @property
    def price_vnd(self) -> int:
        """What the lines cost."""
        return sum(line.amount_vnd for line in self.units) + sum(line.amount_vnd for line in self.extras)

    @property
    def total_vnd(self) -> int:
        return self.price_vnd - (self.discount.off_vnd(self.price_vnd) if self.discount else 0)

    @property
    def is_shipped(self) -> bool:
        """Whether something of it goes to the guest by post."""
        return any(line.extra.is_shipped for line in self.extras)

    def with_extra(self, extra: Extra, quantity: int) -> "PricedParty":
        """The same with so many of one extra, none where it is 0."""
        lines = (replace(line, quantity=quantity) if line.extra == extra else line for line in self.extras)
        return replace(self, extras=tuple(line for line in lines if line.quantity))


def unit_lines(chosen: Sequence[tuple[Unit, int]]) -> tuple[UnitLine, ...]:
    """So many of each, at what one costs where so many come; who is on a lap makes nothing cheaper."""
    people = sum(number for unit, number in chosen if unit.seats)
    lines = []
    for unit, number in chosen:
        why = unit.why or Why()
        _from, price_vnd = why.at(people, unit.price_vnd)
        lines.append(UnitLine(unit, number, price_vnd, why.told(people=people, price_vnd=price_vnd)))
    return tuple(lines)


def price(
    *,
    units: Iterable[Unit],
    extras: Iterable[Extra],
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
) -> PricedParty:
    """The party for quantities by id. Ids that are not the experience's own are refused, zeros left out.

    Raises PartyRefused for an unknown id or a negative number.
    """
    known_units = {unit.pk: unit for unit in units}
    known_extras = {extra.pk: extra for extra in extras}
    if set(unit_quantities) - set(known_units) or set(extra_quantities) - set(known_extras):
        raise PartyRefused(_("The prices of this experience have changed. Please choose your party again."))
    if any(number < 0 for number in (*unit_quantities.values(), *extra_quantities.values())):
        raise PartyRefused(_("The number of guests cannot be less than zero."))
    return PricedParty(
        units=unit_lines([(unit, unit_quantities[pk]) for pk, unit in known_units.items() if unit_quantities.get(pk)]),
        extras=tuple(
            ExtraLine(extra, extra_quantities[pk]) for pk, extra in known_extras.items() if extra_quantities.get(pk)
        ),
    )


def largest_party_text(experience: Experience) -> str:
    """How many can be booked at once, and whom more should call."""
    text = _("Up to %(most)s guests can be booked here at once. For a larger group, call %(host)s: %(phone)s.")
    host = experience.host
    return text % {"most": experience.max_party, "host": host.name, "phone": host.phone.as_national}


def require_welcome(experience: Experience, party: PricedParty) -> None:
    """Raises PartyRefused where the experience cannot receive such a party."""
    if party.people == 0:
        raise PartyRefused(_("Choose at least one guest."))
    if party.people > experience.max_party:
        raise PartyRefused(largest_party_text(experience))
    if any(line.unit.needs_adult for line in party.units) and not any(line.unit.is_adult for line in party.units):
        raise PartyRefused(_("Children come with an adult here. Please add at least one adult."))
    if party.seats == 0:
        raise PartyRefused(_("Choose at least one guest."))
    for line in party.extras:
        most = most_of(line.extra, people=party.people)
        if line.quantity > most:
            raise PartyRefused(
                ngettext_lazy(
                    "At most %(most)s “%(extra)s” can be added for this party.",
                    "At most %(most)s “%(extra)s” can be added for this party.",
                    most,
                )
                % {"most": most, "extra": line.extra.label}
            )


def most_of(extra: Extra, *, people: int) -> int:
    """How many of an extra a party of so many people can have."""
    if extra.per == ExtraPer.BOOKING:
        return 1
    if extra.per == ExtraPer.PERSON:
        return min(extra.max_quantity, people)
    return extra.max_quantity
