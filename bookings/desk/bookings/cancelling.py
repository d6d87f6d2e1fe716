"""The host cancels a party, and takes that back within a quarter of an hour."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.bookings.cancel_form import CancelForm
from bookings.desk.bookings.details import booking_context
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import back_to_booking, booking_url, came_from, changes, status_of
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import cancel as cancelling
from bookings.enums import CancelledBy
from bookings.models import Booking


@require_POST
def cancel(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _again(request, booking, form)
    reason = form.reason_for(booking.language)
    told = (
        _("Cancelled. %(name)s gets a mail.")
        if booking.contact_email
        else _("Cancelled. %(name)s left no e-mail address: please call.")
    )
    changes(
        request,
        lambda: cancelling.cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now(), reason=reason),
        told % {"name": booking.contact_name},
        rows=status_of(booking),
    )
    return back_to_booking(request, booking)


def _again(request: DeskRequest, booking: Booking, form: CancelForm) -> HttpResponse:
    """The booking's page with the form as it was filled in."""
    context = booking_context(booking, host=request.desk_host, now=timezone.now(), manage=True)
    context |= {"cancel_form": form, "cancelling": True, "came_from": came_from(request.POST)}
    # Where the form was sent shows nothing: the other language shows the booking itself.
    request.shown_at = booking_url(request.desk_host, booking)  # type: ignore[attr-defined]  # read by pages.context
    return desk_page(request, "desk/bookings/booking.html", context, current="bookings")


@require_POST
def restore(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    changes(
        request,
        lambda: cancelling.restore(booking=booking, by=CancelledBy.HOST, now=timezone.now()),
        _("Taken back: %(name)s is booked again.") % {"name": booking.contact_name},
        rows=status_of(booking),
    )
    return back_to_booking(request, booking)
