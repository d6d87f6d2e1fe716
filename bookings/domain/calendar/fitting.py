"""Who fits into what the rules give, in the order in which parties booked. Judged by no more than that needs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Coalesce

from bookings.domain.seats.shared_capacity import Shared, load_of
from bookings.domain.seats.usage import Load, peak
from bookings.enums import AWAITED, UsePer
from bookings.models import ResourceUse, Slot
from bookings.models.booking import BookingQuerySet


@dataclass(frozen=True)
class Party:
    """What is judged by: a host may have thousands, so that no more of each is loaded than that."""

    pk: int
    seats: int
    slot: Slot
    # Neither received nor decided on yet, and to come.
    undecided: bool


_SLOT = (
    *("id", "experience_id", "starts_at", "ends_at", "planned_at"),
    *("withdrawn_at", "closure_id", "capacity_by_hand"),
)


# What the rule gives a booking's slot.
RULE_SEATS = Coalesce("slot__schedule__capacity", "slot__experience__capacity")


def in_order(bookings: BookingQuerySet, *, now: dt.datetime) -> list[Party]:
    """Parties that take seats, in the order in which they booked; in one query."""
    rows = (
        bookings.booked(now)
        .order_by("consented_at", "pk")
        .values_list("pk", "seats", "status", "kept_at", RULE_SEATS, *(f"slot__{name}" for name in _SLOT))
    )
    slots: dict[int, Slot] = {}
    found = []
    for pk, seats, status, kept_at, rule, slot_id, *rest in rows:
        if slot_id not in slots:
            slots[slot_id] = Slot(**dict(zip(_SLOT, (slot_id, *rest), strict=True)))
            slots[slot_id].rule_seats = rule
        slot = slots[slot_id]
        found.append(Party(pk, seats, slot, status in AWAITED and kept_at is None and slot.starts_at > now))
    return found


def without_seat(booked: Sequence[Party], capacities: Mapping[dt.datetime, int] | None = None) -> set[int]:
    """Those that do not fit into what the rule gives their slot, or `capacities` by planned start."""
    left: dict[int, int] = {}
    found = set()
    for party in booked:
        slot = party.slot
        if slot.planned_at is None or slot.capacity_by_hand:
            continue
        capacity = slot.rule_seats if capacities is None else capacities[slot.planned_at]
        free = left.setdefault(slot.pk, capacity)
        if party.seats > free:
            found.add(party.pk)
        else:
            left[slot.pk] = free - party.seats
    return found


def crowded(shared: Shared) -> set[int]:
    """Slots where what is shared may not suffice, and those that use it on the same days: all others have enough.

    Whoever fits beside everybody fits beside those who booked before them. So `without_piece` need look only at the
    parties of these: who lacks something is among them, and so are all who may have taken it.
    """
    days: dict[int, set[tuple[int, dt.date]]] = {}
    short: set[tuple[int, dt.date]] = set()
    for slot in shared.neighbours:
        spans = [(use, load_of(slot, use, 1)) for use in shared.uses[slot.experience_id]]
        days[slot.pk] = {(use.resource_id, day) for use, load in spans for day in _days(load)}
        if any(_is_short(use, load, shared) for use, load in spans):
            short |= days[slot.pk]
    return {pk for pk, used in days.items() if not used.isdisjoint(short)}


def _is_short(use: ResourceUse, load: Load, shared: Shared) -> bool:
    in_use = shared.usage(use.resource_id).peak(first=load.first, last=load.last)
    return in_use > shared.pieces(use, first=load.first, last=load.last)


def without_piece(booked: Sequence[Party], shared: Shared) -> set[int]:
    """Those for whom something of `shared` does not suffice, beside those who booked before them."""
    in_use = _InUse()
    found = set()
    for party in booked:
        wanted = [(use, in_use.added(use, party)) for use in shared.uses.get(party.slot.experience_id, ())]
        if all(in_use.fits(use, load, shared) for use, load in wanted):
            for use, load in wanted:
                in_use.add(use, load)
        else:
            found.add(party.pk)
    return found


class _InUse:
    """What parties use of each resource, by day, so that only what is near is compared."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, dt.date], dict[int, Load]] = defaultdict(dict)

    def added(self, use: ResourceUse, party: Party) -> Load:
        """The load that `party` adds: nothing where its slot takes the resource as a whole and has it already."""
        load = load_of(party.slot, use, party.seats)
        known = party.slot.pk in self._days[use.resource_id, load.first.date()]
        return replace(load, amount=0) if known and use.per == UsePer.SLOT else load

    def fits(self, use: ResourceUse, load: Load, shared: Shared) -> bool:
        near: dict[int, Load] = {}
        for day in _days(load):
            near |= self._days[use.resource_id, day]
        most = peak(near.values(), first=load.first, last=load.last)
        return load.amount == 0 or most + load.amount <= shared.pieces(use, first=load.first, last=load.last)

    def add(self, use: ResourceUse, load: Load) -> None:
        for day in _days(load):
            loads = self._days[use.resource_id, day]
            before = loads.get(load.slot_id)
            loads[load.slot_id] = replace(load, amount=load.amount + (before.amount if before else 0))


def _days(load: Load) -> list[dt.date]:
    days = (load.last.date() - load.first.date()).days + 1
    return [load.first.date() + dt.timedelta(days=number) for number in range(days)]
