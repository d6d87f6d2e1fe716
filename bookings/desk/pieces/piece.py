"""One piece: where it is and was, what is written of it, its photos, and what is done when it breaks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.pieces.forms import BrokenForm, PieceForm
from bookings.desk.pieces.lookups import frame, goes_to, house_steps, key_of, own_piece, step_named
from bookings.desk.pieces.photo import keep_photo, shown
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, succeeds
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces.adding import PieceFacts, change, take_out
from bookings.domain.pieces.breaking import break_piece
from bookings.domain.pieces.photos import photos_by_piece, remove_photo
from bookings.domain.pieces.public import stages_by_piece
from bookings.enums import BrokenThen
from bookings.models import Piece, PieceChoice
from common.cms.opened import Sent, opened
from common.words.numbers import read_id
from villages.enums import StepKind
from villages.models import Artisan

READS = ["GET", "HEAD", "POST"]


@require_http_methods(READS)
def piece(request: DeskRequest, code: str) -> HttpResponse:
    found = own_piece(request, code)
    standing = form = _form(request, found, None)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = _form(request, found, sent.data)
        if sent.accepted(form) and not form.has_changed():
            messages.info(request, _("It was so already: nothing has changed."))
            return redirect("desk:piece", host=request.desk_host.slug, code=code)
        if not form.errors and accepts(form, lambda: _change(request, found, form)):
            messages.success(request, _("Saved."))
            return redirect("desk:piece", host=request.desk_host.slug, code=code)
    steps = house_steps(request.desk_host)
    first = stages_by_piece([found])[found.pk]
    kind = found.step.kind
    context = {
        "piece": found,
        "stages": first,
        "photos": shown(photos_by_piece([found])[found.pk]),
        "form": form,
        "opened": opened(standing),
        "goes_to": goes_to(found.step, steps) if kind != StepKind.BROKEN else [],
        "may_break": kind in (StepKind.UNDER_WAY, StepKind.READY),
        "may_send": kind == StepKind.READY and any(step.kind == StepKind.SHIPPED for step in steps),
        "may_take_out": len(first) == 1 and found.moves.count() == 1,
        "choice": PieceChoice.objects.filter(booking=found.booking_id).first(),
        "no_mail": kind == StepKind.READY and not found.booking.contact_email,
        "back": f"piece-{found.code}",
        "up_url": reverse("desk:pieces", args=[request.desk_host.slug]) + f"?step={found.step_id}",
        **frame(request),
    }
    return desk_page(request, "desk/pieces/piece.html", context, current="pieces")


def _form(request: DeskRequest, found: Piece, data) -> PieceForm:
    initial = {name: getattr(found, name) for name in ("whose", "material", "note")} | {"artisan": found.artisan_id}
    return PieceForm(data, initial=initial, artisans=Artisan.objects.for_host(request.desk_host))


def _change(request: DeskRequest, found: Piece, form: PieceForm) -> Piece:
    said = form.cleaned_data
    facts = PieceFacts(said["whose"], said.get("artisan"), said["material"], said["note"])
    return change(host=request.desk_host, code=found.code, facts=facts, now=timezone.now())


@require_http_methods(READS)
def broken(request: DeskRequest, code: str) -> HttpResponse:
    """Asks what the house does about it; who sees no money is not asked about money."""
    found = own_piece(request, code)
    form = BrokenForm(request.POST if request.method == "POST" else None, manage=request.desk_may.manage)
    before = found.step_id
    seen = step_named(request, "seen") or found.step

    def act() -> Piece:
        said = form.cleaned_data
        return break_piece(
            key=key_of(request),
            host=request.desk_host,
            code=code,
            seen=seen,
            then=BrokenThen(said["then"]),
            refund_vnd=said.get("refund"),
            now=timezone.now(),
        )

    if form.is_bound and form.is_valid() and accepts(form, act):
        keep_photo(request, of=found, step=None)
        if Piece.objects.filter(pk=found.pk, step=before).exists() or found.step.kind == StepKind.BROKEN:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _("Written down. The guest reads on their page what you do about it."))
        return redirect("desk:piece", host=request.desk_host.slug, code=code)
    context = {"piece": found, "form": form, "seen": seen, **frame(request)}
    return desk_page(request, "desk/pieces/broken.html", context, current="pieces")


@require_POST
def photo(request: DeskRequest, code: str) -> HttpResponse:
    """One more, or with `remove` one less."""
    found = own_piece(request, code)
    pk = read_id(request.POST.get("remove", ""))
    if pk is not None:
        if remove_photo(of=found, pk=pk):
            messages.success(request, _("The photo is gone."))
        else:
            messages.info(request, _("It was so already: nothing has changed."))
    elif "photo" not in request.FILES:
        messages.error(request, _("Choose a photo first."))
    else:
        keep_photo(request, of=found, step=found.step)
    return redirect("desk:piece", host=request.desk_host.slug, code=code)


@require_POST
def out(request: DeskRequest, code: str) -> HttpResponse:
    """Written down by mistake."""
    gone: list[bool] = []
    url = reverse("desk:pieces", args=[request.desk_host.slug])
    if not succeeds(request, lambda: gone.append(take_out(host=request.desk_host, code=code, now=timezone.now()))):
        return redirect("desk:piece", host=request.desk_host.slug, code=code)
    if gone[0]:
        messages.success(request, _("Taken out: this piece was never there."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return redirect(url)
