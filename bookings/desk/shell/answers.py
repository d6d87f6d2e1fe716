"""How a desk form answers: one domain call, a sentence, and back to where the thumb was."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.words import local_day
from bookings.domain.calendar.conflicts import open_conflicts
from bookings.models import Booking
from common.data.refusal import Refused
from villages.models import Host


def succeeds(request: DeskRequest, act: Callable[[], object]) -> bool:
    """Run `act`; where a rule says no, its sentence becomes a message and the page shows how things stand."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.message))
        return False
    return True


def changes(
    request: DeskRequest, act: Callable[[], object], done: str, *, rows: Callable[[], QuerySet[Any, Any]]
) -> bool:
    """Run `act` and say `done`; or that it was so already, where `rows` stand afterwards as they stood before.

    False where a rule said no, as `succeeds`.
    """
    before = list(rows().order_by("pk"))
    if not succeeds(request, act):
        return False
    if list(rows().order_by("pk")) == before:
        messages.info(request, _("It was so already: nothing has changed."))
    else:
        messages.success(request, done)
    return True


def status_of(booking: Booking) -> Callable[[], QuerySet[Any, Any]]:
    """What `changes` compares where the booking's state is what changes."""
    return lambda: Booking.objects.filter(pk=booking.pk).values_list("status")


def day_url(host: Host, day: dt.date) -> str:
    """The day's page; today's has an address of its own."""
    if day == timezone.localdate():
        return reverse("desk:today", args=[host.slug])
    return reverse("desk:day", args=[host.slug, day])


def booking_url(host: Host, booking: Booking) -> str:
    return reverse("desk:booking", args=[host.slug, booking.reference])


def came_from(asked: Mapping[str, str]) -> str:
    """`conflicts` where a page was reached from the parties to decide on and leads back there."""
    return "conflicts" if asked.get("from") == "conflicts" else ""


def back_to_booking(request: DeskRequest, booking: Booking, *, at_row: bool = True) -> HttpResponseRedirect:
    """Where the form's `back` says: day, its time's call list (slot) or who gets money back there (owed) or anywhere
    (refunds), the camera (scan), else the booking's page.

    That page still knows where the form says that it came from.
    """
    if request.POST.get("back") == "day":
        anchor = f"#don-{booking.reference}" if at_row else ""
        return HttpResponseRedirect(day_url(request.desk_host, local_day(booking)) + anchor)
    if request.POST.get("back") in ("slot", "owed"):
        slot_url = reverse("desk:slot", args=[request.desk_host.slug, booking.slot_id])
        at = "tra" if request.POST["back"] == "owed" else f"goi-{booking.reference}"
        return HttpResponseRedirect(f"{slot_url}#{at}")
    if request.POST.get("back") == "refunds":
        return HttpResponseRedirect(reverse("desk:refunds_due", args=[request.desk_host.slug]))
    if request.POST.get("back") == "scan":
        return HttpResponseRedirect(reverse("desk:scan", args=[request.desk_host.slug]))
    asked = "?from=conflicts" if came_from(request.POST) else ""
    return HttpResponseRedirect(booking_url(request.desk_host, booking) + asked)


def accepts(form: BaseForm, act: Callable[[], object]) -> bool:
    """Run `act`; where a rule says no, its sentence stands above the form, which stays as it was filled in."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


def after_rules(request: DeskRequest, name: str, *, affected: bool, now: dt.datetime) -> HttpResponseRedirect:
    """Where saving a rule leads: to the parties to decide on where it affected some, else to the list called `name`."""
    if affected and open_conflicts(request.desk_host, now=now):
        name = "conflicts"
    return HttpResponseRedirect(reverse(f"desk:{name}", args=[request.desk_host.slug]))
