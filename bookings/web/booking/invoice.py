"""A guest asks for a VAT invoice, or for none any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.money.invoice import ask, invoice_of, may_ask, take_back
from bookings.enums import EXPECTED
from bookings.forms.invoice import InvoiceForm
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.often import require_seldom
from common.cms.opened import Sent, opened
from common.data.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def invoice(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The form while it may be asked for; afterwards what was asked, to read."""
    if booking.status not in EXPECTED:
        return redirect("bookings:booking", booking_token(booking))
    standing = invoice_of(booking)
    unbound = InvoiceForm(booking=booking, standing=standing)
    sent = Sent(request.POST, unbound)
    form = InvoiceForm(sent.data, booking=booking, standing=standing) if request.method == "POST" else unbound
    if request.method == "POST" and sent.accepted(form) and _asked(request, booking, form):
        return redirect("bookings:invoice", booking_token(booking))
    context = {
        "form": form,
        "opened": opened(unbound),
        "standing": standing,
        "may_ask": may_ask(booking, now=timezone.now()) and not (standing and standing.issued_at),
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
    }
    return render(request, "bookings/booking/invoice.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, booking: Booking, form: InvoiceForm) -> bool:
    before = invoice_of(booking)
    try:
        require_seldom(request)
        asked = ask(booking=booking, details=form.details(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    if before is not None and all(getattr(before, name) == getattr(asked, name) for name in form.fields):
        messages.info(request, _("It was so already: nothing has changed."))
    else:
        messages.success(request, _("Asked for. Your host sees to whom the invoice is made out."))
    return True


@takes_form(shown_at="bookings:invoice")
@with_booking
def no_invoice(request: HttpRequest, booking: Booking) -> HttpResponse:
    """None is asked for any more."""
    if invoice_of(booking) is None:
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("bookings:invoice", booking_token(booking))
    try:
        require_seldom(request)
        take_back(booking=booking, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("No invoice is asked for any more."))
    return redirect("bookings:invoice", booking_token(booking))
