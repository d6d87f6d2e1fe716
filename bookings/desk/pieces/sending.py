"""What is ready of one party goes out in a parcel; what the guest chose stands in the form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.pieces.forms import ParcelForm
from bookings.desk.pieces.lookups import chosen, key_of
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces.sending import ParcelFacts, send
from bookings.domain.pieces.telling import ready_of
from bookings.models import Parcel, PieceChoice
from villages.enums import StepKind
from villages.models import CraftStep


@require_http_methods(["GET", "HEAD", "POST"])
def send_pieces(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    choice = PieceChoice.objects.filter(booking=booking).first()
    ready = ready_of(booking)
    form = ParcelForm(
        request.POST if request.method == "POST" else None,
        initial={"ship_to": (choice.ship_to if choice else "") or booking.ship_to},
        manage=request.desk_may.manage,
    )

    def act() -> None:
        said = form.cleaned_data
        facts = ParcelFacts(said["ship_to"], said["carrier"], said["tracking"], said.get("cost"))
        host = request.desk_host
        ids = chosen(request)
        send(key=key_of(request), host=host, booking=booking, pieces=ids, facts=facts, now=timezone.now())

    before = Parcel.objects.filter(booking=booking).count()
    if form.is_bound and form.is_valid() and accepts(form, act):
        if Parcel.objects.filter(booking=booking).count() == before:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _("Sent. The guest reads the number on their page."))
        return redirect("desk:booking_pieces", host=request.desk_host.slug, reference=reference)
    context = {
        "booking": booking,
        "choice": choice,
        "ready": ready,
        "parcels": list(Parcel.objects.filter(booking=booking).order_by("pk")),
        "form": form,
        "key": key_of(request),
        "can_send": CraftStep.objects.filter(
            craft=booking.slot.experience.village.craft, kind=StepKind.SHIPPED
        ).exists(),
    }
    return desk_page(request, "desk/pieces/send.html", context, current="pieces")
