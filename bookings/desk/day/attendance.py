"""Who came, and taking it back: one tap each."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import back_to_booking, changes
from bookings.desk.shell.lookups import booking_by_reference
from bookings.domain.booking import attendance
from bookings.models import Booking


@require_POST
def check_in(request: DeskRequest, reference: str) -> HttpResponse:
    return _answer(
        request,
        reference,
        lambda booking: attendance.check_in(booking=booking, now=timezone.now()),
        _("%(name)s is here."),
    )


@require_POST
def undo_check_in(request: DeskRequest, reference: str) -> HttpResponse:
    return _answer(
        request,
        reference,
        lambda booking: attendance.undo_check_in(booking=booking, now=timezone.now()),
        _("Taken back: %(name)s is not here yet."),
    )


@require_POST
def no_show(request: DeskRequest, reference: str) -> HttpResponse:
    return _answer(
        request,
        reference,
        lambda booking: attendance.mark_no_show(booking=booking, now=timezone.now()),
        _("Noted: %(name)s did not come."),
    )


@require_POST
def undo_no_show(request: DeskRequest, reference: str) -> HttpResponse:
    return _answer(
        request,
        reference,
        lambda booking: attendance.undo_no_show(booking=booking, now=timezone.now()),
        _("Taken back: %(name)s is expected."),
    )


def _answer(request: DeskRequest, reference: str, act: Callable[[Booking], object], done: str) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    name = booking.contact_name
    went_well = changes(
        request,
        lambda: act(booking),
        done % {"name": name},
        rows=lambda: Booking.objects.filter(pk=booking.pk).values_list("status", "no_show_at"),
    )
    return back_to_booking(request, booking, at_row=went_well)
