"""Rotas: every visit has its artisans, and nobody is in two places or at work on a day off."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import IntegerField, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from bookings.domain.audit.finding import Finding, fault, invariant, undecided, when
from bookings.domain.audit.resources import Crew, Window, crews, windows
from bookings.domain.audit.seats import live
from bookings.models import Assignment, Booking, DayOff, Resource, ResourceUse

# Rotas are planned this far ahead, by a worker that may be an hour late.
AHEAD = dt.timedelta(days=59)
PATIENCE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Turn:
    """An artisan's part in a coming slot with guests, set-up and clearing included; the first booked at `booked_at`."""

    artisan_id: int
    active: bool
    slot_id: int
    begins: dt.datetime
    ends: dt.datetime
    booked_at: dt.datetime


def turns(now: dt.datetime) -> Iterator[Turn]:
    """By artisan."""
    guests = Booking.objects.filter(live(now), slot=OuterRef("slot"), seats__gt=0).order_by().values("slot")
    first = Subquery(guests.annotate(first=Min(Coalesce("confirmed_at", "created_at"))).values("first"))
    use = ResourceUse.objects.filter(experience=OuterRef("slot__experience"), resource=OuterRef("resource"))

    def minutes(name: str) -> Coalesce:
        return Coalesce(Subquery(use.values(name)), 0, output_field=IntegerField())

    rows = (
        Assignment.objects.filter(slot__starts_at__gt=now)
        .annotate(booked_at=first, setup=minutes("setup_minutes"), clearing=minutes("clearing_minutes"))
        .filter(booked_at__isnull=False)
        .order_by("artisan_id", "slot__starts_at")
        .values_list(
            "artisan_id",
            "artisan__active",
            "slot_id",
            "slot__starts_at",
            "slot__ends_at",
            "setup",
            "clearing",
            "booked_at",
        )
    )
    for artisan, active, slot, starts_at, ends_at, setup, clearing, booked_at in rows.iterator():
        begins = starts_at - dt.timedelta(minutes=setup)
        yield Turn(artisan, active, slot, begins, ends_at + dt.timedelta(minutes=clearing), booked_at)


@invariant("artisan-once")
def artisan_once(now: dt.datetime) -> Iterator[Finding]:
    """No artisan is in two places at once."""
    for artisan, theirs in groupby(turns(now), key=attrgetter("artisan_id")):
        before: Turn | None = None
        for turn in sorted(theirs, key=attrgetter("begins")):
            if before is not None and before.slot_id != turn.slot_id and before.ends > turn.begins:
                text = f"is in slots {before.slot_id} and {turn.slot_id} at {when(turn.begins)}"
                yield fault(f"artisan {artisan}", text)
            if before is None or turn.ends > before.ends:
                before = turn


@invariant("artisan-day-off")
def artisan_day_off(now: dt.datetime) -> Iterator[Finding]:
    """Nobody has a turn on a day off, or once they no longer work here."""
    off: dict[int, list[tuple[dt.date, dt.date, dt.datetime]]] = defaultdict(list)
    days_off = DayOff.objects.filter(last_day__gte=timezone.localtime(now).date() - dt.timedelta(days=1))
    for artisan, first, last, told_at in days_off.values_list("artisan_id", "first_day", "last_day", "created_at"):
        off[artisan].append((first, last, told_at))
    for turn in turns(now):
        first_day, last_day = (timezone.localtime(moment).date() for moment in (turn.begins, turn.ends))
        told = [told_at for first, last, told_at in off[turn.artisan_id] if first <= last_day and last >= first_day]
        subject, place = f"artisan {turn.artisan_id}", f"slot {turn.slot_id} at {when(turn.begins)}"
        if told:
            found = undecided if max(told) > turn.booked_at else fault
            yield found(subject, f"is off, and has a turn in {place}")
        elif not turn.active:
            yield undecided(subject, f"no longer works here, and has a turn in {place}")


@invariant("rota-filled")
def rota_filled(now: dt.datetime) -> Iterator[Finding]:
    """Every visit of the next weeks has the artisans it needs, an hour after it was booked."""
    rotas = crews(now)
    have: dict[tuple[int, int], int] = defaultdict(int)
    coming = Assignment.objects.filter(slot__starts_at__gt=now, slot__starts_at__lt=now + AHEAD)
    for resource, slot in coming.values_list("resource_id", "slot_id").iterator():
        have[resource, slot] += 1
    changed = dict(Resource.objects.filter(pk__in=rotas).values_list("pk", "changed_at"))
    for window in windows(now, booked_before=now - PATIENCE):
        crew = rotas.get(window.resource_id)
        if crew is None or not now < window.begins < now + AHEAD:
            continue
        missing = window.amount - have[window.resource_id, window.slot_id]
        if missing > 0:
            found = undecided if _shrunk(window, crew, changed[window.resource_id]) else fault
            place = f"slot {window.slot_id} at {when(window.begins)}"
            yield found(f"resource {window.resource_id}", f"{missing} of {window.amount} artisans are missing: {place}")


def _shrunk(window: Window, crew: Crew, changed_at: dt.datetime) -> bool:
    """Whether the rota had more people when the visit was booked."""
    days = {timezone.localtime(moment).date() for moment in (window.begins, window.ends)}
    return changed_at > window.booked_at or any(crew.shrunk_after(window.booked_at, day) for day in days)
