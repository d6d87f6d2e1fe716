"""Which pieces and steps a house has, and what the page around them needs."""

import uuid
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404
from django.utils import timezone

from bookings.desk.shell.access import DeskRequest
from bookings.domain.pieces.house import UNDO
from bookings.domain.pieces.moving import ASK_MORE, last_tap
from bookings.models import Batch, Piece
from common.words.numbers import read_id
from ocop.domain.passport.codes import read
from villages.models import CraftStep, Host


@dataclass(frozen=True)
class StepCount:
    step: CraftStep
    n: int


def house_steps(host: Host) -> list[CraftStep]:
    """Of the crafts of all that the house offers, in their order."""
    of_crafts = CraftStep.objects.filter(craft__villages__experiences__host=host).select_related("craft").distinct()
    return sorted(of_crafts, key=lambda step: (step.craft_id, step.sort_order or 0, step.pk))


def counted(host: Host, steps: list[CraftStep]) -> list[StepCount]:
    """How many stand at each, in one query."""
    rows = Piece.objects.for_host(host).order_by().values_list("step").annotate(n=Count("pk"))
    numbers = dict(rows)
    return [StepCount(step, numbers.get(step.pk, 0)) for step in steps]


def goes_to(step: CraftStep, steps: list[CraftStep]) -> list[CraftStep]:
    """Where a tap can lead from there: the next one first."""
    others = [
        other for other in steps if other.craft_id == step.craft_id and other != step and other.kind not in ASK_MORE
    ]
    after = [other for other in others if (other.sort_order or 0) > (step.sort_order or 0)]
    return after + [other for other in others if other not in after]


def own_piece(request: DeskRequest, code: str) -> Piece:
    pieces = Piece.objects.for_host(request.desk_host).select_related(
        "step", "artisan", "host", "booking__slot__experience__village__craft", "parcel", "replaces", "replaced_by"
    )
    piece = pieces.filter(code=read(code) or code).first()
    if piece is None:
        raise Http404
    return piece


def own_batch(request: DeskRequest, pk: int) -> Batch:
    batch = Batch.objects.select_related("host").filter(host=request.desk_host, pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def open_batches(host: Host) -> list[Batch]:
    """Those of today and to come, the next first."""
    return list(Batch.objects.filter(host=host, day__gte=timezone.localdate()).order_by("day", "pk")[:30])


def step_named(request: DeskRequest, name: str) -> CraftStep | None:
    """The house's step of the number that the form sends under `name`."""
    pk = read_id(request.POST.get(name, ""))
    return next((step for step in house_steps(request.desk_host) if step.pk == pk), None)


def key_of(request: DeskRequest) -> uuid.UUID:
    """The key that the form carries, or a fresh one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def chosen(request: DeskRequest) -> list[int]:
    """The pieces that were ticked; what is no number is none."""
    return [pk for pk in map(read_id, request.POST.getlist("piece")) if pk]


def frame(request: DeskRequest) -> dict:
    """A key for the forms of the page, and what its reader can take back."""
    now = timezone.now()
    tap = last_tap(request.desk_host, now=now, by=request.user)
    context: dict = {"key": uuid.uuid4(), "tap": tap}
    if tap:
        context["tap_until"] = tap.at + UNDO
    return context
