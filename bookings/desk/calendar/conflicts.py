"""Booked parties that no longer fit the rules: the host keeps, moves or cancels each."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.bookings import details
from bookings.desk.bookings.search import clean_reference
from bookings.desk.calendar.conflict_rows import conflict_rows
from bookings.desk.calendar.slot_forms import MoveForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, booking_url, came_from, changes, succeeds
from bookings.desk.shell.lookups import booking_by_reference, bookings_of
from bookings.desk.shell.page import desk_page
from bookings.domain.booking.move import move as move_party
from bookings.domain.booking.move import other_times
from bookings.domain.calendar import conflicts as deciding
from bookings.models import Booking
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing
from common.words.dates import moment_text


@require_safe
@repeats_nothing()
def conflicts(request: DeskRequest) -> HttpResponse:
    """Who waits for a decision; and who was kept a moment ago, to take that back."""
    host = request.desk_host
    reference = clean_reference(request.GET.get("kept", ""))
    kept = bookings_of(host).filter(reference=reference, kept_at__isnull=False).first() if reference.isalnum() else None
    context = {
        "rows": conflict_rows(deciding.open_conflicts(host, now=timezone.now()), host=host),
        "kept": kept,
    }
    return desk_page(request, "desk/calendar/conflicts.html", context, current="setup")


@require_POST
def keep(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    url = reverse("desk:conflicts", args=[request.desk_host.slug])
    if succeeds(request, lambda: deciding.keep(booking=booking, now=timezone.now())):
        url = f"{url}?{urlencode({'kept': booking.reference})}"
    return HttpResponseRedirect(url)


@require_POST
def undo_keep(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    changes(
        request,
        lambda: deciding.undo_keep(booking=booking, now=timezone.now()),
        _("Taken back: decide about %(name)s again.") % {"name": booking.contact_name},
        rows=lambda: Booking.objects.filter(pk=booking.pk).values_list("kept_at"),
    )
    return redirect("desk:conflicts", host=request.desk_host.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: DeskRequest, reference: str) -> HttpResponse:
    """The other times with room for the party; ?from=conflicts leads back there."""
    host, now = request.desk_host, timezone.now()
    booking = booking_by_reference(host, reference)
    source = came_from(request.POST) or came_from(request.GET)
    slots = other_times(booking, now=now)
    standing = MoveForm(now_in=booking.slot, slots=slots)
    sent = Sent(request.POST, standing)
    form = MoveForm(sent.data, now_in=booking.slot, slots=slots) if request.method == "POST" else standing
    if request.method == "POST" and request.POST.get("slot") == str(booking.slot_id):
        # Sent twice, or nothing chosen: the party is there already.
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect(booking_url(host, booking))
    if (
        request.method == "POST"
        and sent.accepted(form)
        and accepts(form, lambda: move_party(booking=booking, slot_id=form.cleaned_data["slot"], now=now))
    ):
        booking.refresh_from_db()
        told = (
            _("Moved to %(when)s: %(name)s gets a mail.")
            if booking.contact_email
            else _("Moved to %(when)s. %(name)s left no e-mail address: please call.")
        )
        messages.success(request, told % {"name": booking.contact_name, "when": moment_text(booking.slot.starts_at)})
        return redirect("desk:conflicts", host=host.slug) if source else redirect(booking_url(host, booking))
    context = details.booking_context(booking, host=host, now=now, manage=True)
    context |= {"form": form, "opened": opened(standing), "any_time": bool(slots), "came_from": source}
    return desk_page(request, "desk/calendar/move.html", context, current="setup" if source else "bookings")
