"""From the guest's code to their booking."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.desk.bookings.cancel_form import ScanForm
from bookings.desk.bookings.search import clean_reference
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.lookups import bookings_of
from bookings.desk.shell.page import desk_page
from bookings.links import BadToken, read_check_in_token
from bookings.models import Booking
from villages.models import Host

# The end of a scanned address: …/q/<reference>.<signature>/
TOKEN = re.compile(r"([A-Z0-9]+\.[A-Za-z0-9_-]{20,})/?\s*$")


@require_safe
def scan(request: DeskRequest) -> HttpResponse:
    """A field for a reference or a scanned text; it only looks up, so it may be sent any number of times."""
    form = ScanForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        booking = _meant(request.desk_host, form.cleaned_data["code"])
        if booking is not None:
            return redirect("desk:booking", host=request.desk_host.slug, reference=booking.reference)
        nothing = _("None of your bookings has this code. Look again, or search by name.")
        if not request.desk_may.manage:
            nothing = _("None of this house's bookings has this code. Look again, or find the party on the day's page.")
        form.add_error("code", nothing)
    return desk_page(request, "desk/day/scan.html", {"form": form}, current="scan")


@require_safe
def scan_token(request: DeskRequest, token: str) -> HttpResponse:
    """What the guest's QR code opens: the booking at the desk of its host, 404 for everyone else."""
    for host in request.desk_hosts:
        booking = _by_token(host, token)
        if booking is not None:
            return redirect("desk:booking", host=host.slug, reference=booking.reference)
    raise Http404


def _meant(host: Host, text: str) -> Booking | None:
    token = TOKEN.search(text)
    if token:
        return _by_token(host, token[1])
    return bookings_of(host).filter(reference=clean_reference(text)).first()


def _by_token(host: Host, token: str) -> Booking | None:
    try:
        reference = read_check_in_token(token)
    except BadToken:
        return None
    return bookings_of(host).filter(reference=reference).first()
