"""How many seats a slot can still give: its own, and what the resources it shares with others allow.

A resource is used from set-up before a slot to clearing after it, by every slot that has guests. At no moment may more
of it be in use than there is. A rota has as many pieces that day as artisans who work here and are not off.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.enums import UsePer
from bookings.models import DayOff, Resource, ResourceUse, Slot
from bookings.models.resource import LONGEST_AROUND
from villages.models import Artisan

AROUND = dt.timedelta(minutes=LONGEST_AROUND)


@dataclass(frozen=True)
class Load:
    """`amount` pieces of a resource in use from `first` until just before `last`."""

    slot_id: int
    first: dt.datetime
    last: dt.datetime
    amount: int


def peak(loads: Iterable[Load], *, first: dt.datetime, last: dt.datetime) -> int:
    """The most that `loads` use together at any moment from `first` until just before `last`."""
    within = [load for load in loads if load.first < last and load.last > first]
    moments = {max(load.first, first) for load in within}
    return max((sum(load.amount for load in within if load.first <= at < load.last) for at in moments), default=0)


def load_of(slot: Slot, use: ResourceUse, seats: int) -> Load:
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
        for slot in neighbours:
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
        off = {item.artisan_id for item in self.days_off if item.first_day <= days[1] and item.last_day >= days[0]}
        return len(self.crews[use.resource_id] - off)

    def most_seats(self, slot: Slot, *, live: int) -> int | None:
        """The most seats that the resources allow `slot`, which has `live` of them taken; None where they set none."""
        most: int | None = None
        for use in self.uses.get(slot.experience_id, ()):
            around = load_of(slot, use, 1)
            others = [load for load in self.loads[use.resource_id] if load.slot_id != slot.pk]
            pieces = self.pieces(use, first=around.first, last=around.last)
            left = pieces - peak(others, first=around.first, last=around.last)
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


def limit_to_shared(slots: Sequence[Slot], *, now: dt.datetime) -> None:
    """Lower `free` of slots that come from `with_free(now)` to what shared resources allow too."""
    sharing = [slot for slot in slots if slot.shares]
    free = free_seats(sharing, now=now, live={slot.pk: slot.live for slot in sharing})
    for slot in sharing:
        slot.free = min(slot.free, max(free[slot.pk] - slot.kept_seats(now), 0))
