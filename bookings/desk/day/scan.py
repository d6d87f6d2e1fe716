"""From the guest's code to their booking, and to its check-in."""

import datetime as dt
import re

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.bookings.cancel_form import ScanForm
from bookings.desk.bookings.search import clean_reference
from bookings.desk.day import frames
from bookings.desk.day.sign import make_sign
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.lookups import bookings_of
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import scanning
from bookings.domain.seats.reference import misheard
from bookings.links import BadToken, read_check_in_token
from bookings.models import Booking
from common.http.compress import repeats_nothing
from common.http.throttle import too_many
from villages.models import Host

# The end of a scanned address: …/q/<reference>.<signature>/
TOKEN = re.compile(r"([A-Z0-9]+\.[A-Za-z0-9_-]{20,})/?\s*$")
# A phone sends two frames a second at most.
FRAME_RATE = "150/minute"
NEAR = dt.timedelta(days=1)


@require_safe
@repeats_nothing()
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
    return _page(request, form)


@require_POST
def scan_answer(request: DeskRequest) -> HttpResponse:
    """What `code` means now, the party checked in where nothing is to be asked; a sign as large as the screen.

    `do` is "sure" for a party that was asked about, "undo" for a slip. A script gets the sign alone.
    """
    host, now = request.desk_host, timezone.now()
    form = ScanForm(request.POST)
    by_script = bool(getattr(request, "htmx", None))
    if not form.is_valid() and not by_script:
        return _page(request, form)
    # What is longer than any of ours is no code of ours.
    reference, signed = _read(host, form.cleaned_data.get("code", ""), now=now)
    if request.POST.get("do") == "undo":
        scanned = scanning.undo_scan(reference=reference, host=host, now=now)
    else:
        sure = request.POST.get("do") == "sure"
        scanned = scanning.scan(reference=reference, host=host, signed=signed, sure=sure, now=now)
    context = {
        "sign": make_sign(scanned, host=host, user=request.user, manage=request.desk_may.manage, now=now),
        "host": host,
    }
    if by_script:
        return render(request, "desk/day/_sign.html", context)
    return desk_page(request, "desk/day/scan_answer.html", context, current="scan")


@require_POST
def scan_frame(request: DeskRequest) -> HttpResponse:
    """The text of the QR code in one frame of a phone's camera, where its browser cannot read it; nothing is kept.

    The body is a JPEG; 413 where it is larger than ours ever are, 429 where they come faster.
    """
    if request.content_type != "image/jpeg":
        return JsonResponse({"text": ""})
    length = str(request.META.get("CONTENT_LENGTH") or 0)
    if not length.isdecimal() or int(length) > frames.MOST_BYTES:
        return HttpResponse(status=413)
    if too_many(request, scope="frame", rate=FRAME_RATE, who=str(request.user.pk)):
        return HttpResponse(status=429)
    return JsonResponse({"text": frames.read_code(request.body)})


@require_safe
def scan_token(request: DeskRequest, token: str) -> HttpResponse:
    """What the guest's QR code opens: the booking at the desk of its host, 404 for everyone else."""
    for host in request.desk_hosts:
        booking = _by_token(host, token)
        if booking is not None:
            return redirect("desk:booking", host=host.slug, reference=booking.reference)
    raise Http404


def _page(request: DeskRequest, form: ScanForm) -> HttpResponse:
    return desk_page(request, "desk/day/scan.html", {"form": form}, current="scan")


def _read(host: Host, text: str, *, now: dt.datetime) -> tuple[str, bool]:
    """The reference that `text` means, and whether this site signed it."""
    token = TOKEN.search(text)
    try:
        return (read_check_in_token(token[1]), True) if token else (_letters(host, text, now=now), False)
    except BadToken:
        return "", False


def _letters(host: Host, text: str, *, now: dt.datetime) -> str:
    """Letters as they were heard, mended where only one party of these days can have been meant."""
    typed = clean_reference(text)
    if not (pattern := misheard(typed)):
        return typed
    near = bookings_of(host).filter(slot__starts_at__range=(now - NEAR, now + NEAR), reference__regex=pattern)
    found = near.values_list("reference", flat=True)[:2]
    return found[0] if len(found) == 1 else typed


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
