"""Paying what is left by bank transfer, from the guest's own bank to the host's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import texts
from bookings.domain.money.transfer import transfer_for, vietqr
from bookings.links import booking_token
from bookings.models import Booking
from bookings.online_words import online_words
from bookings.transfer_words import bank_apps, drawn
from bookings.web.access import with_booking
from bookings.web.booking.online import lets_pay
from bookings.web.booking.qr import png_file


@require_safe
@with_booking
def transfer(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The host's account with the exact sum, as a code and in words; the booking where nothing is left to transfer."""
    now = timezone.now()
    found = transfer_for(booking, now=now)
    if found is None:
        return redirect("bookings:booking", booking_token(booking))
    context = {
        "online": online_words(booking, now=now),
        "transfer": drawn(found, booking.slot.experience.host),
        "apps": bank_apps(found),
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        "experience": booking.slot.experience,
        "when_text": texts.when_text(booking.slot),
        "cancel_text": texts.cancel_text(booking),
    }
    return lets_pay(render(request, "bookings/booking/transfer.html", context))


@require_safe
@with_booking
def transfer_code(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The code as a picture, for a bank's app on the very phone that shows it; the booking where nothing is left."""
    found = transfer_for(booking, now=timezone.now())
    if found is None:
        return redirect("bookings:booking", booking_token(booking))
    return HttpResponse(png_file(vietqr(found)), content_type="image/png")
