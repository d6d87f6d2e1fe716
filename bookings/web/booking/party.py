"""A guest changes who comes: more or fewer, other extras, with the difference read before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import texts
from bookings.domain.booking.own_party import change_own_party, may_have_fewer, may_have_more
from bookings.domain.booking.party_choices import choices_of, left_for, party_digest
from bookings.domain.money.owing import account_of
from bookings.domain.seats.counting import seats_left
from bookings.enums import BookingStatus
from bookings.links import booking_token
from bookings.models import Booking, Slot
from bookings.web.access import with_booking
from bookings.web.booking.party_form import OwnPartyForm
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from common.words.dates import moment_text
from common.words.money import format_vnd
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def change_party(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The party in steppers; sent with the sum that was shown, it is changed, and else shown again with that sum."""
    now, ticket = timezone.now(), redirect("bookings:booking", booking_token(booking))
    grows, shrinks = may_have_more(booking, now=now), may_have_fewer(booking, now=now)
    if booking.status != BookingStatus.CONFIRMED or (request.method != "POST" and not (grows or shrinks)):
        return ticket
    slot = Slot.objects.with_rules().get(pk=booking.slot_id)
    choices = choices_of(booking, slot)

    def form_of(data: Mapping[str, Any] | None = None) -> OwnPartyForm:
        return OwnPartyForm(data, booking=booking, choices=choices, grows=grows)

    if request.method != "POST":
        return _page(request, booking, slot, form_of(), now=now)
    if "step" in request.POST:
        form = form_of(form_of(request.POST).stepped(request.POST["step"]))
        # Nothing was sent yet: only a number changed.
        form.errors.clear()
        return _page(request, booking, slot, form, now=now)
    sent = Sent(request.POST, form_of())
    form = form_of(sent.data)
    if not sent.accepted(form):
        return _page(request, booking, slot, form, now=now, status=422)
    if form.agreed != form.total_vnd() and form.total_vnd() != booking.total_vnd:
        return _page(request, booking, slot, form, now=now, asks=True)
    if _changed(request, booking, form):
        return ticket
    return _page(request, booking, slot, form, now=now, status=422)


def _changed(request: HttpRequest, booking: Booking, form: OwnPartyForm) -> bool:
    seen = party_digest(booking)
    try:
        changed = change_own_party(booking=booking, **form.told(), seen=seen, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    if party_digest(changed) == seen:
        messages.info(request, _("It was so already: nothing has changed."))
        return True
    messages.success(request, _("Your party is changed, and your host knows."))
    drain_soon()
    return True


def _page(
    request: HttpRequest,
    booking: Booking,
    slot: Slot,
    form: OwnPartyForm,
    *,
    now: dt.datetime,
    asks: bool = False,
    status: int = 200,
) -> HttpResponse:
    # A step, or a sum that is to be looked at, wrote nothing: the form is still as it was opened.
    was = request.POST.get("opened", "") if status == 200 else ""
    standing = OwnPartyForm(booking=booking, choices=form.choices, grows=form.grows)
    total, paid = form.total_vnd(), account_of(booking).received
    context = {
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        "form": form,
        "opened": was or opened(standing),
        "asks": asks,
        "shrinks": may_have_fewer(booking, now=now),
        "free": seats_left(slot, now=now, queue=True),
        "units": form.units(),
        "extras": form.extras(left_for(booking, slot, form.choices, now=now)),
        "total": total,
        "difference": total - booking.total_vnd,
        "difference_text": format_vnd(abs(total - booking.total_vnd)),
        "total_text": format_vnd(total),
        "before_text": format_vnd(booking.total_vnd),
        "paid_text": format_vnd(paid) if paid else "",
        "when_text": texts.when_text(booking.slot),
        "lunar_text": texts.lunar_text(booking.slot),
        "party_text": texts.party_text(booking),
        "leave_until_text": moment_text(booking.free_cancel_until()),
    }
    return render(request, "bookings/booking/party.html", context, status=status)
