"""The host mends how a guest is reached, or sends the ticket again, while the guest is on the phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, back_to_booking, booking_url, succeeds
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.booking.contact import mend_contact, send_again
from bookings.enums import AWAITED, CancelledBy
from bookings.forms.contact import ReachForm
from common.cms.opened import Sent, opened
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    here = booking_url(request.desk_host, booking)
    if booking.status not in AWAITED:
        return redirect(here)
    initial = ReachForm.initial_of(booking)
    standing = ReachForm(initial=initial)
    sent = Sent(request.POST, standing)
    form = ReachForm(sent.data, initial=initial) if request.method == "POST" else standing
    accepted = request.method == "POST" and sent.accepted(form)
    if accepted and form.reached() == {"phone": str(booking.contact_phone or ""), "email": booking.contact_email}:
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect(here)
    if accepted and accepts(
        form, lambda: mend_contact(booking=booking, **form.reached(), now=timezone.now(), by=CancelledBy.HOST)
    ):
        messages.success(request, _("Saved. The ticket goes to a new e-mail address by itself."))
        drain_soon()
        return redirect(here)
    context = {"name": booking.contact_name, "form": form, "opened": opened(standing), "back_url": here}
    return desk_page(request, "desk/bookings/contact.html", context, current="bookings")


@require_POST
def ticket_again(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    if succeeds(request, lambda: send_again(booking=booking, now=timezone.now())):
        messages.success(request, _("The ticket goes to %(email)s.") % {"email": booking.contact_email})
        drain_soon()
    return back_to_booking(request, booking)
