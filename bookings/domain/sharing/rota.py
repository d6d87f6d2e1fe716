"""The rota: whose turn each visit is, shared fairly, and who is off. See docs/decisions/0010."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.sharing.fair_shares import Turns, share_out
from bookings.domain.sharing.rota_rows import LOOK_BACK, Rota, minutes_of, uses_of, window_of
from bookings.models import Assignment, Resource, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import short_day_text, time_text
from common.work.sweep import each
from villages.models import Artisan


class VisitBegun(Refused):
    """The turn is of a visit that has begun, or of none any more."""

    message = _("This visit has begun or nobody is booked in it any more, so its turns stay as they are.")


class TurnChanged(Refused):
    """Others, or nobody, have that turn by now; `chosen` is who was to have it."""

    message = _("The rota has changed meanwhile. Look at it again, then choose.")

    def __init__(self, have: Sequence[str], chosen: str) -> None:
        text = (
            _("The rota has changed meanwhile: %(have)s has this turn now, and you chose %(chosen)s. Choose again.")
            if have
            else _("The rota has changed meanwhile: nobody has this turn now, and you chose %(chosen)s. Choose again.")
        )
        super().__init__(text % {"have": ", ".join(have), "chosen": chosen})


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
    rota = Rota(resource, now=now)
    turns = share_out(rota.visits.values(), rota.book)
    rota.write(turns)
    return _short(rota, turns)


def _short(rota: Rota, turns: Turns) -> list[Short]:
    missing = [(visit, visit.need - len(turns[visit.slot_id])) for visit in rota.visits.values()]
    return [Short(rota.slots[visit.slot_id], number) for visit, number in missing if number > 0]


def plan_all(*, now: dt.datetime) -> int:
    """Plan every rota, one transaction each; returns how many visits have too few people."""
    resources = Resource.objects.filter(Q(artisans__isnull=False) | Q(assignments__slot__starts_at__gt=now)).distinct()
    return each(
        "planning the rota of resource", list(resources), lambda resource: len(plan(resource=resource, now=now))
    )


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
    rota = Rota(resource, now=now)
    visit, slot = rota.visits.get(slot_id), rota.slots.get(slot_id)
    if visit is None or slot is None:
        raise VisitBegun
    have = {row.artisan_id: row for row in rota.by_slot.get(slot_id, ())}
    old = have.get(old_artisan_id) if old_artisan_id is not None else None
    artisan = rota.artisans.get(artisan_id)
    if artisan is None:
        raise NotInRota
    if (old is None) != (old_artisan_id is None) or (old is None and len(have) >= visit.need):
        raise TurnChanged([row.artisan.label for row in have.values()], artisan.label)
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
    around = uses_of([resource.pk])
    minutes: dict[int, int] = defaultdict(int)
    turns: dict[int, int] = defaultdict(int)
    rows = Assignment.objects.filter(resource=resource, slot__starts_at__gt=now - LOOK_BACK).select_related("slot")
    for row in rows:
        minutes[row.artisan_id] += minutes_of(*window_of(row.slot, around.get((row.slot.experience_id, resource.pk))))
        turns[row.artisan_id] += 1
    together = sum(minutes[artisan.pk] for artisan in artisans)
    return [
        Share(artisan, turns[artisan.pk], minutes[artisan.pk], round(together / len(artisans))) for artisan in artisans
    ]


@dataclass(frozen=True)
class VisitTurns:
    """A coming visit: `assignments` say whose turn it is, `missing` how many more it needs, `free` who could come.

    `free` are in the order in which the rota would ask them.
    """

    slot: Slot
    assignments: list[Assignment]
    missing: int
    free: list[Artisan]


def turns_ahead(resource: Resource, *, now: dt.datetime, until: dt.datetime) -> list[VisitTurns]:
    """The rota as it stands, for visits that start before `until`; a fixed number of queries, and nothing is locked."""
    rota = Rota(resource, now=now)
    for row in rota.assignments:
        if row.slot_id in rota.visits:
            rota.book.take(row.artisan_id, rota.visits[row.slot_id])
    visits = [visit for visit in rota.visits.values() if rota.slots[visit.slot_id].starts_at < until]
    return [
        VisitTurns(
            slot=rota.slots[visit.slot_id],
            assignments=rota.by_slot.get(visit.slot_id, []),
            missing=max(visit.need - len(rota.by_slot.get(visit.slot_id, ())), 0),
            free=[rota.artisans[person] for person in rota.book.free_in_order(visit)],
        )
        for visit in sorted(visits, key=lambda visit: (rota.slots[visit.slot_id].starts_at, visit.slot_id))
    ]
