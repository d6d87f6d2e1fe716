"""The code of a bank transfer on the host's phone, for the guest who stands before it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.bookings.purse import make_purse
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import booking_url
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.transfer_words import transfer_words


@require_safe
def transfer(request: DeskRequest, reference: str) -> HttpResponse:
    """What is due, as a code and in words; the booking's page where nothing is, or where the host has no account."""
    booking, now = booking_by_reference(request.desk_host, reference), timezone.now()
    back_url, words = booking_url(request.desk_host, booking), transfer_words(booking, now=now)
    if not words:
        return redirect(back_url)
    context = {
        "booking": booking,
        "transfer": words,
        "purse": make_purse(booking, request.desk_host, now=now),
        "back_url": back_url,
    }
    return desk_page(request, "desk/money/transfer.html", context, current="bookings")
