"""What a guest keeps: the .ics file and the QR code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.enums import BookingStatus
from bookings.links import booking_token, booking_url, check_in_url
from bookings.mail.ics import booking_calendar
from bookings.models import Booking
from bookings.web.access import with_booking
from bookings.web.booking.qr import png_file
from common.words.site import file_name


@require_safe
@with_booking
def calendar_file(request: HttpRequest, booking: Booking) -> HttpResponse:
    if booking.confirmed_at is None:
        return redirect("bookings:booking", booking_token(booking))
    calendar = booking_calendar(
        booking,
        now=timezone.now(),
        language=booking.language,
        link=booking_url(booking),
        cancelled=booking.status == BookingStatus.CANCELLED,
        sequence=booking.sequence,
    )
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(booking.reference, "ics")}"'
    return response


@require_safe
@with_booking
def qr_code(request: HttpRequest, booking: Booking) -> HttpResponse:
    if booking.confirmed_at is None:
        return redirect("bookings:booking", booking_token(booking))
    return HttpResponse(png_file(check_in_url(booking)), content_type="image/png")
