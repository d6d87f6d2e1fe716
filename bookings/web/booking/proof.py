"""The link in a guest's mail: who presses the button there has read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import texts
from bookings.domain.booking.proof import prove
from bookings.enums import BookingStatus
from bookings.links import booking_token, proof_token, read_proof_token
from bookings.models import Booking
from bookings.web.access import with_booking
from bookings.web.way_back import story_of
from common.data.refusal import Refused
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: mail servers open links too, and press nothing."""
    return _proof(request, token)


def _page(request: HttpRequest, booking: Booking) -> HttpResponse:
    if not booking.awaits or booking.status not in (BookingStatus.PENDING, BookingStatus.EXPIRED):
        return redirect("bookings:booking", booking_token(booking))
    if request.method == "POST":
        return _prove(request, booking)
    context = {
        "booking": booking,
        "title": story_of(request, booking.slot.experience).title,
        "when_text": texts.when_text(booking.slot),
        "party_text": texts.party_text(booking),
        "proof_token": proof_token(booking),
        "token": booking_token(booking),
    }
    return render(request, "bookings/booking/proof.html", context)


def _prove(request: HttpRequest, booking: Booking) -> HttpResponse:
    try:
        prove(booking=booking, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Thank you: your visit is booked."))
        drain_soon()
    return redirect("bookings:booking", booking_token(booking))


_proof = with_booking(_page, read=read_proof_token)
