"""A place in a waiting list: where it stands, what became of it, leaving it and coming back."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings import texts
from bookings.domain.waiting import entries, offers
from bookings.enums import TAKES_SEATS, BookingStatus, WaitingStatus
from bookings.links import booking_token, entry_token
from bookings.models import WaitingEntry
from bookings.web.access import takes_form, with_entry
from bookings.web.way_back import entry_again_url, story_of
from common.data.refusal import Refused
from common.words.dates import moment_text
from outbox.tasks import drain_soon


@require_safe
@with_entry
def show(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """What the state of the entry and of its offer calls for."""
    now = timezone.now()
    state = state_of(entry, now=now)
    slot, experience, booking = entry.slot, entry.slot.experience, entry.booking
    party = texts.entry_party(entry)
    context = {
        "entry": entry,
        "state": state,
        "experience": experience,
        "host": experience.host,
        "title": story_of(request, experience).title,
        "token": entry_token(entry),
        "booking_token": booking_token(booking) if booking else "",
        "deadline_text": moment_text(booking.hold_expires_at) if booking else "",
        "before_text": _before_text(entry) if state == "waiting" else "",
        "may_rejoin": entries.can_rejoin(entry, now=now),
        "again_url": entry_again_url(request, entry),
        "when_text": texts.when_text(slot),
        "lunar_text": texts.lunar_text(slot),
        "place_text": texts.place_text(entry),
        "minimum_text": texts.minimum_text(slot),
        "party_text": texts.priced_text(party),
        "lines": texts.priced_lines(party, get_language() or "vi"),
        "total_vnd": party.total_vnd,
    }
    return render(request, "bookings/waiting/entry.html", context)


def state_of(entry: WaitingEntry, *, now: dt.datetime) -> str:
    """waiting | offered | taken | lapsed | declined | cancelled | left | closed, as the page tells it at `now`."""
    if entry.status == WaitingStatus.WAITING:
        # What no worker has marked yet is over all the same.
        return "waiting" if offers.list_open(entry.slot, now=now) else "closed"
    if entry.status == WaitingStatus.OFFERED:
        return _offer_state(entry, now=now)
    if entry.status == WaitingStatus.LEFT:
        return "declined" if entry.was_offered() else "left"
    return "closed"


def _offer_state(entry: WaitingEntry, *, now: dt.datetime) -> str:
    booking = entry.booking
    if booking is None:
        return "lapsed"
    if booking.status in TAKES_SEATS:
        return "taken"
    if booking.status == BookingStatus.ON_HOLD and booking.hold_expires_at > now:
        return "offered"
    if booking.status == BookingStatus.CANCELLED:
        return "cancelled" if booking.confirmed_at else "closed"
    return "lapsed"


def _before_text(entry: WaitingEntry) -> str:
    before = entries.parties_before(entry)
    if not before:
        return _("You are first in the list.")
    text = ngettext("%(n)s party is before you.", "%(n)s parties are before you.", before)
    return text % {"n": before}


@takes_form(shown_at="bookings:waiting")
@with_entry
def leave_list(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Leave the list, or give back what was offered. The next page offers to undo it."""
    try:
        entries.leave(entry=entry, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        drain_soon()
    return redirect("bookings:waiting", entry_token(entry))


@takes_form(shown_at="bookings:waiting")
@with_entry
def rejoin_list(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Undo leaving: the places that were offered, or the old place in the list."""
    try:
        again = entries.rejoin(entry=entry, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _back_text(again, declined=entry.was_offered()))
        drain_soon()
    return redirect("bookings:waiting", entry_token(entry))


def _back_text(entry: WaitingEntry, *, declined: bool) -> str:
    if entry.status == WaitingStatus.OFFERED and declined:
        return _("The places are kept for you again.")
    if declined:
        return _("The places have gone to others meanwhile. You are back in the list, at your old place.")
    return _("You are back in the list, at your old place.")
