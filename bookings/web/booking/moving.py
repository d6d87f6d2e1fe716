"""A guest moves their visit to another time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import texts
from bookings.domain.booking.own_move import may_move, move_own, times_to_move_to
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import with_booking
from bookings.web.booking.move_form import MoveForm
from common.data.refusal import Refused
from common.words.dates import moment_text
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def move_visit(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The times with room for the party; after it, the ticket with the new one."""
    now, ticket = timezone.now(), redirect("bookings:booking", booking_token(booking))
    if request.method == "POST" and request.POST.get("slot", "").partition(":")[0] == str(booking.slot_id):
        # Sent twice: the visit is there already.
        return ticket
    if not may_move(booking, now=now):
        return ticket
    slots = times_to_move_to(booking, now=now)
    form = MoveForm(request.POST if request.method == "POST" else None, booking=booking, slots=slots)
    if form.is_valid() and _moved(request, booking, form):
        return ticket
    context = {
        "form": form,
        "any_time": bool(slots),
        "token": booking_token(booking),
        "booking": booking,
        "host": booking.slot.experience.host,
        "when_text": texts.when_text(booking.slot),
        "lunar_text": texts.lunar_text(booking.slot),
        "party_text": texts.party_text(booking),
        "leave_until_text": moment_text(booking.free_cancel_until()),
    }
    return render(request, "bookings/booking/move.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, booking: Booking, form: MoveForm) -> bool:
    try:
        moved = move_own(booking=booking, **form.told(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("Your visit is now at %(when)s.") % {"when": moment_text(moved.slot.starts_at)})
    drain_soon()
    return True
