"""The host's word on a booking that waits for proof."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import back_to_booking, changes, status_of
from bookings.desk.shell.lookups import booking_by_reference
from bookings.domain.booking import proof
from outbox.tasks import drain_soon


@require_POST
def vouch(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    confirmed = _("Confirmed: %(name)s is booked.") % {"name": booking.contact_name}
    if changes(request, lambda: proof.vouch(booking=booking, now=timezone.now()), confirmed, rows=status_of(booking)):
        drain_soon()
    return back_to_booking(request, booking)


@require_POST
def decline(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    declined = _("Declined: the places of %(name)s are free.") % {"name": booking.contact_name}
    if changes(request, lambda: proof.decline(booking=booking, now=timezone.now()), declined, rows=status_of(booking)):
        drain_soon()
    return back_to_booking(request, booking)
