"""The host mends how a party that waits is reached, while the guest is on the phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from bookings.domain.waiting.contact import mend_entry
from bookings.enums import CancelledBy
from bookings.forms.contact import ReachWaitingForm
from bookings.models import WaitingEntry
from common.cms.opened import Sent, opened
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: DeskRequest, pk: int) -> HttpResponse:
    host = request.desk_host
    entry = get_object_or_404(WaitingEntry, pk=pk, slot__experience__host=host)
    here = reverse("desk:slot", args=[host.slug, entry.slot_id])
    initial = ReachWaitingForm.initial_of(entry)
    standing = ReachWaitingForm(initial=initial)
    sent = Sent(request.POST, standing)
    form = ReachWaitingForm(sent.data, initial=initial) if request.method == "POST" else standing
    accepted = request.method == "POST" and sent.accepted(form)
    if accepted and form.reached() == {"phone": str(entry.contact_phone), "email": entry.contact_email}:
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect(here)
    if accepted and accepts(
        form, lambda: mend_entry(entry=entry, **form.reached(), now=timezone.now(), by=CancelledBy.HOST)
    ):
        messages.success(request, _("Saved. A new e-mail address gets the news by itself."))
        drain_soon()
        return redirect(here)
    context = {"name": entry.contact_name, "form": form, "opened": opened(standing), "back_url": here}
    return desk_page(request, "desk/bookings/contact.html", context, current="calendar")
