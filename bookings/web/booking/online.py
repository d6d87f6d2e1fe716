"""Paying through a gateway: the guest is sent there, and comes back to a page that shows and never decides."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.domain.money.online.attempts import address_of, begin
from bookings.domain.money.online.gateway import Outcome
from bookings.domain.money.online.hearing import seen
from bookings.domain.money.online.merchants import GATEWAYS
from bookings.enums import OnlineProvider, OnlineState
from bookings.gateway_posts import while_a_guest_waits
from bookings.links import booking_token
from bookings.models import Booking
from bookings.online_words import UNSURE, reason_text
from bookings.tasks import ask_soon
from bookings.web.access import takes_form, with_booking
from bookings.web.form_key import keys_of
from common.data.refusal import Refused
from common.http.throttle import client_address, too_many
from common.words.money import format_vnd

RATE = "20/hour"
# The gateway is told nothing that opens the booking: the guest's own browser keeps it, for the page they come back to.
COOKIE, KEPT_FOR = "pay_back", 3 * 3600


def lets_pay(response: HttpResponse) -> HttpResponse:
    """A page with such a button may send its form on to the gateways."""
    parts = [urlsplit(gateway.pay_address()) for gateway in GATEWAYS.values() if gateway.is_on()]
    response._csp_update = {  # type: ignore[attr-defined]  # read by django-csp
        "form-action": [f"{part.scheme}://{part.netloc}" for part in parts]
    }
    return response


@takes_form(shown_at="bookings:booking")
@with_booking
def pay_online(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Begin an attempt, and send the guest to the gateway. A second press leads to the same one."""
    token = booking_token(booking)
    provider = request.POST.get("provider", "")
    if provider not in OnlineProvider.values:
        return redirect("bookings:booking", token)
    back, now = reverse("bookings:paid_online", args=[provider]), timezone.now()
    if too_many(request, scope="pay_online", rate=RATE, who=str(booking.uuid)):
        messages.error(request, _("That was too often. Please try again in an hour, or call your host."))
        return redirect("bookings:booking", token)
    try:
        payment = begin(keys=keys_of(request), booking=booking, provider=OnlineProvider(provider), now=now)
        url = address_of(
            payment,
            language=get_language() or "vi",
            client=client_address(request),
            back_url=settings.BASE_URL + back,
            told_url=settings.BASE_URL + reverse("online_told", args=[provider, payment.merchant.address]),
            post=while_a_guest_waits,
            now=now,
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("bookings:booking", token)
    response = lets_pay(HttpResponseRedirect(url))
    response.set_signed_cookie(
        COOKIE, token, max_age=KEPT_FOR, path=back, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_safe
def paid_online(request: HttpRequest, provider: str) -> HttpResponse:
    """Where a guest comes back to: what is known by now, and the way to their booking where it is this browser's."""
    if provider not in OnlineProvider.values:
        raise Http404
    found = seen(provider=OnlineProvider(provider), said=request.GET.dict())
    token = request.get_signed_cookie(COOKIE, default="", max_age=KEPT_FOR) if COOKIE in request.COOKIES else ""
    context: dict[str, Any] = {"token": token, "provider": OnlineProvider(provider).label, "state": "unknown"}
    if found:
        payment, word = found
        context |= {
            "token": token if token == booking_token(payment.booking) else "",
            "state": payment.state,
            "amount_text": format_vnd(payment.amount_vnd),
            "reference": payment.booking.reference,
            "host": payment.merchant.host,
            "reason_text": reason_text(payment.said, payment.provider),
            "is_unsure": payment.said in UNSURE,
        }
        if payment.state == OnlineState.STARTED:
            ask_soon(payment.pk)
            # What the guest's own browser brings is shown to them, and is nobody's word but VNPay's to them.
            context["heard_text"] = reason_text(word.code, provider) if word.outcome == Outcome.FAILED else ""
    response = render(request, "bookings/booking/paid_online.html", context)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
