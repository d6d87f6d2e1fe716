"""The host writes to all parties of one time, and sends again what was not taken."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.bookings.message_form import MessageForm
from bookings.desk.calendar.slots import slot_of, slot_page
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.domain.booking import write_parties as writing
from bookings.enums import MessageKind, SlotMessageText
from bookings.models import Slot, SlotMessage
from outbox.models import OutboxMessage
from outbox.tasks import drain_soon


@require_POST
def write(request: DeskRequest, pk: int) -> HttpResponse:
    found, now = slot_of(request, pk), timezone.now()
    form = MessageForm(request.POST)
    if not form.is_valid():
        # Where the form was sent shows nothing: the other language shows the slot itself.
        request.shown_at = _url(request, found)  # type: ignore[attr-defined]  # read by pages.context
        return slot_page(request, found, now=now, message_form=form)
    said = form.cleaned_data
    changes(
        request,
        lambda: writing.write_parties(
            key=said["key"],
            slot_id=found.pk,
            usual=SlotMessageText(said["usual"]),
            words=said["words"],
            by=request.user,
            now=now,
        ),
        _("Written. Whoever left an e-mail address gets a mail."),
        rows=lambda: SlotMessage.objects.filter(slot=found).values_list("pk"),
    )
    drain_soon()
    return HttpResponseRedirect(f"{_url(request, found)}#nhan")


@require_POST
def write_again(request: DeskRequest, pk: int) -> HttpResponse:
    found = slot_of(request, pk)
    changes(
        request,
        lambda: writing.write_again(slot_id=found.pk, now=timezone.now()),
        _("Sent again."),
        rows=lambda: OutboxMessage.objects.filter(booking__slot=found, kind=MessageKind.FROM_HOST).values_list(
            "pk", "state", "error"
        ),
    )
    drain_soon()
    return HttpResponseRedirect(f"{_url(request, found)}#nhan")


def _url(request: DeskRequest, slot: Slot) -> str:
    return reverse("desk:slot", args=[request.desk_host.slug, slot.pk])
