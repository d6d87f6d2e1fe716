"""A guest says into which account money back is to come, or reads that it is on its way."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.money.refund_account import (
    OnItsWay,
    give_account,
    is_doubtful,
    refund_account_of,
    why_not,
)
from bookings.domain.money.refunds import came_back_at
from bookings.forms.refund_account import RefundAccountForm
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import with_booking
from bookings.web.booking.often import require_seldom
from bookings.web.booking.receipt import paid
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from villages.texts import bank_text


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def refund_account(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The form while money is due back; while it is on its way, what was given; else the booking."""
    refused = why_not(booking, now=timezone.now())
    if refused is not None and not isinstance(refused, OnItsWay):
        return redirect("bookings:booking", booking_token(booking))
    standing = refund_account_of(booking)
    unbound = RefundAccountForm(standing=standing)
    sent = Sent(request.POST, unbound)
    form = RefundAccountForm(sent.data, standing=standing) if request.method == "POST" else unbound
    if request.method == "POST" and sent.accepted(form) and _given(request, booking, form):
        return redirect("bookings:refund_account", booking_token(booking))
    context = {
        "form": form,
        "opened": opened(unbound),
        "standing": standing,
        "bank": bank_text(standing.bank_bin) if standing else "",
        "on_its_way": str(refused.message) if refused else "",
        "came_back": standing is not None and is_doubtful(standing, came_back_at(booking)),
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        **paid(booking),
    }
    return render(request, "bookings/booking/refund_account.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, booking: Booking, form: RefundAccountForm) -> bool:
    before = refund_account_of(booking)
    try:
        require_seldom(request)
        given = give_account(booking=booking, details=form.details(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    if before is not None and before.given_at == given.given_at:
        messages.info(request, _("It was so already: nothing has changed."))
    else:
        messages.success(request, _("Noted. Your host sees where to send the money."))
    return True
