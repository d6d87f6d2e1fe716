"""Who came: check-in, no-show, and taking either back. Seats do not move, so no lock is needed."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.enums import BookingStatus
from bookings.models import Booking
from common.data.refusal import Refused
from common.words.dates import moment_text

EARLIEST = dt.timedelta(hours=12)


class NotExpected(Refused):
    """Not confirmed: cancelled, only on hold, or run out."""

    message = _("This booking is not confirmed, so the party cannot be checked in.")


class TooEarly(Refused):
    """Check-in opens twelve hours before the start: a slip of the thumb must not use up next week's booking."""


class NotStarted(Refused):
    message = _("The visit has not begun yet. Mark a no-show once it has.")


class AlreadyHere(Refused):
    message = _("This party has been checked in. Take the check-in back first, if that was a mistake.")


def check_in(*, booking: Booking, now: dt.datetime) -> Booking:
    """CONFIRMED to REDEEMED. A second call changes nothing. Raises NotExpected, TooEarly."""
    if booking.slot.starts_at - now > EARLIEST:
        raise TooEarly(
            _("This party is expected at %(when)s. Check them in on the day.")
            % {"when": moment_text(booking.slot.starts_at)}
        )
    changed = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CONFIRMED).update(
        status=BookingStatus.REDEEMED, redeemed_at=now, no_show_at=None
    )
    booking.refresh_from_db()
    if not changed and booking.status != BookingStatus.REDEEMED:
        raise NotExpected
    return booking


def undo_check_in(*, booking: Booking) -> Booking:
    """REDEEMED back to CONFIRMED. A second call changes nothing."""
    Booking.objects.filter(pk=booking.pk, status=BookingStatus.REDEEMED).update(
        status=BookingStatus.CONFIRMED, redeemed_at=None
    )
    booking.refresh_from_db()
    return booking


def mark_no_show(*, booking: Booking, now: dt.datetime) -> Booking:
    """Note that a confirmed party did not come. A second call changes nothing.

    Raises NotExpected, NotStarted, AlreadyHere.
    """
    if booking.slot.starts_at > now:
        raise NotStarted
    changed = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CONFIRMED, no_show_at__isnull=True).update(
        no_show_at=now
    )
    booking.refresh_from_db()
    if not changed and booking.status == BookingStatus.REDEEMED:
        raise AlreadyHere
    if not changed and booking.no_show_at is None:
        raise NotExpected
    return booking


def undo_no_show(*, booking: Booking) -> Booking:
    """They came late after all. A second call changes nothing."""
    Booking.objects.filter(pk=booking.pk).update(no_show_at=None)
    booking.refresh_from_db()
    return booking
