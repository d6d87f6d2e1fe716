"""Where the card at the village leads: by reference and phone number or e-mail address the link to write is sent."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.domain.reviews.invite import send_link
from bookings.phone_texts import ticket_text
from bookings.web.booking.lost import GOOD_FOR
from bookings.web.booking.lost_form import LostForm
from common.http.throttle import too_many
from outbox.tasks import drain_soon
from texting.providers import available
from texting.tasks import send_soon


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether or not there is such a visit."""
    form = LostForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if too_many(request, scope="lost", rate=settings.CONTACT_RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little, or call your host."))
            status = 429
        else:
            _send(form.cleaned_data["reference"], **form.cleaned_data["reach"])
            messages.success(request, _("If you were checked in, the link is on its way to you: open it and write."))
            return redirect("bookings:review_find")
    elif form.errors:
        status = 422
    context = {"form": form, "texts": available("ticket")}
    return render(request, "bookings/reviews/find.html", context, status=status)


def _send(reference: str, *, phone: str, email: str) -> None:
    now = timezone.now()
    by_phone = send_link(reference=reference, phone=phone, email=email, now=now)
    drain_soon()
    if phone and available("ticket", phone):
        # An empty one where there is nothing to send takes as long: no clock tells who has booked.
        text, told = ticket_text(by_phone) if by_phone else ("", {})
        send_soon(to=phone, text=text, good_for=GOOD_FOR, now=now, kind="ticket", data=told)
