"""One time of one day: changed by hand, back to the rule, and who waits for it."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.bookings.message_form import MessageForm
from bookings.desk.calendar.cancel_slot_form import CancelSlotForm
from bookings.desk.calendar.slot_details import slot_context
from bookings.desk.calendar.slot_forms import SlotForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.fresh import answer, version_of
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import minimum
from bookings.domain.calendar import one_slot
from bookings.domain.pieces.adding import makes_pieces
from bookings.domain.seats.prices import price_list, units_at
from bookings.models import Slot
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing
from common.words.dates import time_text

# What hands change of a slot.
BY_HAND = ("capacity", "capacity_by_hand", "starts_at", "prices", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@repeats_nothing()
def slot(request: DeskRequest, pk: int) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    found = slot_of(request, pk)
    if request.method != "POST":
        return slot_page(request, found, now=now)
    standing = _standing(found)
    sent = Sent(request.POST, standing)
    form = SlotForm(sent.data, slot=found, units=standing.units)
    accepted = sent.accepted(form)
    if accepted and not form.has_changed():
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:slot", host=host.slug, pk=found.pk)
    if accepted and accepts(form, lambda: one_slot.edit_slot(slot_id=found.pk, now=now, **form.changes())):
        messages.success(request, _("Saved. The schedule will not change this time any more."))
        return redirect("desk:slot", host=host.slug, pk=found.pk)
    return slot_page(request, found, now=now, form=form)


@require_safe
@repeats_nothing("v")
def fresh(request: DeskRequest, pk: int) -> HttpResponse:
    """The slot's part of its page, if it has changed since."""
    now = timezone.now()
    context = _part(request, slot_of(request, pk), now=now)
    return answer(request, context["version"], "desk/calendar/_slot.html", lambda: context, now=now)


def slot_page(
    request: DeskRequest,
    slot: Slot,
    *,
    now: dt.datetime,
    form: SlotForm | None = None,
    cancel_form: CancelSlotForm | None = None,
    message_form: MessageForm | None = None,
) -> HttpResponse:
    """The slot's page, with the form that changes it, cancels it or writes to its parties as it was filled in.

    What was filled in stays: such a page asks for nothing newer.
    """
    filled = {"form": form, "cancel_form": cancel_form, "message_form": message_form}
    filled = {name: found for name, found in filled.items() if found is not None}
    context = _part(request, slot, now=now) | filled | ({"version": ""} if filled else {})
    context |= {"cancelling": cancel_form is not None, "writing": message_form is not None}
    return desk_page(request, "desk/calendar/slot.html", context, current="calendar")


def _part(request: DeskRequest, slot: Slot, *, now: dt.datetime) -> dict:
    """For templates/desk/calendar/_slot.html, where nobody has filled in anything."""
    standing = _standing(slot)
    context = slot_context(slot, host=request.desk_host, now=now) | {"opened": opened(standing)}
    counted = (slot.taken, slot.capacity, slot.decision)
    forms = {"form": standing, "cancel_form": CancelSlotForm(), "message_form": MessageForm()}
    version = version_of([context, counted], now=now)
    return context | forms | {"host": request.desk_host, "version": version, "fresh_at": time_text(now)}


def _standing(slot: Slot) -> SlotForm:
    return SlotForm(slot=slot, units=units_at(price_list(slot.experience_id), slot, by_hand=False))


@require_POST
def follow_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back what was changed by hand, as far as whoever booked allows."""
    found = slot_of(request, pk)
    changes(
        request,
        lambda: one_slot.follow_rules(slot_id=found.pk, now=timezone.now()),
        _("This time follows the schedule again."),
        rows=lambda: Slot.objects.filter(pk=found.pk).values_list(*BY_HAND),
    )
    return redirect("desk:slot", host=request.desk_host.slug, pk=found.pk)


@require_POST
def run_anyway(request: DeskRequest, pk: int) -> HttpResponse:
    found = slot_of(request, pk)
    changes(
        request,
        lambda: minimum.run_anyway(slot_id=found.pk, now=timezone.now()),
        _("It takes place. Whoever booked gets a mail."),
        rows=lambda: Slot.objects.filter(pk=found.pk).values_list("decision"),
    )
    return redirect("desk:slot", host=request.desk_host.slug, pk=found.pk)


def slot_of(request: DeskRequest, pk: int) -> Slot:
    """A slot of the host's. Raises Http404."""
    found = Slot.objects.for_host(request.desk_host).select_related("experience", "schedule", "closure")
    found = found.annotate(makes_pieces=makes_pieces())
    slot = found.filter(pk=pk).first()
    if slot is None:
        raise Http404
    return slot
