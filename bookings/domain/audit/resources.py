"""Shared resources: at no moment more of one in use than there is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush, merge
from itertools import count, groupby
from operator import attrgetter

from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from bookings.domain.audit.finding import Finding, fault, invariant, undecided, when
from bookings.domain.audit.seats import live
from bookings.enums import UsePer
from bookings.models import Booking, BookingExtra, DayOff, Resource
from bookings.models.resource import LONGEST_AROUND

AROUND = dt.timedelta(minutes=LONGEST_AROUND)
USE = "slot__experience__uses__"


@dataclass(frozen=True)
class Window:
    """`amount` pieces of a resource that a slot with guests uses; `booked_at` is when the last of them came."""

    resource_id: int
    slot_id: int
    begins: dt.datetime
    ends: dt.datetime
    amount: int
    booked_at: dt.datetime


@dataclass
class Crew:
    """Who shares a rota's work, by id whether they work here now, and their days off."""

    artisans: dict[int, bool] = field(default_factory=dict)
    off: list[tuple[int, dt.date, dt.date, dt.datetime]] = field(default_factory=list)

    def at_work(self, day: dt.date) -> int:
        off = {artisan for artisan, first, last, _told in self.off if first <= day <= last}
        return sum(active for artisan, active in self.artisans.items() if artisan not in off)

    def shrunk_after(self, moment: dt.datetime, day: dt.date) -> bool:
        """Whether somebody fell out on `day` later than `moment`, as far as can be told."""
        told = any(first <= day <= last and told > moment for _artisan, first, last, told in self.off)
        return told or not all(self.artisans.values())


def windows(now: dt.datetime, *, booked_before: dt.datetime | None = None) -> Iterator[Window]:
    """What slots that are not over use, by resource and time; only for who booked `booked_before` then."""
    bookings = Booking.objects.annotate(booked_at=Coalesce("confirmed_at", "created_at"))
    rows = (
        bookings.filter(live(now), booked_at__lte=booked_before or now)
        .filter(slot__ends_at__gt=now - AROUND, slot__experience__uses__isnull=False)
        .values_list(
            f"{USE}resource",
            "slot",
            "slot__starts_at",
            "slot__ends_at",
            f"{USE}per",
            f"{USE}quantity",
            f"{USE}setup_minutes",
            f"{USE}clearing_minutes",
        )
        .annotate(guests=Sum("seats"), last=Max("booked_at"))
        .filter(guests__gt=0)
        .order_by(f"{USE}resource", "slot__starts_at")
    )
    for resource, slot, starts_at, ends_at, per, quantity, setup, clearing, guests, booked_at in rows.iterator():
        ends = ends_at + dt.timedelta(minutes=clearing)
        if ends > now:
            begins = starts_at - dt.timedelta(minutes=setup)
            amount = quantity * (guests if per == UsePer.SEAT else 1)
            yield Window(resource, slot, begins, ends, amount, booked_at)


def extra_windows(now: dt.datetime) -> Iterator[Window]:
    """What extras of parties use, beside the seats of their slots, while their visits last."""
    lines = BookingExtra.objects.filter(extra__use__isnull=False, booking__slot__ends_at__gt=now)
    lines = lines.filter(booking__in=Booking.objects.filter(live(now)).order_by().values("pk"))
    rows = lines.annotate(
        booked_at=Coalesce("booking__confirmed_at", "booking__created_at"),
        amount=F("quantity") * F("extra__use__quantity"),
    ).order_by("extra__use__resource", "pk")
    told = ("extra__use__resource", "booking__slot", "booking__slot__starts_at", "booking__slot__ends_at")
    for resource, slot, begins, ends, amount, booked_at in rows.values_list(*told, "amount", "booked_at").iterator():
        yield Window(resource, slot, begins, ends, amount, booked_at)


def crews(now: dt.datetime) -> dict[int, Crew]:
    """The rotas by their resource."""
    found: dict[int, Crew] = defaultdict(Crew)
    pairs = Resource.artisans.through.objects.values_list("resource_id", "artisan_id", "artisan__active")
    by_artisan: dict[int, list[Crew]] = defaultdict(list)
    for resource, artisan, active in pairs:
        found[resource].artisans[artisan] = active
        by_artisan[artisan].append(found[resource])
    days_off = DayOff.objects.filter(last_day__gte=timezone.localtime(now - AROUND).date())
    for row in days_off.values_list("artisan_id", "first_day", "last_day", "created_at"):
        for crew in by_artisan[row[0]]:
            crew.off.append(row)
    return dict(found)


@invariant("resource-capacity")
def resource_capacity(now: dt.datetime) -> Iterator[Finding]:
    """At no moment is more of a shared resource in use than there is, with set-up, clearing and what extras take."""
    rotas = crews(now)
    resources = {row[0]: row[1:] for row in Resource.objects.values_list("pk", "name", "capacity", "changed_at")}
    by_resource = attrgetter("resource_id")
    used_by_resource = merge(windows(now), extra_windows(now), key=by_resource)
    for resource_id, used in groupby(used_by_resource, key=by_resource):
        name, capacity, changed_at = resources[resource_id]
        for over in _overuse(sorted(used, key=attrgetter("begins")), capacity, changed_at, rotas.get(resource_id)):
            slots = ", ".join(str(pk) for pk in sorted(over.slots))
            text = f"at {when(over.moment)} {over.used} are in use and there are {over.pieces}: slots {slots}"
            told = undecided if over.changed_since else fault
            yield told(f"resource {resource_id} ({name})", text)


@dataclass
class Over:
    """The worst moment of a stretch in which too much is in use."""

    moment: dt.datetime
    used: int
    pieces: int
    slots: set[int]
    changed_since: bool


def _overuse(used: list[Window], capacity: int, changed_at: dt.datetime, crew: Crew | None) -> Iterator[Over]:
    """One a stretch. `used` comes in order of begin."""
    running: list[tuple[dt.datetime, int, Window]] = []
    worst: Over | None = None
    coming = iter([*used, None])
    order = count()
    window = next(coming)
    for moment in _moments(used, crew):
        while window is not None and window.begins <= moment:
            heappush(running, (window.ends, next(order), window))
            window = next(coming)
        while running and running[0][0] <= moment:
            heappop(running)
        day = timezone.localtime(moment).date()
        pieces = crew.at_work(day) if crew else capacity
        amount = sum(item.amount for _ends, _slot, item in running)
        if amount <= pieces:
            if worst:
                yield worst
            worst = None
            continue
        booked_at = max(item.booked_at for _ends, _slot, item in running)
        changed = changed_at > booked_at or bool(crew and crew.shrunk_after(booked_at, day))
        if worst is None or amount - pieces > worst.used - worst.pieces:
            slots = {item.slot_id for _ends, _slot, item in running}
            worst = Over(moment, amount, pieces, slots, changed and (worst is None or worst.changed_since))
        elif not changed:
            worst.changed_since = False
    if worst:
        yield worst


def _moments(used: list[Window], crew: Crew | None) -> list[dt.datetime]:
    """When use or pieces can change: where a window begins or ends, and for a rota at its midnights."""
    moments = {moment for item in used for moment in (item.begins, item.ends)}
    for item in used if crew else ():
        day = timezone.localtime(item.begins).replace(hour=0, minute=0, second=0, microsecond=0)
        while (day := day + dt.timedelta(days=1)) < item.ends:
            moments.add(day)
    return sorted(moments)
