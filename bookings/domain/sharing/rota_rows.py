"""The rows of a rota, read into plain values for bookings.domain.sharing.fair_shares and written back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from bookings.domain.sharing.fair_shares import Book, Turns, Visit
from bookings.enums import UsePer
from bookings.models import Assignment, DayOff, Resource, ResourceUse, Slot
from common.data.db import parts

AHEAD = dt.timedelta(days=60)
LOOK_BACK = dt.timedelta(days=90)


class Rota:
    """The rows of a rota around now, as values for `share_out`. Loaded in a fixed number of queries, under the lock."""

    def __init__(self, resource: Resource, *, now: dt.datetime) -> None:
        self.resource = resource
        # A resource that has nobody any more is no rota: its visits need nobody.
        self.artisans = {artisan.pk: artisan for artisan in resource.artisans.filter(active=True)}
        uses = {use.experience_id: use for use in ResourceUse.objects.filter(resource=resource)}
        ours = Q(pk__in=Assignment.objects.filter(resource=resource).values("slot"))
        with_guests = Q(experience__in=list(uses), taken__gt=0, starts_at__lte=now + AHEAD)
        coming = Slot.objects.upcoming(now).filter(ours | with_guests).select_related("experience")
        self.slots = {slot.pk: slot for slot in coming.order_by("starts_at", "pk")}
        self.others: dict[int, list[tuple[dt.datetime, dt.datetime, Slot]]] = defaultdict(list)
        self.assignments: list[Assignment] = []
        self.book = Book(sorted(self.artisans), _days_off(self.artisans, now=now))
        self._read_turns(now=now)
        self.by_slot: dict[int, list[Assignment]] = defaultdict(list)
        for row in self.assignments:
            self.by_slot[row.slot_id].append(row)
        is_rota = bool(self.artisans) or resource.artisans.exists()
        self.visits = {
            slot.pk: self._visit(slot, uses[slot.experience_id])
            for slot in self.slots.values()
            if is_rota and slot.taken and slot.experience_id in uses
        }

    def _read_turns(self, *, now: dt.datetime) -> None:
        """Own turns that are still to be planned, and all others of these people: what they have done, or do beside."""
        turns = Assignment.objects.filter(
            Q(resource=self.resource) | Q(artisan__in=list(self.artisans)), slot__starts_at__gt=now - LOOK_BACK
        )
        rows = list(turns.select_related("slot__experience", "artisan").order_by("pk"))
        around = uses_of({row.resource_id for row in rows})
        for row in rows:
            own = row.resource_id == self.resource.pk
            window = window_of(row.slot, around.get((row.slot.experience_id, row.resource_id)))
            self.others[row.artisan_id].append((*window, row.slot))
            if own and row.slot_id in self.slots:
                self.assignments.append(row)
                continue
            self.book.busy.setdefault(row.artisan_id, []).append(window)
            if own:
                self.book.minutes[row.artisan_id] = self.book.minutes.get(row.artisan_id, 0) + minutes_of(*window)

    def _visit(self, slot: Slot, use: ResourceUse) -> Visit:
        begins, ends = window_of(slot, use)
        rows = self.by_slot.get(slot.pk, ())
        return Visit(
            slot_id=slot.pk,
            days=(timezone.localtime(begins).date(), timezone.localtime(ends).date()),
            begins=begins,
            ends=ends,
            need=use.quantity * (slot.taken if use.per == UsePer.SEAT else 1),
            by_hand=tuple(row.artisan_id for row in rows if row.by_hand),
            before=tuple(row.artisan_id for row in rows if not row.by_hand),
        )

    def in_the_way(self, person: int, visit: Visit) -> Slot | None:
        """A slot whose turn keeps `person` from `visit`."""
        return next(
            (
                slot
                for begins, ends, slot in self.others[person]
                if begins < visit.ends and ends > visit.begins and (slot.taken or slot.pk == visit.slot_id)
            ),
            None,
        )

    def write(self, turns: Turns) -> None:
        wanted = {(slot_id, person) for slot_id, people in turns.items() for person in people}
        have = {(row.slot_id, row.artisan_id): row.pk for row in self.assignments}
        gone = [pk for pair, pk in have.items() if pair not in wanted]
        for part in parts(gone):
            Assignment.objects.filter(pk__in=part).delete()
        Assignment.objects.bulk_create(
            Assignment(slot_id=slot_id, resource=self.resource, artisan_id=person)
            for slot_id, people in turns.items()
            for person in people
            if (slot_id, person) not in have
        )


def _days_off(people: Iterable[int], *, now: dt.datetime) -> dict[int, list[tuple[dt.date, dt.date]]]:
    off: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    yesterday = timezone.localtime(now).date() - dt.timedelta(days=1)
    for item in DayOff.objects.filter(artisan__in=list(people), last_day__gte=yesterday):
        off[item.artisan_id].append((item.first_day, item.last_day))
    return off


def uses_of(resources: Iterable[int]) -> dict[tuple[int, int], ResourceUse]:
    uses = ResourceUse.objects.filter(resource__in=list(resources))
    return {(use.experience_id, use.resource_id): use for use in uses}


def window_of(slot: Slot, use: ResourceUse | None) -> tuple[dt.datetime, dt.datetime]:
    """From set-up to clearing; the bare slot where its experience draws on the resource no more."""
    if use is None:
        return slot.starts_at, slot.ends_at
    return (
        slot.starts_at - dt.timedelta(minutes=use.setup_minutes),
        slot.ends_at + dt.timedelta(minutes=use.clearing_minutes),
    )


def minutes_of(begins: dt.datetime, ends: dt.datetime) -> int:
    return int((ends - begins).total_seconds() // 60)
