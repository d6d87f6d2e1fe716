"""The ticket is lost: by reference and phone number or e-mail address it is sent again."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.domain.booking.lost_ticket import send_lost_ticket
from bookings.phone_texts import ticket_text
from bookings.web.booking.lost_form import LostForm
from common.http.throttle import too_many
from outbox.tasks import drain_soon
from texting.providers import available
from texting.tasks import send_soon

# A text that comes later is asked for again meanwhile.
GOOD_FOR = dt.timedelta(minutes=30)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether or not there is such a booking."""
    form = LostForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if too_many(request, scope="lost", rate=settings.CONTACT_RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little, or call your host."))
            status = 429
        else:
            sent = {"reference": form.cleaned_data["reference"]} | form.cleaned_data["reach"]
            _send(**sent, now=timezone.now())
            messages.success(request, _said())
            return redirect("bookings:lost")
    elif form.errors:
        status = 422
    return render(request, "bookings/booking/lost.html", {"form": form, "texts": available("ticket")}, status=status)


def _send(*, reference: str, phone: str, email: str, now: dt.datetime) -> None:
    by_phone = send_lost_ticket(reference=reference, phone=phone, email=email, now=now)
    drain_soon()
    if phone and available("ticket", phone):
        # An empty one where there is nothing to send takes as long: no clock tells who has booked.
        text, told = ticket_text(by_phone) if by_phone else ("", {})
        send_soon(to=phone, text=text, good_for=GOOD_FOR, now=now, kind="ticket", data=told)


def _said() -> str:
    if available("ticket"):
        return _("If there is such a booking, its ticket is on the way to the address or the number given with it.")
    return _("If there is such a booking, its ticket is on the way to the e-mail address that was given with it.")
