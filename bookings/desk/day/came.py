"""Some of a party came: one tap for a party of one kind, else a page that asks how many of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.bookings.rows import may_come
from bookings.desk.day.came_form import CameForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, back_to_booking, booking_url
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.booking.attendance import check_in_some
from bookings.models import Booking


@require_http_methods(["GET", "HEAD", "POST"])
def came(request: DeskRequest, reference: str) -> HttpResponse:
    booking, now = booking_by_reference(request.desk_host, reference), timezone.now()
    units, may = list(booking.units.all()), request.desk_may
    form = CameForm(request.POST if request.method == "POST" else None, units=units, charges=may.manage)
    before = _state(booking)

    def act() -> None:
        check_in_some(booking=booking, **form.told(), now=now)

    if form.is_bound and form.is_valid() and accepts(form, act):
        if _state(booking) == before:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _("Written down who of %(name)s came.") % {"name": booking.contact_name})
        return back_to_booking(request, booking)
    if not form.is_bound and not may_come(booking, now=now):
        return back_to_booking(request, booking)
    context = {
        "booking": booking,
        "form": form,
        "back_url": booking_url(request.desk_host, booking),
        "came_back": request.POST.get("back", "") or request.GET.get("back", ""),
    }
    return desk_page(request, "desk/day/came.html", context, current="today")


def _state(booking: Booking) -> list[tuple[object, ...]]:
    rows = Booking.objects.filter(pk=booking.pk).order_by("units__pk")
    return list(rows.values_list("status", "missing_vnd", "units__pk", "units__came"))
