"""One time of one day: changed by hand, back to the rule, and who waits for it."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.bookings.message_form import MessageForm
from bookings.desk.calendar.cancel_slot_form import CancelSlotForm
from bookings.desk.calendar.slot_details import slot_context
from bookings.desk.calendar.slot_forms import SlotForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import minimum
from bookings.domain.calendar import one_slot
from bookings.models import Slot
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing

# What hands change of a slot.
BY_HAND = ("capacity", "capacity_by_hand", "starts_at", "prices", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@repeats_nothing()
def slot(request: DeskRequest, pk: int) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    found = slot_of(request, pk)
    units = list(found.experience.units.all())
    standing = SlotForm(slot=found, units=units)
    sent = Sent(request.POST, standing)
    form = SlotForm(sent.data, slot=found, units=units) if request.method == "POST" else standing
    accepted = request.method == "POST" and sent.accepted(form)
    if accepted and not form.has_changed():
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:slot", host=host.slug, pk=found.pk)
    if accepted and accepts(form, lambda: one_slot.edit_slot(slot_id=found.pk, now=now, **form.changes())):
        messages.success(request, _("Saved. The schedule will not change this time any more."))
        return redirect("desk:slot", host=host.slug, pk=found.pk)
    return _page(request, found, form, standing, now=now)


def slot_page(
    request: DeskRequest,
    slot: Slot,
    *,
    now: dt.datetime,
    cancel_form: CancelSlotForm | None = None,
    message_form: MessageForm | None = None,
) -> HttpResponse:
    """The slot's page, with the form that cancels it, or writes to its parties, as it was filled in."""
    standing = SlotForm(slot=slot, units=list(slot.experience.units.all()))
    return _page(request, slot, standing, standing, now=now, cancel_form=cancel_form, message_form=message_form)


def _page(
    request: DeskRequest,
    slot: Slot,
    form: SlotForm,
    standing: SlotForm,
    *,
    now: dt.datetime,
    cancel_form: CancelSlotForm | None = None,
    message_form: MessageForm | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "opened": opened(standing),
        "cancel_form": cancel_form or CancelSlotForm(),
        "cancelling": cancel_form is not None,
        "message_form": message_form or MessageForm(),
        "writing": message_form is not None,
    }
    context |= slot_context(slot, host=request.desk_host, now=now)
    return desk_page(request, "desk/calendar/slot.html", context, current="calendar")


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
    found = Slot.objects.for_host(request.desk_host).select_related("experience", "schedule", "closure").filter(pk=pk)
    if not found:
        raise Http404
    return found[0]
