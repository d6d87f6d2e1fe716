"""A guest mends a mistyped e-mail address or number, changes name or note, or has the ticket sent again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.booking.contact import may_mend_words, mend_contact, send_again
from bookings.enums import AWAITED
from bookings.forms.contact import MineForm
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.often import require_seldom
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def contact(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The form, and after it the ticket, whose address is another where the e-mail address is."""
    if booking.status not in AWAITED:
        return redirect("bookings:booking", booking_token(booking))
    words = may_mend_words(booking, now=timezone.now())
    standing = MineForm(booking=booking, words=words)
    sent = Sent(request.POST, standing)
    form = MineForm(sent.data, booking=booking, words=words) if request.method == "POST" else standing
    if request.method == "POST" and sent.accepted(form) and _mended(request, booking, form):
        return redirect("bookings:booking", booking_token(booking))
    context = {"form": form, "opened": opened(standing), "token": booking_token(booking), "booking": booking}
    return render(request, "bookings/booking/contact.html", context, status=422 if form.errors else 200)


def _mended(request: HttpRequest, booking: Booking, form: MineForm) -> bool:
    """Write it; `booking` then has the name in addresses that it got."""
    try:
        require_seldom(request)
        mended = mend_contact(booking=booking, **form.told(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    if mended.uuid != booking.uuid and mended.contact_email:
        messages.success(request, _("Saved. Your ticket goes to %(email)s.") % {"email": mended.contact_email})
    elif _told_of(mended) != _told_of(booking):
        messages.success(request, _("Saved. Your host sees it at once."))
    booking.uuid = mended.uuid
    drain_soon()
    return True


def _told_of(booking: Booking) -> tuple[object, ...]:
    return booking.contact_name, booking.note, booking.contact_phone, booking.contact_email


@takes_form(shown_at="bookings:booking")
@with_booking
def ticket_again(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The ticket by mail once more."""
    try:
        require_seldom(request)
        send_again(booking=booking, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your ticket goes to %(email)s.") % {"email": booking.contact_email})
        drain_soon()
    return redirect("bookings:booking", booking_token(booking))
