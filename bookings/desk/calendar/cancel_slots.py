"""The host cancels one time for everybody, opens it again, and ticks off whom somebody called."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.calendar.cancel_slot_form import CancelSlotForm
from bookings.desk.calendar.slots import slot_of, slot_page
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.lookups import booking_by_reference
from bookings.domain.booking import calls
from bookings.domain.booking import cancel_slot as cancelling
from bookings.enums import SlotCancelReason
from bookings.models import Booking, PhoneCall, Slot
from outbox.tasks import drain_soon


@require_POST
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    found, now = slot_of(request, pk), timezone.now()
    form = CancelSlotForm(request.POST)
    if not form.is_valid():
        # Where the form was sent shows nothing: the other language shows the slot itself.
        request.shown_at = _url(request, found)  # type: ignore[attr-defined]  # read by pages.context
        return slot_page(request, found, now=now, cancel_form=form)
    reason, words = SlotCancelReason(form.cleaned_data["reason"]), form.cleaned_data["words"]
    changes(
        request,
        lambda: cancelling.cancel_slot(slot_id=found.pk, reason=reason, words=words, by=request.user, now=now),
        _("Cancelled. Whoever left an e-mail address gets a mail."),
        rows=lambda: Slot.objects.filter(pk=found.pk).values_list("cancelled_at"),
    )
    drain_soon()
    return HttpResponseRedirect(_url(request, found))


@require_POST
def open_again(request: DeskRequest, pk: int) -> HttpResponse:
    """One tap brings the time back, and all parties that it still fits; the others are named."""
    found, now = slot_of(request, pk), timezone.now()
    outcome = cancelling.TakenBack()

    def act() -> None:
        nonlocal outcome
        outcome = cancelling.open_again(slot_id=found.pk, by=request.user, now=now)

    changes(
        request,
        act,
        _("This time takes place again."),
        rows=lambda: Slot.objects.filter(pk=found.pk).values_list("cancelled_at"),
    )
    if outcome.left_out:
        names = ", ".join(booking.contact_name for booking in outcome.left_out)
        messages.warning(request, _("Still cancelled, too late or no places left: %(names)s.") % {"names": names})
    drain_soon()
    return HttpResponseRedirect(_url(request, found))


@require_POST
def called(request: DeskRequest, pk: int, reference: str) -> HttpResponse:
    found, booking = _party_of(request, pk, reference)
    changes(
        request,
        lambda: calls.called(booking=booking, by=request.user, now=timezone.now()),
        _("Called: %(name)s.") % {"name": booking.contact_name},
        rows=lambda: PhoneCall.objects.filter(party__booking=booking).values_list("pk"),
    )
    return HttpResponseRedirect(f"{_url(request, found)}#goi")


@require_POST
def not_called(request: DeskRequest, pk: int, reference: str) -> HttpResponse:
    found, booking = _party_of(request, pk, reference)
    changes(
        request,
        lambda: calls.not_called(booking=booking),
        _("Taken back: %(name)s is still to be called.") % {"name": booking.contact_name},
        rows=lambda: PhoneCall.objects.filter(party__booking=booking).values_list("pk"),
    )
    return HttpResponseRedirect(f"{_url(request, found)}#goi")


def _party_of(request: DeskRequest, pk: int, reference: str) -> tuple[Slot, Booking]:
    found, booking = slot_of(request, pk), booking_by_reference(request.desk_host, reference)
    if booking.slot_id != found.pk:
        raise Http404
    return found, booking


def _url(request: DeskRequest, slot: Slot) -> str:
    return reverse("desk:slot", args=[request.desk_host.slug, slot.pk])
