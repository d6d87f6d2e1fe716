"""The page of a booking that waits for the money that is paid ahead."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.domain.booking.say_paid import may_say_paid, say_paid
from bookings.domain.money.transfer import transfer_for
from bookings.links import booking_token
from bookings.models import Booking
from bookings.online_words import online_words
from bookings.transfer_words import bank_apps, drawn
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.online import lets_pay
from bookings.web.booking.receipt import paid
from common.data.refusal import Refused
from common.words.dates import moment_text
from outbox.tasks import drain_soon


def pay_ahead(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The host's account with the exact sum, until when it is to be there, and what to do once it is sent."""
    booking, now = context["booking"], timezone.now()
    found = transfer_for(booking, now=now)
    if found:
        context |= {"transfer": drawn(found, booking.slot.experience.host), "apps": bank_apps(found)}
    context |= {
        "until_text": moment_text(booking.hold_expires_at),
        "may_say_paid": may_say_paid(booking, now=now),
        "online": online_words(booking, now=now),
        **paid(booking),
    }
    return lets_pay(render(request, "bookings/booking/pay_ahead.html", context))


@takes_form(shown_at="bookings:booking")
@with_booking
def says_paid(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The guest has sent the money. A second press changes nothing."""
    try:
        say_paid(booking=booking, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        host = booking.slot.experience.host
        messages.success(request, _("Thank you. %(host)s looks at their account now.") % {"host": host.name})
        drain_soon()
    return redirect("bookings:booking", booking_token(booking))
