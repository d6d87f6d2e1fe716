"""The host writes to one party, and sends again what was not taken."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.bookings.cancel_form import CancelForm
from bookings.desk.bookings.details import booking_context
from bookings.desk.bookings.message_form import MessageForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import booking_url, changes
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.booking import write_parties as writing
from bookings.enums import MessageKind, SlotMessageText
from bookings.models import Booking, SlotMessage
from outbox.models import OutboxMessage
from outbox.tasks import drain_soon


@require_POST
def write(request: DeskRequest, reference: str) -> HttpResponse:
    booking, now = booking_by_reference(request.desk_host, reference), timezone.now()
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _again(request, booking, form)
    said = form.cleaned_data
    told = (
        _("Written. %(name)s gets a mail.")
        if booking.contact_email
        else _("Written down. %(name)s left no e-mail address: please call.")
    )
    changes(
        request,
        lambda: writing.write_party(
            key=said["key"],
            booking=booking,
            usual=SlotMessageText(said["usual"]),
            words=said["words"],
            by=request.user,
            now=now,
        ),
        told % {"name": booking.contact_name},
        rows=lambda: SlotMessage.objects.filter(parties__booking=booking).values_list("pk"),
    )
    drain_soon()
    return HttpResponseRedirect(f"{booking_url(request.desk_host, booking)}#nhan")


def _again(request: DeskRequest, booking: Booking, form: MessageForm) -> HttpResponse:
    """The booking's page with the form as it was filled in."""
    context = booking_context(booking, host=request.desk_host, now=timezone.now(), manage=True)
    context |= {"cancel_form": CancelForm(), "message_form": form, "writing": True}
    # Where the form was sent shows nothing: the other language shows the booking itself.
    request.shown_at = booking_url(request.desk_host, booking)  # type: ignore[attr-defined]  # read by pages.context
    return desk_page(request, "desk/bookings/booking.html", context, current="bookings")


@require_POST
def write_again(request: DeskRequest, reference: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    changes(
        request,
        lambda: writing.write_party_again(booking=booking, now=timezone.now()),
        _("Sent again."),
        rows=lambda: OutboxMessage.objects.filter(booking=booking, kind=MessageKind.FROM_HOST).values_list(
            "pk", "state", "error"
        ),
    )
    drain_soon()
    return HttpResponseRedirect(f"{booking_url(request.desk_host, booking)}#nhan")
