"""The party is another than was booked: one more, two fewer, another extra, another name."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.bookings.party_form import PartyForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, booking_url
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.words import near_moment
from bookings.domain.booking.party_change import change_party
from bookings.domain.booking.party_choices import choices_of, left_for, party_digest
from bookings.domain.money.owing import account_of
from bookings.domain.seats.counting import seats_left
from bookings.enums import AWAITED
from bookings.models import Booking, Slot
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing
from common.words.money import format_vnd
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@repeats_nothing()
def party(request: DeskRequest, reference: str) -> HttpResponse:
    booking, now = booking_by_reference(request.desk_host, reference), timezone.now()
    here = booking_url(request.desk_host, booking)
    if booking.status not in AWAITED:
        return redirect(here)
    slot = Slot.objects.with_rules().get(pk=booking.slot_id)
    choices = choices_of(booking, slot)
    standing = PartyForm(booking=booking, choices=choices)
    if request.method != "POST":
        return _page(request, booking, slot, standing, now=now)
    if "step" in request.POST:
        form = PartyForm(
            PartyForm(request.POST, booking=booking, choices=choices).stepped(request.POST["step"]),
            booking=booking,
            choices=choices,
        )
        # Nothing was sent yet: only a number changed.
        form.errors.clear()
        return _page(request, booking, slot, form, now=now)
    seen = party_digest(booking)
    sent = Sent(request.POST, standing)
    form = PartyForm(sent.data, booking=booking, choices=choices)
    changed: list[Booking] = []

    def act() -> None:
        changed.append(change_party(booking=booking, **form.told(), seen=seen, now=now))

    if sent.accepted(form) and accepts(form, act):
        if party_digest(changed[0]) == seen:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _written(changed[0]))
            drain_soon()
        return redirect(here)
    return _page(request, booking, slot, form, now=now)


def _written(booking: Booking) -> str:
    due = account_of(booking).due
    if due > 0:
        return _("Changed. To collect: %(amount)s.") % {"amount": format_vnd(due)}
    if due < 0:
        return _("Changed. To give back: %(amount)s.") % {"amount": format_vnd(-due)}
    return _("Changed.")


def _page(request: DeskRequest, booking: Booking, slot: Slot, form: PartyForm, *, now: dt.datetime) -> HttpResponse:
    # A step sends nothing yet, so the form is still as it was opened.
    was = request.POST.get("opened", "") if "step" in request.POST else ""
    context = {
        "booking": booking,
        "form": form,
        "opened": was or opened(PartyForm(booking=booking, choices=form.choices)),
        "when_text": near_moment(slot.starts_at),
        "experience": slot.experience.label,
        "free": seats_left(slot, now=now),
        "units": form.units(),
        "extras": form.extras(left_for(booking, slot, form.choices, now=now)),
        "before_text": format_vnd(booking.total_vnd),
        "total_text": format_vnd(form.total_vnd()),
        "back_url": booking_url(request.desk_host, booking),
    }
    return desk_page(request, "desk/bookings/party.html", context, current="bookings")
