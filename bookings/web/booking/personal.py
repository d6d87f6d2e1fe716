"""What is known of a guest: to read, to take away, to have erased."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.domain.money.invoice import invoice_of
from bookings.domain.money.refund_account import refund_account_of
from bookings.domain.personal.erasing import erase, why_not_yet
from bookings.domain.personal.taking import everything_about
from bookings.links import booking_token
from bookings.models import Booking, Review
from bookings.web.access import with_booking
from common.data.refusal import Refused
from common.words.site import file_name
from villages.texts import bank_text


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def personal(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The page, and the erasing. That cannot be taken back, so it is asked once, on the page itself."""
    now = timezone.now()
    if request.method == "POST":
        try:
            erase(booking=booking, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
            return redirect("bookings:personal", booking_token(booking))
        return render(request, "bookings/booking/erased.html")
    back_to = refund_account_of(booking)
    refused = why_not_yet(booking, now=now)
    context = {
        "booking": booking,
        "invoice": invoice_of(booking),
        "back_to": back_to,
        "back_bank": bank_text(back_to.bank_bin) if back_to else "",
        "review": Review.objects.standing().filter(booking=booking).first(),
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        "not_yet": str(refused.message) if refused else "",
    }
    return render(request, "bookings/booking/personal.html", context)


@require_safe
@with_booking
def personal_file(request: HttpRequest, booking: Booking) -> HttpResponse:
    """All of it as JSON."""
    answer = JsonResponse(everything_about(booking), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{file_name(booking.reference, "json")}"'
    return answer
