"""The board of the workshop: the pieces at one step, ticked and moved with one tap, or put into a load."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.pieces.lookups import (
    chosen,
    counted,
    frame,
    goes_to,
    house_steps,
    key_of,
    open_batches,
    own_batch,
    step_named,
)
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces import batches, moving
from bookings.models import Piece
from common.data.refusal import Refused
from common.words.numbers import read_id
from ocop.domain.passport.codes import read
from outbox.tasks import drain_soon
from villages.enums import StepKind
from villages.models import CraftStep

PER_PAGE = 40


@require_safe
def pieces(request: DeskRequest) -> HttpResponse:
    """At the step that is asked for, else at the first one at which some stand."""
    host = request.desk_host
    typed = request.GET.get("code", "")
    if typed and Piece.objects.for_host(host).filter(code=read(typed) or "").exists():
        return redirect("desk:piece", host=host.slug, code=read(typed))
    steps = house_steps(host)
    counts = counted(host, steps)
    asked = read_id(request.GET.get("step", ""))
    step = next((each.step for each in counts if each.step.pk == asked), None)
    step = step or next((each.step for each in counts if each.n), None)
    rows = Piece.objects.for_host(host).filter(step=step).select_related("booking__slot__experience", "booking")
    rows = rows.prefetch_related("places__batch").order_by("-step_since", "-pk")
    context = {
        "steps": steps,
        "counts": counts,
        "step": step,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")) if step else None,
        "total": sum(each.n for each in counts),
        "goes_to": goes_to(step, steps) if step else [],
        "typed": typed[:20],
        "may_fire": step is not None and step.kind in (StepKind.UNDER_WAY, StepKind.READY),
        "batches": open_batches(host),
        "base_url": f"?step={step.pk}&" if step else "?",
        "back": "pieces",
        **frame(request),
    }
    return desk_page(request, "desk/pieces/board.html", context, current="pieces")


@require_POST
def move(request: DeskRequest) -> HttpResponse:
    """What is ticked, from the step that the page showed to the one whose button was pressed."""
    seen, to, ids = step_named(request, "seen"), step_named(request, "to"), chosen(request)
    if not ids:
        messages.error(request, _("Tick the pieces first, then tap where they are now."))
        return back(request, seen)
    if seen is None or to is None:
        messages.error(request, _("This page is old. Load it anew and tap again."))
        return back(request, seen)
    try:
        moved = moving.move(
            key=key_of(request), host=request.desk_host, pieces=ids, seen=seen, to=to, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
        return back(request, seen)
    say_moved(request, len(moved), to)
    return back(request, seen)


def say_moved(request: DeskRequest, number: int, to: CraftStep) -> None:
    if not number:
        messages.info(request, _("It was so already: nothing has changed."))
        return
    drain_soon()
    said = ngettext("%(n)s piece is now at “%(step)s”.", "%(n)s pieces are now at “%(step)s”.", number)
    messages.success(request, said % {"n": number, "step": to.label})


@require_POST
def put(request: DeskRequest) -> HttpResponse:
    """What is ticked goes into the load that the form names."""
    ids, seen = chosen(request), step_named(request, "seen")
    pk = read_id(request.POST.get("batch", ""))
    if not ids or pk is None:
        messages.error(request, _("Tick the pieces first, and choose a load."))
        return back(request, seen)
    batch = own_batch(request, pk)
    try:
        number = batches.put(batch=batch, pieces=ids, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return back(request, seen)
    if number:
        said = ngettext("%(n)s piece is in “%(load)s” now.", "%(n)s pieces are in “%(load)s” now.", number)
        messages.success(request, said % {"n": number, "load": batch.name})
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return back(request, seen)


@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """All that one tap moved goes back."""
    try:
        moved = moving.undo(host=request.desk_host, tap=request.POST.get("tap", "")[:64], now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return back(request, None)
    if moved:
        said = ngettext("Taken back: %(n)s piece.", "Taken back: %(n)s pieces.", len(moved))
        messages.success(request, said % {"n": len(moved)})
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return back(request, moved[0].step if moved else None)


def back(request: DeskRequest, step: CraftStep | None) -> HttpResponse:
    """To the page from which the tap came: a piece's, a load's, else the board at that step."""
    slug, came = request.desk_host.slug, request.POST.get("back", "")
    if came.startswith("piece-") and Piece.objects.for_host(request.desk_host).filter(code=came[6:]).exists():
        return redirect("desk:piece", host=slug, code=came[6:])
    if came.startswith("batch-") and (pk := read_id(came[6:])):
        return redirect("desk:batch", host=slug, pk=pk)
    url = reverse("desk:pieces", args=[slug])
    return redirect(f"{url}?step={step.pk}" if step else url)
