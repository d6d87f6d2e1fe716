"""How many seats a slot can still give: its own, and what the resources it shares with others allow.

A resource is used from set-up before a slot to clearing after it, by every slot that has guests, and by extras that
were chosen for as long as their visit lasts. At no moment may more of it be in use than there is. A rota has as many
pieces that day as artisans who work here and are not off.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from bookings.domain.seats.in_undo import seats_in_undo
from bookings.domain.seats.usage import Load, Usage
from bookings.enums import UsePer
from bookings.models import Booking, BookingExtra, DayOff, ExtraUse, Resource, ResourceUse, Slot
from bookings.models.booking import taking_seats
from bookings.models.resource import LONGEST_AROUND
from villages.models import Artisan, Host

AROUND = dt.timedelta(minutes=LONGEST_AROUND)
# Ids begin at 1. What extras take is in use beside what the seats of their slot take: it is no slot's own.
NO_SLOT = 0
Use = TypeVar("Use", ResourceUse, ExtraUse)


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
    """What the experiences of some slots share, and who uses it around them. Loaded in a fixed number of queries.

    With `undo`, whoever was cancelled and may still come back uses it too.
    """

    def __init__(self, slots: Sequence[Slot], *, now: dt.datetime, undo: bool = False) -> None:
        self.uses: dict[int, list[ResourceUse]] = defaultdict(list)
        self.loads: dict[int, list[Load]] = defaultdict(list)
        self._usage: dict[int, Usage] = {}
        self._off: dict[tuple[dt.date, dt.date], set[int]] = {}
        self.days_off: list[DayOff] = []
        self.crews: dict[int, set[int]] = {}
        self.neighbours: list[Neighbour] = []
        if slots:
            first = min(slot.starts_at for slot in slots) - 2 * AROUND
            last = max(slot.ends_at for slot in slots) + 2 * AROUND
            experiences = {slot.experience_id for slot in slots}
            own = ResourceUse.objects.filter(experience__in=experiences)
            self._load(own, first=first, last=last, now=now, undo=undo)

    @classmethod
    def of_extras(
        cls, extra_uses: Sequence[ExtraUse], slot: Slot, *, now: dt.datetime, except_for: Booking | None
    ) -> "Shared":
        """Who uses what `extra_uses`, from `with_rota`, take around `slot`; without the extras of `except_for`."""
        shared = cls((), now=now)
        if extra_uses:
            shared._load(
                ResourceUse.objects.filter(resource__in=[use.resource_id for use in extra_uses]),
                first=slot.starts_at - 2 * AROUND,
                last=slot.ends_at + 2 * AROUND,
                now=now,
                undo=False,
                extra_uses=extra_uses,
                except_for=except_for,
            )
        return shared

    @classmethod
    def of_host(cls, host: Host, *, now: dt.datetime) -> "Shared":
        """What all experiences of `host` share, and who uses it from those on who may use it still."""
        shared = cls((), now=now)
        own = ResourceUse.objects.filter(experience__host=host)
        shared._load(own, first=now - 2 * AROUND, last=None, now=now, undo=False)
        return shared

    def _load(
        self,
        own: QuerySet[ResourceUse],
        *,
        first: dt.datetime,
        last: dt.datetime | None,
        now: dt.datetime,
        undo: bool,
        extra_uses: Sequence[ExtraUse] = (),
        except_for: Booking | None = None,
    ) -> None:
        """Without `last`, as far ahead as there are guests."""
        uses = _with_others(own)
        # Annotations, see with_rota.
        every: list[ResourceUse | ExtraUse] = [*uses, *extra_uses]
        by_extras = {use.resource_id for use in every if getattr(use, "in_extras", False)}
        rotas = {use.resource_id for use in every if getattr(use, "is_rota", False)}
        if uses:
            self._load_seats(uses, first=first, last=last, now=now, undo=undo)
        if by_extras:
            self._load_extras(by_extras, first=first, last=last, now=now, undo=undo, except_for=except_for)
        if rotas:
            last = last or max((slot.ends_at for slot in self.neighbours), default=first) + 2 * AROUND
            self._load_crews(rotas, first=timezone.localtime(first).date(), last=timezone.localtime(last).date())

    def _load_seats(
        self, uses: Sequence[ResourceUse], *, first: dt.datetime, last: dt.datetime | None, now: dt.datetime, undo: bool
    ) -> None:
        for use in uses:
            self.uses[use.experience_id].append(use)
        around = Slot.objects.filter(experience__in=list(self.uses), ends_at__gt=first)
        if last is not None:
            around = around.filter(starts_at__lt=last)
        returning = seats_in_undo(around, now=now) if undo else {}
        with_guests = Q(taken__gt=0) | Q(pk__in=returning) if returning else Q(taken__gt=0)
        neighbours = around.filter(with_guests).with_live(now)
        self.neighbours = [Neighbour(*row) for row in neighbours.values_list(*Neighbour._fields)]
        for slot in self.neighbours:
            for use in self.uses[slot.experience_id]:
                load = load_of(slot, use, slot.live + returning.get(slot.pk, 0))
                if load.amount:
                    self.loads[use.resource_id].append(load)

    def _load_extras(
        self,
        resources: Collection[int],
        *,
        first: dt.datetime,
        last: dt.datetime | None,
        now: dt.datetime,
        undo: bool,
        except_for: Booking | None,
    ) -> None:
        standing = Booking.objects.filter(taking_seats(now), slot__ends_at__gt=first)
        if undo:
            standing = standing | Booking.objects.undoable(now).filter(slot__ends_at__gt=first)
        if last is not None:
            standing = standing.filter(slot__starts_at__lt=last)
        if except_for is not None:
            standing = standing.exclude(pk=except_for.pk)
        lines = BookingExtra.objects.filter(extra__use__resource__in=resources, booking__in=standing.values("pk"))
        rows = (
            lines.order_by()
            .values("extra__use__resource", "booking__slot__starts_at", "booking__slot__ends_at")
            .annotate(amount=Sum(F("quantity") * F("extra__use__quantity")))
        )
        for row in rows:
            load = Load(NO_SLOT, row["booking__slot__starts_at"], row["booking__slot__ends_at"], row["amount"])
            self.loads[row["extra__use__resource"]].append(load)

    def _load_crews(self, rotas: set[int], *, first: dt.date, last: dt.date) -> None:
        self.crews = {pk: set() for pk in rotas}
        pairs = Resource.artisans.through.objects.filter(resource__in=rotas, artisan__active=True)
        for resource_id, artisan_id in pairs.values_list("resource_id", "artisan_id"):
            self.crews[resource_id].add(artisan_id)
        self.days_off = list(DayOff.objects.between(first, last).filter(artisan__resources__in=rotas).distinct())

    def pieces(self, use: ResourceUse | ExtraUse, *, first: dt.datetime, last: dt.datetime) -> int:
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


def _with_others(own: QuerySet[ResourceUse]) -> list[ResourceUse]:
    """These uses, and all others of the same resources."""
    return list(with_rota(ResourceUse.objects.filter(resource__in=own.values("resource"))))


def with_rota(uses: QuerySet[Use]) -> QuerySet[Use]:
    """With the resource; adds `is_rota`, and `in_extras`, whether extras take of it too."""
    return uses.select_related("resource").annotate(
        is_rota=Exists(Artisan.objects.filter(resources=OuterRef("resource"))),
        in_extras=Exists(ExtraUse.objects.filter(resource=OuterRef("resource"))),
    )


def free_seats(
    slots: Sequence[Slot], *, now: dt.datetime, live: Mapping[int, int], undo: bool = False
) -> dict[int, int]:
    """Seats that each slot could still give, by id, whoever asks; never below 0.

    `live` are the seats that each has given at `now`; with `undo`, and those that it may have to give back, which are
    then kept in the slots around it too. At most four queries, five with `undo`.
    """
    if not slots:
        return {}
    shared = Shared(slots, now=now, undo=undo)
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
