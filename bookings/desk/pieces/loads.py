"""The calendar of loads: which is worked on when and how full it is; one of them, moved as a whole with a photo."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.pieces.board import PER_PAGE, say_moved
from bookings.desk.pieces.forms import BatchForm
from bookings.desk.pieces.lookups import frame, goes_to, house_steps, key_of, own_batch, step_named
from bookings.desk.pieces.photo import keep_photo, shown
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, succeeds
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces import batches as domain
from bookings.domain.pieces.moving import move_batch
from bookings.domain.pieces.photos import remove_photo
from bookings.models import Batch, Piece
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from common.words.numbers import read_id
from villages.enums import StepKind

READS = ["GET", "HEAD", "POST"]


@require_safe
def batches(request: DeskRequest) -> HttpResponse:
    """Those to come, the next first; then those that were, the last first."""
    today = timezone.localdate()
    of_house = Batch.objects.filter(host=request.desk_host)
    context = {
        "coming": list(of_house.filter(day__gte=today).order_by("day", "pk")[:PER_PAGE]),
        "page": Paginator(of_house.filter(day__lt=today).order_by("-day", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "today": today,
    }
    return desk_page(request, "desk/pieces/batches.html", context, current="pieces")


@require_http_methods(READS)
def new(request: DeskRequest) -> HttpResponse:
    form = BatchForm(request.POST if request.method == "POST" else None)
    made: list[Batch] = []

    def act() -> None:
        made.append(
            domain.make_batch(key=key_of(request), host=request.desk_host, now=timezone.now(), **form.cleaned_data)
        )

    before = Batch.objects.filter(host=request.desk_host).count()
    if form.is_bound and form.is_valid() and accepts(form, act):
        if Batch.objects.filter(host=request.desk_host).count() == before:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _("The load is there. Put pieces into it from the board."))
        return redirect("desk:batch", host=request.desk_host.slug, pk=made[0].pk)
    context = {"form": form, "key": key_of(request)}
    return desk_page(request, "desk/pieces/batch_form.html", context, current="pieces")


@require_safe
def batch(request: DeskRequest, pk: int) -> HttpResponse:
    """What is in it, by step: mostly all are at one, and a button leads all of them on."""
    found = own_batch(request, pk)
    steps = house_steps(request.desk_host)
    inside = Piece.objects.filter(places__batch=found)
    numbers = dict(inside.order_by().values_list("step").annotate(n=Count("pk")))
    groups = [
        {"step": step, "n": numbers[step.pk], "goes_to": goes_to(step, steps), "key": uuid.uuid4()}
        for step in steps
        if step.pk in numbers and step.kind != StepKind.BROKEN
    ]
    rows = inside.select_related("step", "booking__slot__experience").order_by("step__sort_order", "pk")
    context = {
        "batch": found,
        "groups": groups,
        "broken": sum(numbers.get(step.pk, 0) for step in steps if step.kind == StepKind.BROKEN),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "photos": shown(list(found.photos.select_related("step").order_by("taken_at", "pk"))),
        "may_take": found.day >= timezone.localdate(),
        "back": f"batch-{found.pk}",
        **frame(request),
    }
    return desk_page(request, "desk/pieces/batch.html", context, current="pieces")


@require_http_methods(READS)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_batch(request, pk)
    initial = {"name": found.name, "day": found.day, "capacity": found.capacity}
    standing = form = BatchForm(initial=initial)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = BatchForm(sent.data, initial=initial)
        if sent.accepted(form) and not form.has_changed():
            messages.info(request, _("It was so already: nothing has changed."))
            return redirect("desk:batch", host=request.desk_host.slug, pk=pk)
        if not form.errors and accepts(
            form, lambda: domain.change_batch(batch=found, now=timezone.now(), **form.cleaned_data)
        ):
            messages.success(request, _("Saved."))
            return redirect("desk:batch", host=request.desk_host.slug, pk=pk)
    context = {"form": form, "batch": found, "opened": opened(standing)}
    return desk_page(request, "desk/pieces/batch_form.html", context, current="pieces")


@require_POST
def move(request: DeskRequest, pk: int) -> HttpResponse:
    """All that stand at one step, with a photo of the load; the move stands whatever becomes of the photo."""
    found = own_batch(request, pk)
    seen, to = step_named(request, "seen"), step_named(request, "to")
    answer = redirect("desk:batch", host=request.desk_host.slug, pk=pk)
    gone = read_id(request.POST.get("remove", ""))
    if gone is not None:
        if remove_photo(of=found, pk=gone):
            messages.success(request, _("The photo is gone."))
        else:
            messages.info(request, _("It was so already: nothing has changed."))
        return answer
    if to is None and "photo" in request.FILES:
        keep_photo(request, of=found, step=seen)
        return answer
    if seen is None or to is None:
        messages.error(request, _("This page is old. Load it anew and tap again."))
        return answer
    try:
        moved = move_batch(
            key=key_of(request), host=request.desk_host, batch=found, seen=seen, to=to, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
        return answer
    say_moved(request, len(moved), to)
    keep_photo(request, of=found, step=to)
    return answer


@require_POST
def take(request: DeskRequest, pk: int) -> HttpResponse:
    """The piece that the form names comes out of it."""
    found, one = own_batch(request, pk), read_id(request.POST.get("piece", ""))
    taken: list[bool] = []
    if succeeds(request, lambda: taken.append(domain.take_from(batch=found, piece=one or 0, now=timezone.now()))):
        if taken[0]:
            messages.success(request, _("Taken out of this load."))
        else:
            messages.info(request, _("It was so already: nothing has changed."))
    return redirect("desk:batch", host=request.desk_host.slug, pk=pk)


@require_POST
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """An empty one that is not worked on after all."""
    found = Batch.objects.select_related("host").filter(host=request.desk_host, pk=pk).first()
    if found is None and Batch.objects.filter(pk=pk).exists():
        found = own_batch(request, pk)
    if found is None:
        messages.info(request, _("It was so already: nothing has changed."))
    elif succeeds(request, lambda: domain.remove_batch(batch=found, now=timezone.now())):
        messages.success(request, _("The load is gone."))
    else:
        return redirect("desk:batch", host=request.desk_host.slug, pk=pk)
    return redirect("desk:batches", host=request.desk_host.slug)
