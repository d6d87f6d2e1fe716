"""What a host shares between experiences: how many there are, and which experience draws on them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.domain.calendar.closed_days import apply_closures
from bookings.domain.sharing.rota import lock_rotas, plan
from bookings.domain.sharing.rota_rows import LOOK_BACK
from bookings.models import Assignment, Closure, ExtraUse, Resource, ResourceUse, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Experience, Extra
from villages.models import Artisan, Host


class NoneOfIt(Refused):
    """Neither pieces nor people."""

    message = _("Write how many there are, or tick the people who share this work.")


class TakesTooMany(Refused):
    """An experience that takes more of it than there is could never be booked."""

    def __init__(self, name: str, capacity: int) -> None:
        super().__init__(
            _("“%(name)s” takes more than the %(n)s there are. Nobody could ever book it.")
            % {"name": name, "n": capacity}
        )


class InTwoRotas(Refused):
    """Each rota counts its people as free: one who is in two would be promised twice."""

    def __init__(self, artisan: str, other: str) -> None:
        super().__init__(
            _("%(artisan)s already shares the work of “%(other)s”. One person can be in one rota only.")
            % {"artisan": artisan, "other": other}
        )


@dataclass(frozen=True)
class Draw:
    """What one experience takes of a resource, as ResourceUse says it."""

    experience: Experience
    per: str
    quantity: int
    setup_minutes: int = 0
    clearing_minutes: int = 0


@dataclass(frozen=True)
class ResourceFacts:
    """A resource as the host describes it. With `artisans` it is a rota and `capacity` follows from them."""

    name: str
    name_en: str = ""
    capacity: int | None = None
    artisans: Sequence[Artisan] = field(default_factory=list)
    draws: Sequence[Draw] = field(default_factory=list)

    def pieces(self) -> int:
        return len(self.artisans) or self.capacity or 0


@atomic_with_retry
def save(*, host: Host, wanted: ResourceFacts, now: dt.datetime, resource: Resource | None = None) -> Resource:
    """Make `resource`, or change it, and plan its rota. Parties already booked stay, whether it fits them or not.

    `changed_at` moves with whatever may make booked visits too many. Raises NoneOfIt, TakesTooMany, InTwoRotas.
    """
    pieces = wanted.pieces()
    if pieces < 1:
        raise NoneOfIt
    for draw in wanted.draws:
        if draw.quantity > pieces:
            raise TakesTooMany(draw.experience.label, pieces)
    lock_rotas(host.pk)
    _require_one_rota(wanted.artisans, resource)
    before = None if resource is None else _limits(resource)
    resource = resource or Resource(host=host, changed_at=now)
    resource.name, resource.name_en, resource.capacity = wanted.name, wanted.name_en, pieces
    resource.save()
    resource.artisans.set(wanted.artisans)
    _write_draws(resource, wanted.draws)
    if before is not None and _limits(resource) != before:
        resource.changed_at = now
        resource.save(update_fields=["changed_at"])
    plan(resource=resource, now=now)
    return resource


def _require_one_rota(artisans: Sequence[Artisan], resource: Resource | None) -> None:
    others = Resource.objects.filter(artisans__in=artisans).prefetch_related("artisans")
    if resource is not None:
        others = others.exclude(pk=resource.pk)
    other = others.first()
    if other is not None:
        artisan = next(person for person in other.artisans.all() if person in artisans)
        raise InTwoRotas(artisan.label, other.label)


def _limits(resource: Resource) -> tuple[object, ...]:
    """What decides how much fits, as it stands in the database."""
    capacity = Resource.objects.values_list("capacity", flat=True).get(pk=resource.pk)
    uses = resource.uses.order_by("experience").values_list(
        "experience", "per", "quantity", "setup_minutes", "clearing_minutes"
    )
    return capacity, sorted(resource.artisans.values_list("pk", flat=True)), list(uses)


def _write_draws(resource: Resource, draws: Sequence[Draw]) -> None:
    resource.uses.exclude(experience__in=[draw.experience for draw in draws]).delete()
    for draw in draws:
        ResourceUse.objects.update_or_create(
            resource=resource,
            experience=draw.experience,
            defaults={
                "per": draw.per,
                "quantity": draw.quantity,
                "setup_minutes": draw.setup_minutes,
                "clearing_minutes": draw.clearing_minutes,
            },
        )


TOLD = ("pk", "name", "name_en", "capacity")
USE = ("experience_id", "per", "quantity", "setup_minutes", "clearing_minutes")
ASSIGNED = ("slot_id", "artisan_id", "by_hand")
CLOSED = (
    "first_day",
    "last_day",
    "lunar_first_month",
    "lunar_first_day",
    "lunar_last_month",
    "lunar_last_day",
    "reason",
    "created_by_id",
    "created_at",
)


@atomic_with_retry
def remove(*, resource: Resource, now: dt.datetime) -> dict[str, Any]:
    """Forget `resource`: it limits nothing any more. Returns what `restore` needs, as JSON can hold it."""
    lock_rotas(resource.host_id)
    turns = Assignment.objects.filter(resource=resource, slot__starts_at__gt=now - LOOK_BACK)
    told = {
        "told": [getattr(resource, name) for name in TOLD],
        "artisans": list(resource.artisans.values_list("pk", flat=True)),
        "uses": [list(row) for row in resource.uses.values_list(*USE)],
        "extras": [list(row) for row in resource.extra_uses.values_list("extra", "quantity")],
        "turns": [list(row) for row in turns.values_list(*ASSIGNED)],
        "closed": [
            [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
            for row in Closure.objects.filter(resource=resource).values_list(*CLOSED)
        ],
    }
    experiences = _drawing_on(resource)
    resource.delete()
    for experience in experiences:
        apply_closures(experience, now=now)
    return told


@atomic_with_retry
def restore(*, host: Host, told: dict[str, Any], now: dt.datetime) -> Resource:
    """Bring back what `remove` gave, with its turns and its closed days. A second call changes nothing.

    Raises InTwoRotas where one of its people has joined another rota since.
    """
    lock_rotas(host.pk)
    said = dict(zip(TOLD, told["told"], strict=True))
    there = Resource.objects.filter(host=host, pk=said["pk"]).first()
    if there is not None:
        return there
    artisans = list(Artisan.objects.for_host(host).filter(pk__in=told["artisans"]))
    _require_one_rota(artisans, None)
    resource = Resource.objects.create(host=host, changed_at=now, **said)
    resource.artisans.set(artisans)
    own = set(Experience.objects.for_host(host).values_list("pk", flat=True))
    uses = [dict(zip(USE, row, strict=True)) for row in told["uses"]]
    ResourceUse.objects.bulk_create(
        ResourceUse(resource=resource, **use) for use in uses if use["experience_id"] in own
    )
    free = Extra.objects.filter(experience__in=own, use__isnull=True)
    left = set(free.filter(pk__in=[row[0] for row in told["extras"]]).values_list("pk", flat=True))
    ExtraUse.objects.bulk_create(
        ExtraUse(resource=resource, extra_id=pk, quantity=quantity) for pk, quantity in told["extras"] if pk in left
    )
    for row in told["closed"]:
        Closure.objects.create(host=host, resource=resource, **dict(zip(CLOSED, row, strict=True)))
    _restore_turns(resource, told["turns"])
    for experience in _drawing_on(resource):
        apply_closures(experience, now=now)
    plan(resource=resource, now=now)
    return resource


def _restore_turns(resource: Resource, rows: Sequence[Sequence[Any]]) -> None:
    slots = set(
        Slot.objects.for_host(resource.host).filter(pk__in=[row[0] for row in rows]).values_list("pk", flat=True)
    )
    people = set(resource.artisans.values_list("pk", flat=True))
    turns = [dict(zip(ASSIGNED, row, strict=True)) for row in rows]
    Assignment.objects.bulk_create(
        (
            Assignment(resource=resource, **turn)
            for turn in turns
            if turn["slot_id"] in slots and turn["artisan_id"] in people
        ),
        ignore_conflicts=True,
    )


def _drawing_on(resource: Resource) -> list[Experience]:
    return list(Experience.objects.filter(uses__resource=resource))
