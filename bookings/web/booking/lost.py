"""The ticket is lost: by reference and phone number or e-mail address it is sent again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.domain.booking.lost_ticket import send_lost_ticket
from bookings.web.booking.lost_form import LostForm
from common.http.throttle import too_many
from outbox.tasks import drain_soon


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
            send_lost_ticket(**sent, now=timezone.now())
            drain_soon()
            messages.success(
                request,
                _("If there is such a booking, its ticket is on the way to the e-mail address that was given with it."),
            )
            return redirect("bookings:lost")
    elif form.errors:
        status = 422
    return render(request, "bookings/booking/lost.html", {"form": form}, status=status)
