"""Who came: check-in of all or some of a party, no-show, and taking either back. No seats move: no slot is locked."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain.history import note
from bookings.enums import Act, BookingStatus
from bookings.models import Booking, BookingUnit, Review
from common.data.db import atomic_with_retry
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


class Reviewed(Refused):
    message = _("The guest has written of this visit, so its check-in stays.")


class NobodyCame(Refused):
    message = _("At least one of the party came, or mark that they did not come.")


class MoreThanBooked(Refused):
    message = _("More came than were booked. Add the others as guests of their own.")


@atomic_with_retry
def check_in(*, booking: Booking, now: dt.datetime) -> Booking:
    """All of the party: CONFIRMED to REDEEMED. A second call changes nothing. Raises NotExpected, TooEarly."""
    if booking.slot.starts_at - now > EARLIEST:
        raise TooEarly(
            _("This party is expected at %(when)s. Check them in on the day.")
            % {"when": moment_text(booking.slot.starts_at)}
        )
    changed = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CONFIRMED).update(
        status=BookingStatus.REDEEMED, redeemed_at=now, no_show_at=None, cancel_fee_vnd=0
    )
    booking.refresh_from_db()
    if not changed and booking.status != BookingStatus.REDEEMED:
        raise NotExpected
    if changed:
        note(booking, Act.CHECKED_IN, now=now)
    return booking


@atomic_with_retry
def check_in_some(*, booking: Booking, came: Mapping[int, int], charge_all: bool | None, now: dt.datetime) -> Booking:
    """`came` of the party, by id of its BookingUnit; the others are missing and keep their seats.

    They are charged as booked with `charge_all`; else nothing is asked for them. None leaves what was said of that
    before: whoever sees no money decides on none. A later call with other numbers mends it, the same one changes
    nothing. Raises NotExpected, TooEarly, NobodyCame, MoreThanBooked.
    """
    # Held before its parts are read, so that two phones do not write half of each.
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence"))
    units = list(BookingUnit.objects.filter(booking=booking))
    numbers = {unit: came.get(unit.pk, 0) for unit in units}
    if not any(numbers.values()):
        raise NobodyCame
    if any(number > unit.quantity for unit, number in numbers.items()):
        raise MoreThanBooked
    booking = check_in(booking=booking, now=now)
    before = _who_came(units, booking)
    if charge_all is None:
        charge_all = any(unit.came is not None for unit in units) and not booking.missing_vnd
    whole = all(number == unit.quantity for unit, number in numbers.items())
    for unit, number in numbers.items():
        unit.came = None if whole else number
        unit.save(update_fields=["came"])
    missing = sum((unit.quantity - number) * unit.price_vnd for unit, number in numbers.items())
    booking.missing_vnd = 0 if charge_all else booking.not_asked_vnd(missing)
    booking.save(update_fields=["missing_vnd"])
    after = _who_came(units, booking)
    if after != before:
        note(booking, Act.CAME, now=now, before=before, after=after)
    return booking


def _who_came(units: list[BookingUnit], booking: Booking) -> dict[str, int]:
    return {
        "came": sum(unit.quantity if unit.came is None else unit.came for unit in units),
        "booked": sum(unit.quantity for unit in units),
        "total_vnd": booking.total_vnd - booking.missing_vnd,
    }


@atomic_with_retry
def undo_check_in(*, booking: Booking, now: dt.datetime) -> Booking:
    """REDEEMED back to CONFIRMED, whoever came. A second call changes nothing. Raises Reviewed.

    What a guest says of a visit does not go with a tap of the house.
    """
    # Held before it is looked for, as whoever writes a review holds it.
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence"))
    if Review.objects.filter(booking=booking).exists():
        raise Reviewed
    changed = Booking.objects.filter(pk=booking.pk, status=BookingStatus.REDEEMED).update(
        status=BookingStatus.CONFIRMED, redeemed_at=None, missing_vnd=0
    )
    if changed:
        BookingUnit.objects.filter(booking=booking).update(came=None)
        note(booking, Act.CHECK_IN_UNDONE, now=now)
    booking.refresh_from_db()
    return booking


@atomic_with_retry
def mark_no_show(*, booking: Booking, now: dt.datetime) -> Booking:
    """Note that a confirmed party did not come. A second call changes nothing.

    Raises NotExpected, NotStarted, AlreadyHere.
    """
    if booking.slot.starts_at > now:
        raise NotStarted
    # Held before its price is read, so that a party which changes at this moment is kept to what it is now.
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence"))
    fee = Booking.objects.select_related("slot").get(pk=booking.pk).fee_vnd(now)
    changed = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CONFIRMED, no_show_at__isnull=True).update(
        no_show_at=now, cancel_fee_vnd=fee
    )
    booking.refresh_from_db()
    if not changed and booking.status == BookingStatus.REDEEMED:
        raise AlreadyHere
    if not changed and booking.no_show_at is None:
        raise NotExpected
    if changed:
        note(booking, Act.NO_SHOW, now=now)
    return booking


@atomic_with_retry
def undo_no_show(*, booking: Booking, now: dt.datetime) -> Booking:
    """They came late after all. A second call changes nothing."""
    changed = Booking.objects.filter(pk=booking.pk, no_show_at__isnull=False).update(no_show_at=None, cancel_fee_vnd=0)
    booking.refresh_from_db()
    if changed:
        note(booking, Act.NO_SHOW_UNDONE, now=now)
    return booking
