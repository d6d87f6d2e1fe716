"""How many seats a slot can still give: its own, and what the resources it shares with others allow.

A resource is used from set-up before a slot to clearing after it, by every slot that has guests. At no moment may more
of it be in use than there is. A rota has as many pieces that day as artisans who work here and are not off.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.domain.seats.usage import Load, Usage
from bookings.enums import UsePer
from bookings.models import DayOff, Resource, ResourceUse, Slot
from bookings.models.resource import LONGEST_AROUND
from villages.models import Artisan

AROUND = dt.timedelta(minutes=LONGEST_AROUND)


class Times(Protocol):
    """Of a slot, as far as what it takes hangs on it."""

    @property
    def pk(self) -> int: ...
    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...


class Neighbour(NamedTuple):
    """A slot with guests, read as a tuple: there can be thousands."""

    pk: int
    experience_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    live: int


def load_of(slot: Times, use: ResourceUse, seats: int) -> Load:
    """What `slot` takes by `use` while `seats` of it are taken."""
    amount = 0 if seats <= 0 else use.quantity * (seats if use.per == UsePer.SEAT else 1)
    return Load(
        slot.pk,
        slot.starts_at - dt.timedelta(minutes=use.setup_minutes),
        slot.ends_at + dt.timedelta(minutes=use.clearing_minutes),
        amount,
    )


class Shared:
    """What the experiences of some slots share, and who uses it around them. Loaded in a fixed number of queries."""

    def __init__(self, slots: Sequence[Slot], *, now: dt.datetime) -> None:
        self.uses: dict[int, list[ResourceUse]] = defaultdict(list)
        self.loads: dict[int, list[Load]] = defaultdict(list)
        self._usage: dict[int, Usage] = {}
        self._off: dict[tuple[dt.date, dt.date], set[int]] = {}
        self.days_off: list[DayOff] = []
        self.crews: dict[int, set[int]] = {}
        uses = _uses_around(slots)
        for use in uses:
            self.uses[use.experience_id].append(use)
        if uses:
            self._load(slots, uses, now=now)

    def _load(self, slots: Sequence[Slot], uses: Sequence[ResourceUse], *, now: dt.datetime) -> None:
        first = min(slot.starts_at for slot in slots) - 2 * AROUND
        last = max(slot.ends_at for slot in slots) + 2 * AROUND
        neighbours = Slot.objects.filter(
            experience__in=list(self.uses), taken__gt=0, starts_at__lt=last, ends_at__gt=first
        ).with_live(now)
        for row in neighbours.values_list(*Neighbour._fields):
            slot = Neighbour(*row)
            for use in self.uses[slot.experience_id]:
                load = load_of(slot, use, slot.live)
                if load.amount:
                    self.loads[use.resource_id].append(load)
        # An annotation, see _uses_around.
        rotas = {use.resource_id for use in uses if getattr(use, "is_rota", False)}
        if rotas:
            self._load_crews(rotas, first=timezone.localtime(first).date(), last=timezone.localtime(last).date())

    def _load_crews(self, rotas: set[int], *, first: dt.date, last: dt.date) -> None:
        self.crews = {pk: set() for pk in rotas}
        pairs = Resource.artisans.through.objects.filter(resource__in=rotas, artisan__active=True)
        for resource_id, artisan_id in pairs.values_list("resource_id", "artisan_id"):
            self.crews[resource_id].add(artisan_id)
        self.days_off = list(DayOff.objects.between(first, last).filter(artisan__resources__in=rotas).distinct())

    def pieces(self, use: ResourceUse, *, first: dt.datetime, last: dt.datetime) -> int:
        """How many pieces of the resource there are from `first` until `last`."""
        if use.resource_id not in self.crews:
            return use.resource.capacity
        days = timezone.localtime(first).date(), timezone.localtime(last).date()
        if days not in self._off:
            away = (item for item in self.days_off if item.first_day <= days[1] and item.last_day >= days[0])
            self._off[days] = {item.artisan_id for item in away}
        return len(self.crews[use.resource_id] - self._off[days])

    def usage(self, resource_id: int) -> Usage:
        """What is in use of a resource, by `loads` as they are when it is first asked."""
        if resource_id not in self._usage:
            self._usage[resource_id] = Usage(self.loads[resource_id])
        return self._usage[resource_id]

    def most_seats(self, slot: Slot, *, live: int) -> int | None:
        """The most seats that the resources allow `slot`, which has `live` of them taken; None where they set none."""
        most: int | None = None
        for use in self.uses.get(slot.experience_id, ()):
            around = load_of(slot, use, 1)
            pieces, usage = self.pieces(use, first=around.first, last=around.last), self.usage(use.resource_id)
            # What the slot uses itself it uses all the while.
            others = usage.peak(first=around.first, last=around.last) - usage.of(slot.pk)
            left = pieces - others
            if use.per == UsePer.SLOT:
                # The slot takes it as a whole, with its first guest: all its seats, or not one more.
                if left >= use.quantity:
                    continue
                allowed = live
            else:
                allowed = max(left, 0) // use.quantity
            most = allowed if most is None else min(most, allowed)
        return most

    def free_seats(self, slot: Slot, *, live: int) -> int:
        """What `slot`, which has `live` seats taken, could still give by its capacity and by what it shares."""
        most = self.most_seats(slot, live=live)
        return max((slot.capacity if most is None else min(slot.capacity, most)) - live, 0)


def _uses_around(slots: Sequence[Slot]) -> list[ResourceUse]:
    """The uses of the slots' experiences, and all other uses of the same resources."""
    own = ResourceUse.objects.filter(experience__in={slot.experience_id for slot in slots}).values("resource")
    return list(
        ResourceUse.objects.filter(resource__in=own)
        .select_related("resource")
        .annotate(is_rota=Exists(Artisan.objects.filter(resources=OuterRef("resource"))))
    )


def free_seats(slots: Sequence[Slot], *, now: dt.datetime, live: Mapping[int, int]) -> dict[int, int]:
    """Seats that each slot could still give, by id, whoever asks; never below 0.

    `live` are the seats that each has given at `now`. At most four queries.
    """
    if not slots:
        return {}
    shared = Shared(slots, now=now)
    return {slot.pk: shared.free_seats(slot, live=live[slot.pk]) for slot in slots}


def limited(slots: Sequence[Slot], *, now: dt.datetime) -> Iterator[Slot]:
    """`slots` that come from `with_free(now)`, each with `free` lowered to what shared resources allow too.

    Whoever has found enough asks for no more, and no more is reckoned.
    """
    sharing = [slot for slot in slots if slot.shares]
    shared = Shared(sharing, now=now) if sharing else None
    for slot in slots:
        if shared is not None and slot.shares:
            free = shared.free_seats(slot, live=slot.live)
            slot.free = min(slot.free, max(free - slot.kept_seats(now), 0))
        yield slot


def limit_to_shared(slots: Sequence[Slot], *, now: dt.datetime) -> None:
    """The same for all of them at once."""
    for _slot in limited(slots, now=now):
        pass
