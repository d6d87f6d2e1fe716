"""When and how a visit is paid, as guests read it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.domain.booking.rationing import payment_until
from bookings.enums import BookingStatus
from bookings.models import Booking
from common.words.dates import moment_text
from common.words.money import format_vnd


def ahead_until(booking: Booking) -> dt.datetime:
    """Until when what is paid ahead is to be paid: of a hold, if it were confirmed now."""
    if booking.status == BookingStatus.ON_HOLD:
        return payment_until(booking.slot, booking, now=timezone.now())
    return booking.hold_expires_at


def payment_text(booking: Booking) -> str:
    """How what was agreed is paid, with the exact sums."""
    if not booking.prepay_vnd:
        return _("At the village, on the day, in cash or by bank transfer to the seller.")
    said = {
        "ahead": format_vnd(booking.prepay_vnd),
        "rest": format_vnd(booking.total_vnd - booking.prepay_vnd),
        "when": moment_text(ahead_until(booking)),
    }
    if booking.prepay_vnd == booking.total_vnd:
        return _("The whole %(ahead)s by bank transfer to the seller, until %(when)s.") % said
    return _("A deposit of %(ahead)s by bank transfer to the seller, until %(when)s; %(rest)s at the village.") % said
