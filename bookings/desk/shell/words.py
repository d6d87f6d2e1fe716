"""The desk's few words: days, money due, and what happened to a booking."""

import datetime as dt

from django.utils.translation import gettext as _

from bookings.domain.money.owing import account
from bookings.domain.money.settle import ahead_left
from bookings.enums import BookingStatus
from bookings.models import Booking
from bookings.texts import status_text
from common.words.dates import day_text, local, short_day_text, time_text
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
    """`16:00 T6 27/11`, for inside a sentence, the day never broken; within half a year it needs no year."""
    day = short_day_text(local(moment).date()).replace(" ", "\xa0")
    return f"{time_text(moment)} {day}"


def due_text(booking: Booking) -> str:
    """What is left to collect or to give back; empty where both sides are even. The booking has its account."""
    due = booking.due_vnd  # type: ignore[attr-defined]
    ahead = ahead_left(booking, account(booking)) if due > 0 else 0
    if ahead:
        return _("to pay ahead: %(amount)s") % {"amount": format_vnd(ahead)}
    if not due:
        return ""
    text = _("to pay: %(amount)s") if due > 0 else _("to give back: %(amount)s")
    return text % {"amount": format_vnd(abs(due))}


def needs_text(booking: Booking) -> str:
    """What the host prepares for the party: `vegetarian, allergic to nuts · English`; empty where nothing is told."""
    spoken = booking.get_spoken_language_display() if booking.spoken_language else ""
    return " · ".join(part for part in (", ".join(booking.dietary_labels()), spoken) if part)


def state_of(booking: Booking) -> tuple[str, str]:
    """The state for components/state.html, and its words."""
    if booking.status == BookingStatus.REDEEMED:
        units = list(booking.units.all())
        if any(unit.came is not None for unit in units):
            came = sum(unit.came or 0 for unit in units)
            booked = sum(unit.quantity for unit in units)
            return booking.status, _("%(came)s of %(booked)s here") % {"came": came, "booked": booked}
    return ("NO_SHOW" if booking.no_show_at else booking.status), status_text(booking)


def phone_text(booking: Booking) -> str:
    """`0912 345 678`, or `+33 6 12 34 56 78` for a number from abroad."""
    phone = booking.contact_phone
    if not phone:
        return ""
    return phone.as_national if phone.country_code == 84 else phone.as_international
