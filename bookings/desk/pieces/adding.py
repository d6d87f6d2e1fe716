"""Pieces are written down: of one party, or of all parties of a time at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bookings.desk.pieces.forms import MadeForm, PartyPiecesForm
from bookings.desk.pieces.lookups import key_of
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces.adding import Made, Wanted, add
from bookings.domain.pieces.sending import may_choose
from bookings.enums import EXPECTED
from bookings.models import Assignment, Booking, Piece, Slot
from common.words.numbers import read_id
from villages.models import Artisan

READS = ["GET", "HEAD", "POST"]


@require_http_methods(READS)
def of_booking(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    pieces = list(Piece.objects.filter(booking=booking).select_related("step").order_by("pk"))
    people = sum(unit.quantity if unit.came is None else unit.came for unit in booking.units.all())
    form = PartyPiecesForm(
        request.POST if request.method == "POST" else None,
        initial=_usual(request, booking.slot) | {"number": 1 if pieces else people},
        artisans=_artisans(request),
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        wanted = [Wanted(booking.pk, said["number"], said["names"])]
        if _write(request, form, wanted, before=len(pieces), slot=booking.slot, booking=booking):
            return redirect("desk:booking_pieces", host=request.desk_host.slug, reference=reference)
    context = {
        "booking": booking,
        "pieces": pieces,
        "form": form,
        "key": key_of(request),
        "may_add": booking.status in EXPECTED and booking.erased_at is None,
        "may_send": may_choose(booking),
    }
    return desk_page(request, "desk/pieces/of_booking.html", context, current="pieces")


@require_http_methods(READS)
def of_slot(request: DeskRequest, pk: int) -> HttpResponse:
    """A number beside each party; a party that has pieces begins with none."""
    slot = Slot.objects.for_host(request.desk_host).filter(pk=pk).select_related("experience").first()
    if slot is None:
        raise Http404
    parties = list(
        Booking.objects.filter(slot=slot, status__in=EXPECTED, erased_at__isnull=True)
        .prefetch_related("units", "pieces")
        .order_by("contact_name", "pk")
    )
    form = MadeForm(
        request.POST if request.method == "POST" else None,
        initial=_usual(request, slot),
        artisans=_artisans(request),
    )
    rows = [_row(request, party) for party in parties]
    if form.is_bound and form.is_valid():
        wanted = [Wanted(row["booking"].pk, row["number"]) for row in rows]
        before = sum(row["there"] for row in rows)
        if _write(request, form, wanted, before=before, slot=slot):
            return redirect("desk:slot_pieces", host=request.desk_host.slug, pk=pk)
    context = {"slot": slot, "rows": rows, "form": form, "key": key_of(request)}
    return desk_page(request, "desk/pieces/of_slot.html", context, current="pieces")


def _row(request: DeskRequest, party: Booking) -> dict:
    there = len(party.pieces.all())  # type: ignore[attr-defined]  # reverse
    people = sum(unit.quantity if unit.came is None else unit.came for unit in party.units.all())
    name = f"n{party.pk}"
    typed = min(read_id(request.POST.get(name, "")) or 0, 201) if request.method == "POST" else None
    usual = 0 if there else people
    return {"booking": party, "name": name, "there": there, "number": usual if typed is None else typed}


def _write(request, form: MadeForm, wanted: list[Wanted], *, before: int, slot: Slot, booking=None) -> bool:
    made = Made(form.cleaned_data.get("artisan"), form.cleaned_data["material"])
    done: list[Piece] = []

    def act() -> None:
        done.extend(add(key=key_of(request), host=request.desk_host, wanted=wanted, made=made, now=timezone.now()))

    if not accepts(form, act):
        return False
    rows = Piece.objects.filter(booking=booking) if booking else Piece.objects.filter(booking__slot=slot)
    new = rows.count() - before
    if new > 0:
        said = ngettext("%(n)s piece is written down.", "%(n)s pieces are written down.", new)
        messages.success(request, said % {"n": new})
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return True


def _artisans(request: DeskRequest):
    return Artisan.objects.for_host(request.desk_host).active()


def _usual(request: DeskRequest, slot: Slot) -> dict:
    """Who had the turn, where it was one, and the material of the house's last pieces."""
    turns = list(Assignment.objects.filter(slot=slot).values_list("artisan", flat=True)[:2])
    last = Piece.objects.for_host(request.desk_host).exclude(material="").order_by("-pk").first()
    return {"artisan": turns[0] if len(turns) == 1 else None, "material": last.material if last else ""}
