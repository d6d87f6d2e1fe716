"""A booking in words, for pages, mails and files alike. The booking comes from `with_party()`."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking, Slot
from common.dates import moment_text, time_text
from common.lunar import to_lunar
from common.money import format_vnd
from experiences.texts import guests_text

# An honest assumption for the road: what a family car makes on these roads, and time to park.
KM_PER_HOUR = 40
PARKING = dt.timedelta(minutes=15)


def party_text(booking: Booking) -> str:
    """`2 người lớn, 1 trẻ em` in the active language."""
    return ", ".join(guests_text(line.type, line.quantity) for line in booking.units.all())


def money_lines(booking: Booking, language: str) -> list[dict]:
    """What is paid for, line by line."""
    units = [
        {
            "text": f"{line.quantity} × {line.get_type_display()}",
            "amount_text": format_vnd(line.amount_vnd, language),
        }
        for line in booking.units.all()
    ]
    extras = [
        {
            "text": f"{line.quantity} × {line.name_in(language)}",
            "amount_text": format_vnd(line.amount_vnd, language),
        }
        for line in booking.extras.all()
    ]
    return units + extras


def when_text(slot: Slot) -> str:
    """`09:00–11:00 Thứ bảy, 28/11/2026`."""
    start = moment_text(slot.starts_at)
    clock = time_text(slot.starts_at)
    return start.replace(clock, f"{clock}–{time_text(slot.ends_at)}", 1)


def lunar_text(slot: Slot) -> str:
    """`20/10 âm lịch`."""
    lunar = to_lunar(timezone.localtime(slot.starts_at).date())
    return _("%(day)s by the lunar calendar") % {"day": lunar.text}


def seats_text(free: int) -> str:
    """`còn 5 chỗ`, or that it is full."""
    if free <= 0:
        return _("full")
    return ngettext("%(n)s place left", "%(n)s places left", free) % {"n": free}


def place_text(booking: Booking) -> str:
    """Where the party meets: the place's name, if there is one, and the host's address."""
    experience = booking.slot.experience
    address = experience.host.address
    if experience.place is None or experience.place.label in address:
        return address
    return f"{experience.place.label}, {address}"


def leave_text(booking: Booking) -> str:
    """When to leave Hà Nội to be there in good time, with the assumption said; empty where the road is unknown."""
    km = booking.slot.experience.village.km_from_hanoi
    if not km:
        return ""
    road = dt.timedelta(minutes=round(km / KM_PER_HOUR * 60 / 15 + 0.499) * 15)
    leave = booking.slot.starts_at - road - PARKING
    return _("Leave Hà Nội by %(time)s: about %(km)s km, reckoned at %(speed)s km an hour, with time to park.") % {
        "time": time_text(leave),
        "km": km,
        "speed": KM_PER_HOUR,
    }


def cancel_text(booking: Booking) -> str:
    """The cancellation policy as it applies to this booking."""
    return _("Free of charge until %(when)s. After that, please call your host.") % {
        "when": moment_text(booking.free_cancel_until())
    }


def status_text(booking: Booking) -> str:
    """The state in words, with no-show, which is not a status of OCTO."""
    return _("Did not come") if booking.no_show_at else str(booking.get_status_display())


def directions_url(booking: Booking) -> str:
    """Opens the phone's map with the way to the meeting place."""
    spot = booking.slot.experience.place or booking.slot.experience.village
    return f"https://www.google.com/maps/dir/?api=1&destination={spot.latitude},{spot.longitude}"
