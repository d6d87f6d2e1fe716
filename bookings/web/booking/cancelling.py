"""Cancelling by the guest, and taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.domain.booking.cancel import cancel, restore
from bookings.enums import TAKES_SEATS, CancelledBy
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.release import release
from bookings.web.way_back import choose_again_url
from common.data.refusal import Refused
from outbox.tasks import drain_soon


@takes_form(shown_at="bookings:booking")
@with_booking
def cancel_booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Give the places back. The next page offers to undo it; after a mere hold, the guest chooses again.

    "Change the party" of a details page that stayed open, or came Back, never cancels what was booked meanwhile.
    """
    if booking.status not in TAKES_SEATS and booking.confirmed_at is None:
        release(booking)
        return redirect(choose_again_url(request, booking))
    if request.POST.get("then") == "choose":
        return redirect("bookings:booking", booking_token(booking))
    try:
        cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        drain_soon()
    return redirect("bookings:booking", booking_token(booking))


@takes_form(shown_at="bookings:booking")
@with_booking
def restore_booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Undo the cancellation while the places are still free."""
    try:
        restore(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your places are yours again. See you in the village!"))
        drain_soon()
    return redirect("bookings:booking", booking_token(booking))
