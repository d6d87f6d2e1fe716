"""Booked parties for whom the rules have no place any more. The host decides on each: receive, move or cancel.

Places go in the order in which the parties booked: who fits stays, who does not is shown. No rule touches a booking.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import prefetch_related_objects
from django.db.models.query import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.calendar.closed_days import closed_by, closures_by_day
from bookings.domain.calendar.slots import planned_slots, rule_capacity
from bookings.domain.seats.shared_capacity import AROUND, Shared, load_of
from bookings.domain.seats.usage import Load, peak
from bookings.enums import AWAITED, TAKES_SEATS, UsePer
from bookings.models import Booking, Closure, ResourceUse, Schedule
from common.data.refusal import Refused
from experiences.models import Experience
from villages.models import Host


class Why(models.TextChoices):
    """What stands against receiving a party; where there are several, the first of these."""

    WITHDRAWN = "withdrawn", _("No schedule offers this time any more")
    CLOSED = "closed", _("Closed day")
    OVER_RULE = "over_rule", _("More guests than the schedule now allows")
    RESOURCE = "resource", _("Too few of what you share between visits")


class NothingToKeep(Refused):
    message = _("There is nothing to decide about this party any more.")


@dataclass(frozen=True)
class Conflict:
    """A party that the host has yet to decide on."""

    booking: Booking
    why: Why


def open_conflicts(host: Host, *, now: dt.datetime) -> list[Conflict]:
    """Coming parties of `host` to decide on, soonest first, each with all that a line about it shows.

    At most eight queries, for any number of bookings.
    """
    # Also visits that are under way: they still use what is shared.
    booked = _in_order(Booking.objects.for_host(host).filter(slot__ends_at__gt=now - 2 * AROUND))
    reasons: dict[int, Why] = dict.fromkeys(_without_piece(booked, now=now), Why.RESOURCE)
    reasons |= dict.fromkeys(_without_seat(booked), Why.OVER_RULE)
    reasons |= {booking.pk: Why.CLOSED for booking in booked if booking.slot.is_closed}
    reasons |= {booking.pk: Why.WITHDRAWN for booking in booked if booking.slot.withdrawn_at}
    return [Conflict(booking, reasons[booking.pk]) for booking in _shown(booked, reasons, now=now)]


def keep(*, booking: Booking, now: dt.datetime) -> Booking:
    """Receive the party all the same. A second call changes nothing. Raises NothingToKeep."""
    booking = Booking.objects.with_party().get(pk=booking.pk)
    if booking.status in AWAITED and booking.kept_at:
        return booking
    host = booking.slot.experience.host
    if booking.pk not in {conflict.booking.pk for conflict in open_conflicts(host, now=now)}:
        raise NothingToKeep
    # Only where nobody moved or cancelled it meanwhile.
    Booking.objects.filter(pk=booking.pk, slot=booking.slot_id, status__in=AWAITED, kept_at__isnull=True).update(
        kept_at=now
    )
    booking.refresh_from_db(fields=["kept_at", "status"])
    return booking


def undo_keep(*, booking: Booking) -> Booking:
    """Leave it open again. A second call changes nothing."""
    Booking.objects.filter(pk=booking.pk).update(kept_at=None)
    booking.refresh_from_db(fields=["kept_at"])
    return booking


def preview_schedules(experience: Experience, schedules: Iterable[Schedule], *, now: dt.datetime) -> list[Booking]:
    """Parties that `schedules`, saved or not, would leave without a place were they all that `experience` has."""
    wanted = planned_slots(experience, schedules, now=now)
    offered = Booking.objects.filter(slot__experience=experience, slot__planned_at__gt=now)
    booked = _in_order(offered.filter(slot__withdrawn_at__isnull=True, slot__closure__isnull=True))
    gone = {booking.pk for booking in booked if booking.slot.planned_at not in wanted}
    stays = [booking for booking in booked if booking.pk not in gone]
    before = _without_seat(stays)
    after = _without_seat(stays, {planned_at: slot.capacity for planned_at, slot in wanted.items()})
    return _shown(booked, gone | (after - before), now=now)


def preview_closure(closure: Closure, *, now: dt.datetime) -> list[Booking]:
    """Parties booked on days that `closure`, not saved yet, would close."""
    open_slots = Booking.objects.filter(slot__withdrawn_at__isnull=True, slot__closure__isnull=True)
    booked = _in_order(open_slots.filter(slot__experience__in=closed_by(closure), slot__starts_at__gt=now))
    days = {booking.pk: timezone.localtime(booking.slot.starts_at).date() for booking in booked}
    if not days:
        return []
    closed = closures_by_day([closure], first=min(days.values()), last=max(days.values()))
    return _shown(booked, {pk for pk, day in days.items() if day in closed}, now=now)


def _in_order(bookings: QuerySet[Booking]) -> list[Booking]:
    """Those that take seats for good, in the order in which they booked."""
    related = ("slot__experience__host", "slot__experience__village", "slot__schedule")
    return list(bookings.filter(status__in=TAKES_SEATS).select_related(*related).order_by("confirmed_at", "pk"))


def _shown(booked: Sequence[Booking], ids: Container[int], *, now: dt.datetime) -> list[Booking]:
    """Of `booked` those with `ids` that are to come and not decided on, soonest first, with their parties."""
    found = [
        booking
        for booking in booked
        if booking.pk in ids and booking.status in AWAITED and booking.kept_at is None and booking.slot.starts_at > now
    ]
    prefetch_related_objects(found, "units", "extras")
    return sorted(found, key=lambda booking: (booking.slot.starts_at, booking.pk))


def _without_seat(booked: Sequence[Booking], capacities: Mapping[dt.datetime, int] | None = None) -> set[int]:
    """Those that do not fit into what the rule gives their slot, or `capacities` by planned start."""
    left: dict[int, int] = {}
    found = set()
    for booking in booked:
        slot = booking.slot
        if slot.planned_at is None or slot.capacity_by_hand:
            continue
        capacity = rule_capacity(slot) if capacities is None else capacities[slot.planned_at]
        free = left.setdefault(slot.pk, capacity)
        if booking.seats > free:
            found.add(booking.pk)
        else:
            left[slot.pk] = free - booking.seats
    return found


def _without_piece(booked: Sequence[Booking], *, now: dt.datetime) -> set[int]:
    """Those for whom something shared does not suffice, beside those who booked before them."""
    if not booked:
        return set()
    shared = Shared([booking.slot for booking in booked], now=now)
    in_use = _InUse()
    found = set()
    for booking in booked:
        wanted = [(use, in_use.added(use, booking)) for use in shared.uses.get(booking.slot.experience_id, ())]
        if all(in_use.fits(use, load, shared) for use, load in wanted):
            for use, load in wanted:
                in_use.add(use, load)
        else:
            found.add(booking.pk)
    return found


class _InUse:
    """What parties use of each resource, by day, so that only what is near is compared."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, dt.date], dict[int, Load]] = defaultdict(dict)

    def added(self, use: ResourceUse, booking: Booking) -> Load:
        """The load that `booking` adds: nothing where its slot takes the resource as a whole and has it already."""
        load = load_of(booking.slot, use, booking.seats)
        known = booking.slot_id in self._days[use.resource_id, load.first.date()]
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
