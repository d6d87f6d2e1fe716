"""One time of one day: changed by hand, back to the rule, and who waits for it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.calendar.slot_details import slot_context
from bookings.desk.calendar.slot_forms import SlotForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, succeeds
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import minimum
from bookings.domain.calendar import one_slot
from bookings.models import Slot
from common.cms.opened import Sent, opened


@require_http_methods(["GET", "HEAD", "POST"])
def slot(request: DeskRequest, pk: int) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    found = _slot_of(request, pk)
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
    context = {"form": form, "opened": opened(standing)} | slot_context(found, host=host, now=now)
    return desk_page(request, "desk/calendar/slot.html", context, current="calendar")


@require_POST
def follow_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back what was changed by hand, as far as whoever booked allows."""
    found = _slot_of(request, pk)
    if succeeds(request, lambda: one_slot.follow_rules(slot_id=found.pk, now=timezone.now())):
        messages.success(request, _("This time follows the schedule again."))
    return redirect("desk:slot", host=request.desk_host.slug, pk=found.pk)


@require_POST
def run_anyway(request: DeskRequest, pk: int) -> HttpResponse:
    found = _slot_of(request, pk)
    if succeeds(request, lambda: minimum.run_anyway(slot_id=found.pk, now=timezone.now())):
        messages.success(request, _("It takes place. Whoever booked gets a mail."))
    return redirect("desk:slot", host=request.desk_host.slug, pk=found.pk)


def _slot_of(request: DeskRequest, pk: int) -> Slot:
    found = Slot.objects.for_host(request.desk_host).select_related("experience", "schedule", "closure").filter(pk=pk)
    if not found:
        raise Http404
    return found[0]
