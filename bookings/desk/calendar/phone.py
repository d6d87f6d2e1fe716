"""The member's visits in their phone's own calendar: the address to give it, made here and ended here."""

import uuid as uuids

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.links import feed_url
from villages.domain.calendar_feed import end_feed, make_feed
from villages.models import CalendarFeed


@require_safe
def phone(request: DeskRequest) -> HttpResponse:
    return _page(request)


@require_POST
def make(request: DeskRequest) -> HttpResponse:
    """The page with the address, which is shown this once: we keep no more of it than its hash."""
    try:
        key = uuids.UUID(request.POST.get("key", ""))
    except ValueError:
        # A form that lost its key is opened anew.
        return redirect("desk:phone_calendar", host=request.desk_host.slug)
    made: list[str] = []
    changes(
        request,
        lambda: made.append(make_feed(user=request.user, key=key, now=timezone.now())),
        _("This is your address. Give it to your calendar now: it is not shown again."),
        rows=lambda: _hashes(request),
    )
    return _page(request, address=feed_url(made[0]))


@require_POST
def end(request: DeskRequest) -> HttpResponse:
    changes(
        request,
        lambda: end_feed(user=request.user),
        _("Ended: no calendar reads your visits any more."),
        rows=lambda: _hashes(request),
    )
    return redirect("desk:phone_calendar", host=request.desk_host.slug)


def _page(request: DeskRequest, *, address: str = "") -> HttpResponse:
    context = {
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": address,
        # The same address in the scheme that phones open with their calendar.
        "open_url": "webcal:" + address.partition(":")[2] if address else "",
        "several": len(request.desk_hosts) > 1,
        "key": uuids.uuid4(),
    }
    return desk_page(request, "desk/calendar/phone.html", context, current="setup")


def _hashes(request: DeskRequest) -> QuerySet:
    return CalendarFeed.objects.filter(user=request.user).values_list("key_hash")
