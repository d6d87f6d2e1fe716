"""The rota: whose turn each visit is, shared fairly, and who is off. See docs/decisions/0010."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.enums import UsePer
from bookings.models import Assignment, DayOff, Resource, ResourceUse, Slot
from common.dates import short_day_text, time_text
from common.db import atomic_with_retry, parts
from common.refusal import Refused
from villages.models import Artisan

from .turns import Book, Turns, Visit, share_out

AHEAD = dt.timedelta(days=60)
LOOK_BACK = dt.timedelta(days=90)


class VisitBegun(Refused):
    """The turn is of a visit that has begun, or of none any more."""

    message = _("This visit has begun or nobody is booked in it any more, so its turns stay as they are.")


class TurnChanged(Refused):
    """Somebody else has that turn by now."""

    message = _("The rota has changed meanwhile. Look at it again, then choose.")


class NotInRota(Refused):
    """Not, or no longer, one of those who share this work."""

    message = _("This person is not in this rota. Add them on the page of the shared resource first.")


class ArtisanOff(Refused):
    """Off on a day of the visit."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is off that day. Choose somebody else, or remove the day off.") % {"name": name})


class ArtisanBusy(Refused):
    """Already has a turn, set-up and clearing included, that overlaps."""

    def __init__(self, name: str, slot: Slot) -> None:
        super().__init__(
            _("%(name)s already has %(time)s %(day)s (%(visit)s). Give that turn to somebody else first.")
            % {
                "name": name,
                "time": time_text(slot.starts_at),
                "day": short_day_text(timezone.localtime(slot.starts_at).date()),
                "visit": slot.experience.label,
            }
        )


@dataclass(frozen=True)
class Short:
    """`slot` has `missing` people fewer than it needs."""

    slot: Slot
    missing: int


@dataclass(frozen=True)
class Share:
    """What `artisan` has of the work: the last 90 days and all that is planned, set-up and clearing included.

    `expected_minutes` is an equal part of all that the people of the rota have together.
    """

    artisan: Artisan
    turns: int
    minutes: int
    expected_minutes: int


def lock_rotas(host_id: int) -> None:
    """Hold all that the host shares until the transaction ends: an artisan may be in several. Must come first."""
    Resource.objects.filter(host=host_id).update(capacity=F("capacity"))


@atomic_with_retry
def plan(*, resource: Resource, now: dt.datetime) -> list[Short]:
    """Give each coming visit with guests (60 days ahead) its people; returns those that nobody can be found for.

    Nobody works on a day off, and nobody twice at once, set-up and clearing included, be it in another rota. Whom the
    host chose by hand stays; whoever has a turn keeps it unless somebody could not be placed otherwise. Of those who
    are free the one with the fewest minutes of turns in the last 90 days and ahead goes first, then whoever has rested
    longest, then the lowest id. Visits are worked in order of their beginning, so that wherever the capacity says that
    it fits everybody is placed. Turns of visits that lost their guests are removed.

    May run twice, or beside itself.
    """
    lock_rotas(resource.host_id)
    rota = _Rota(resource, now=now)
    turns = share_out(rota.visits.values(), rota.book)
    rota.write(turns)
    return rota.short(turns)


def plan_all(*, now: dt.datetime) -> int:
    """Plan every rota, one transaction each; returns how many visits have too few people."""
    resources = Resource.objects.filter(Q(artisans__isnull=False) | Q(assignments__slot__starts_at__gt=now)).distinct()
    return sum(len(plan(resource=resource, now=now)) for resource in resources)


def plan_of(resources: Iterable[Resource], *, now: dt.datetime) -> list[Short]:
    """Plan these, in order of id."""
    return [
        short
        for resource in sorted(resources, key=lambda resource: resource.pk)
        for short in plan(resource=resource, now=now)
    ]


@atomic_with_retry
def choose(
    *, slot_id: int, resource_id: int, old_artisan_id: int | None, artisan_id: int, now: dt.datetime
) -> Assignment:
    """The host gives the turn of `old_artisan_id`, or one that nobody has, to `artisan_id`; the rota keeps to it.

    Raises VisitBegun, TurnChanged, NotInRota, ArtisanOff, ArtisanBusy.
    """
    resource = Resource.objects.get(pk=resource_id)
    lock_rotas(resource.host_id)
    rota = _Rota(resource, now=now)
    visit, slot = rota.visits.get(slot_id), rota.slots.get(slot_id)
    if visit is None or slot is None:
        raise VisitBegun
    have = {row.artisan_id: row for row in rota.assignments if row.slot_id == slot_id}
    old = have.get(old_artisan_id) if old_artisan_id is not None else None
    if (old is None) != (old_artisan_id is None) or (old is None and len(have) >= visit.need):
        raise TurnChanged
    artisan = rota.artisans.get(artisan_id)
    if artisan is None:
        raise NotInRota
    if old is not None and artisan_id == old.artisan_id:
        old.by_hand = True
        old.save(update_fields=["by_hand"])
        return old
    if rota.book.is_off(artisan_id, visit.days):
        raise ArtisanOff(artisan.label)
    in_the_way = rota.in_the_way(artisan_id, visit)
    if in_the_way is not None:
        raise ArtisanBusy(artisan.label, in_the_way)
    if old is not None:
        old.delete()
    return Assignment.objects.create(slot=slot, resource=resource, artisan=artisan, by_hand=True)


@atomic_with_retry
def release(*, slot_id: int, resource: Resource, now: dt.datetime) -> list[Short]:
    """Let the rota decide again on the turns of a visit that the host chose by hand."""
    lock_rotas(resource.host_id)
    Assignment.objects.filter(slot_id=slot_id, slot__starts_at__gt=now, resource=resource).update(by_hand=False)
    return plan(resource=resource, now=now)


def shares(resource: Resource, *, now: dt.datetime) -> list[Share]:
    """How the work is shared among those who are in the rota now, in three queries; in order of id."""
    artisans = list(resource.artisans.filter(active=True))
    around = _around([resource.pk])
    minutes: dict[int, int] = defaultdict(int)
    turns: dict[int, int] = defaultdict(int)
    rows = Assignment.objects.filter(resource=resource, slot__starts_at__gt=now - LOOK_BACK).select_related("slot")
    for row in rows:
        minutes[row.artisan_id] += _minutes(*_window(row.slot, around.get((row.slot.experience_id, resource.pk))))
        turns[row.artisan_id] += 1
    together = sum(minutes[artisan.pk] for artisan in artisans)
    return [
        Share(artisan, turns[artisan.pk], minutes[artisan.pk], round(together / len(artisans))) for artisan in artisans
    ]


class _Rota:
    """The rows of a rota around now, as values for `share_out`. Loaded in a fixed number of queries, under the lock."""

    def __init__(self, resource: Resource, *, now: dt.datetime) -> None:
        self.resource = resource
        # A resource that has nobody any more is no rota: its visits need nobody.
        self.artisans = {artisan.pk: artisan for artisan in resource.artisans.filter(active=True)}
        uses = {use.experience_id: use for use in ResourceUse.objects.filter(resource=resource)}
        ours = Q(pk__in=Assignment.objects.filter(resource=resource).values("slot"))
        with_guests = Q(experience__in=list(uses), taken__gt=0, starts_at__lte=now + AHEAD)
        coming = Slot.objects.upcoming(now).filter(ours | with_guests).select_related("experience")
        self.slots = {slot.pk: slot for slot in coming}
        self.others: dict[int, list[tuple[dt.datetime, dt.datetime, Slot]]] = defaultdict(list)
        self.assignments: list[Assignment] = []
        self.book = Book(sorted(self.artisans), _days_off(self.artisans, now=now))
        self._read_turns(now=now)
        self.visits = {
            slot.pk: self._visit(slot, uses[slot.experience_id])
            for slot in self.slots.values()
            if slot.taken and slot.experience_id in uses and self._is_rota()
        }

    def _is_rota(self) -> bool:
        return bool(self.artisans) or self.resource.artisans.exists()

    def _read_turns(self, *, now: dt.datetime) -> None:
        """Own turns that are still to be planned, and all others of these people: what they have done, or do beside."""
        rows = Assignment.objects.filter(
            Q(resource=self.resource) | Q(artisan__in=list(self.artisans)), slot__starts_at__gt=now - LOOK_BACK
        )
        rows = list(rows.select_related("slot__experience").order_by("pk"))
        around = _around({row.resource_id for row in rows})
        for row in rows:
            own = row.resource_id == self.resource.pk
            window = _window(row.slot, around.get((row.slot.experience_id, row.resource_id)))
            if own and row.slot_id in self.slots:
                self.assignments.append(row)
                self.others[row.artisan_id].append((*window, row.slot))
                continue
            self.others[row.artisan_id].append((*window, row.slot))
            self.book.busy.setdefault(row.artisan_id, []).append(window)
            if own:
                self.book.minutes[row.artisan_id] = self.book.minutes.get(row.artisan_id, 0) + _minutes(*window)

    def _visit(self, slot: Slot, use: ResourceUse) -> Visit:
        begins, ends = _window(slot, use)
        rows = [row for row in self.assignments if row.slot_id == slot.pk]
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

    def short(self, turns: Turns) -> list[Short]:
        missing = [(visit, visit.need - len(turns[visit.slot_id])) for visit in self.visits.values()]
        return [Short(self.slots[visit.slot_id], number) for visit, number in missing if number > 0]


def _days_off(people: Iterable[int], *, now: dt.datetime) -> dict[int, list[tuple[dt.date, dt.date]]]:
    off: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    yesterday = timezone.localtime(now).date() - dt.timedelta(days=1)
    for item in DayOff.objects.filter(artisan__in=list(people), last_day__gte=yesterday):
        off[item.artisan_id].append((item.first_day, item.last_day))
    return off


def _around(resources: Sequence[int] | set[int]) -> dict[tuple[int, int], ResourceUse]:
    uses = ResourceUse.objects.filter(resource__in=list(resources))
    return {(use.experience_id, use.resource_id): use for use in uses}


def _window(slot: Slot, use: ResourceUse | None) -> tuple[dt.datetime, dt.datetime]:
    """From set-up to clearing; the bare slot where its experience draws on the resource no more."""
    if use is None:
        return slot.starts_at, slot.ends_at
    return (
        slot.starts_at - dt.timedelta(minutes=use.setup_minutes),
        slot.ends_at + dt.timedelta(minutes=use.clearing_minutes),
    )


def _minutes(begins: dt.datetime, ends: dt.datetime) -> int:
    return int((ends - begins).total_seconds() // 60)
