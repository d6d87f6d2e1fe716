"""The desk's few words: days, money due, and what happened to a booking."""

import datetime as dt

from django.utils.translation import gettext as _

from bookings.enums import EXPECTED, BookingStatus, CancelledBy
from bookings.models import Booking
from bookings.texts import status_text
from common.words.dates import day_text, local, moment_text, short_day_text, time_text
from common.words.lunar import to_lunar
from common.words.money import format_vnd


def local_day(booking: Booking) -> dt.date:
    return local(booking.slot.starts_at).date()


def short_lunar_text(day: dt.date) -> str:
    """`20/10 âl`."""
    lunar = to_lunar(day)
    text = _("%(day)s lunar, leap month") if lunar.leap else _("%(day)s lunar")
    return text % {"day": lunar.text}


def near_day_text(day: dt.date, today: dt.date) -> str:
    """Today, Tomorrow, Yesterday, or the whole date."""
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    return near.get((day - today).days) or day_text(day)


def near_day_line(day: dt.date, today: dt.date) -> str:
    """What `near_day_text` leaves unsaid: nothing of today, whose date every page shows."""
    if day == today:
        return ""
    return date_line(day) if abs((day - today).days) == 1 else short_lunar_text(day)


def date_line(day: dt.date) -> str:
    """`T7 28/11 · 20/10 âl`."""
    return f"{short_day_text(day)} · {short_lunar_text(day)}"


def near_moment(moment: dt.datetime) -> str:
    """`16:00 T6 27/11`, for inside a sentence and never broken; within half a year it needs no year."""
    return f"{time_text(moment)} {short_day_text(local(moment).date())}".replace(" ", "\xa0")


def due_text(booking: Booking) -> str:
    """What a party that is expected has to pay; all pay at the village."""
    if booking.status not in EXPECTED or booking.no_show_at or not booking.total_vnd:
        return ""
    return _("to pay: %(amount)s") % {"amount": format_vnd(booking.total_vnd)}


def state_of(booking: Booking) -> tuple[str, str]:
    """The state for components/state.html, and its words."""
    return ("NO_SHOW" if booking.no_show_at else booking.status), status_text(booking)


def phone_text(booking: Booking) -> str:
    """`0912 345 678`, or `+33 6 12 34 56 78` for a number from abroad."""
    phone = booking.contact_phone
    if not phone:
        return ""
    return phone.as_national if phone.country_code == 84 else phone.as_international


def history(booking: Booking) -> list[tuple[str, str]]:
    """(when, what) of all that is known to have happened, oldest first."""
    by_host = booking.cancelled_by == CancelledBy.HOST
    declined = booking.status == BookingStatus.REJECTED
    cancelled = _("Cancelled by the host") if by_host else _("Cancelled by the guest")
    if booking.cancel_reason:
        cancelled = f"{cancelled}: {booking.cancel_reason}"
    events = [
        (booking.created_at, _("Places held")),
        (booking.consented_at if booking.awaits else None, _("Booked, to be confirmed")),
        (booking.confirmed_at, _("Confirmed")),
        (booking.redeemed_at, _("Checked in")),
        (booking.no_show_at, _("Marked as a no-show")),
        (booking.cancelled_at, _("Declined by the host") if declined else cancelled),
    ]
    happened = [(when, what) for when, what in events if when]
    happened.sort(key=lambda event: event[0])
    return [(moment_text(when), what) for when, what in happened]
