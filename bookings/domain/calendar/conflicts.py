"""Booked parties for whom the rules have no place any more. The host decides on each: receive, move or cancel.

Places go in the order in which the parties booked: who fits stays, who does not is shown. No rule touches a booking.
"""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.calendar.closed_days import closed_by, closures_by_day
from bookings.domain.calendar.fitting import RULE_SEATS, Party, crowded, in_order, without_piece, without_seat
from bookings.domain.calendar.slots import planned_slots
from bookings.domain.history import note
from bookings.domain.seats.shared_capacity import AROUND, Shared
from bookings.enums import AWAITED, Act
from bookings.models import Booking, Closure, Schedule
from common.data.db import atomic_with_retry, parts
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

    At most eight queries, and no party is read where the rules have a place for all.
    """
    reasons = _reasons(host, now=now)
    return [Conflict(booking, reasons[booking.pk]) for booking in _whole(reasons)]


def count_open(host: Host, *, now: dt.datetime) -> int:
    """How many there are; in five queries at most."""
    return len(_reasons(host, now=now))


def open_by_day(host: Host, *, now: dt.datetime) -> Counter[dt.date]:
    """How many there are on each day, by the clock of Việt Nam; in five queries at most."""
    return Counter(timezone.localtime(party.slot.starts_at).date() for party, _why in _open(host, now=now))


def _reasons(host: Host, *, now: dt.datetime) -> dict[int, Why]:
    """Why each that is to be decided on stands out, by the booking's id."""
    return {party.pk: why for party, why in _open(host, now=now)}


def _open(host: Host, *, now: dt.datetime) -> list[tuple[Party, Why]]:
    shared = Shared.of_host(host, now=now)
    # Also visits that are under way: they still use what is shared.
    coming = Booking.objects.for_host(host).filter(slot__ends_at__gt=now - 2 * AROUND)
    booked = in_order(coming.filter(_stands_out() | Q(slot__in=crowded(shared))), now=now)
    reasons: dict[int, Why] = dict.fromkeys(without_piece(booked, shared), Why.RESOURCE)
    reasons |= dict.fromkeys(without_seat(booked), Why.OVER_RULE)
    reasons |= {party.pk: Why.CLOSED for party in booked if party.slot.is_closed}
    reasons |= {party.pk: Why.WITHDRAWN for party in booked if party.slot.withdrawn_at}
    return [(party, reasons[party.pk]) for party in booked if party.undecided and party.pk in reasons]


def _stands_out() -> Q:
    """Of a slot that says by itself that somebody in it has no place."""
    over = Q(slot__planned_at__isnull=False, slot__capacity_by_hand=False, slot__taken__gt=RULE_SEATS)
    return Q(slot__withdrawn_at__isnull=False) | Q(slot__closure__isnull=False) | over


@atomic_with_retry
def keep(*, booking: Booking, now: dt.datetime) -> Booking:
    """Receive the party all the same. A second call changes nothing. Raises NothingToKeep."""
    booking = Booking.objects.with_party().get(pk=booking.pk)
    if booking.status in AWAITED and booking.kept_at:
        return booking
    host = booking.slot.experience.host
    if booking.pk not in {conflict.booking.pk for conflict in open_conflicts(host, now=now)}:
        raise NothingToKeep
    # Only where nobody moved or cancelled it meanwhile.
    kept = Booking.objects.filter(pk=booking.pk, slot=booking.slot_id, status__in=AWAITED, kept_at__isnull=True).update(
        kept_at=now
    )
    if kept:
        note(booking, Act.KEPT, now=now)
    booking.refresh_from_db(fields=["kept_at", "status"])
    return booking


@atomic_with_retry
def undo_keep(*, booking: Booking, now: dt.datetime) -> Booking:
    """Leave it open again. A second call changes nothing."""
    if Booking.objects.filter(pk=booking.pk, kept_at__isnull=False).update(kept_at=None):
        note(booking, Act.UNKEPT, now=now)
    booking.refresh_from_db(fields=["kept_at"])
    return booking


def preview_schedules(experience: Experience, schedules: Iterable[Schedule], *, now: dt.datetime) -> list[Booking]:
    """Parties that `schedules`, saved or not, would leave without a place were they all that `experience` has."""
    wanted = planned_slots(experience, schedules, now=now)
    offered = Booking.objects.filter(slot__experience=experience, slot__planned_at__gt=now)
    booked = in_order(offered.filter(slot__withdrawn_at__isnull=True, slot__closure__isnull=True), now=now)
    gone = {party.pk for party in booked if party.slot.planned_at not in wanted}
    stays = [party for party in booked if party.pk not in gone]
    before = without_seat(stays)
    after = without_seat(stays, {planned_at: slot.capacity for planned_at, slot in wanted.items()})
    return _shown(booked, gone | (after - before))


def preview_closure(closure: Closure, *, now: dt.datetime) -> list[Booking]:
    """Parties booked on days that `closure`, not saved yet, would close."""
    open_slots = Booking.objects.filter(slot__withdrawn_at__isnull=True, slot__closure__isnull=True)
    booked = in_order(open_slots.filter(slot__experience__in=closed_by(closure), slot__starts_at__gt=now), now=now)
    days = {party.pk: timezone.localtime(party.slot.starts_at).date() for party in booked}
    if not days:
        return []
    closed = closures_by_day([closure], first=min(days.values()), last=max(days.values()))
    return _shown(booked, {pk for pk, day in days.items() if day in closed})


def _shown(booked: Sequence[Party], ids: Container[int]) -> list[Booking]:
    """Of `booked` those with `ids` that are to come and not decided on, soonest first, with their parties."""
    return _whole([party.pk for party in booked if party.undecided and party.pk in ids])


def _whole(ids: Iterable[int]) -> list[Booking]:
    """With all that a line about each shows, soonest first."""
    related = ("slot__experience__host", "slot__experience__village", "slot__schedule")
    found: list[Booking] = []
    for part in parts(list(ids)):
        found += Booking.objects.filter(pk__in=part).select_related(*related)
    prefetch_related_objects(found, "units", "extras")
    return sorted(found, key=lambda booking: (booking.slot.starts_at, booking.pk))
