"""A guest who waits mends a mistyped e-mail address or number."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.waiting.contact import mend_entry
from bookings.forms.contact import ReachWaitingForm
from bookings.links import entry_token
from bookings.models import WaitingEntry
from bookings.web.access import with_entry
from bookings.web.waiting.entry import state_of
from common.data.refusal import Refused
from common.http.throttle import too_many
from outbox.tasks import drain_soon


@require_http_methods(["GET", "HEAD", "POST"])
@with_entry
def contact(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """The form, and after it the place in the list, whose address is another where the e-mail address is."""
    if state_of(entry, now=timezone.now()) not in ("waiting", "offered"):
        return redirect("bookings:waiting", entry_token(entry))
    initial = ReachWaitingForm.initial_of(entry)
    form = ReachWaitingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        mended = _mended(request, entry, form)
        if mended:
            return redirect("bookings:waiting", entry_token(mended))
    context = {"form": form, "token": entry_token(entry), "entry": entry}
    return render(request, "bookings/waiting/contact.html", context, status=422 if form.errors else 200)


def _mended(request: HttpRequest, entry: WaitingEntry, form: ReachWaitingForm) -> WaitingEntry | None:
    if too_many(request, scope="contact", rate=settings.CONTACT_RATE):
        form.add_error(None, _("That was asked for very often from here. Please wait a little, or call your host."))
        return None
    try:
        mended = mend_entry(entry=entry, **form.reached(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None
    if mended.uuid != entry.uuid:
        messages.success(request, _("Saved. We write to %(email)s now.") % {"email": mended.contact_email})
        drain_soon()
    elif mended.contact_phone != entry.contact_phone:
        messages.success(request, _("Saved. Your host sees it at once."))
    return mended
