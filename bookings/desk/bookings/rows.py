"""One booking as a line of the desk."""

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.desk.bookings.purse import Purse, make_purse
from bookings.desk.shell import words
from bookings.domain.booking.attendance import EARLIEST
from bookings.enums import BookingStatus
from bookings.models import Booking
from bookings.texts import party_text
from common.words.dates import time_text
from experiences.texts import guests_text
from villages.models import Host

# For more than so many a number is typed.
MOST_BUTTONS = 12


@dataclass(frozen=True)
class Row:
    """For templates/desk/bookings/_row.html. `seats` is people, as hosts count them; `came` how many of them did.

    `some_url` takes how many came, where not all did: one of `fewer` (field, value, text), or how many of each of
    `kinds` (field, label, number, most). Without a purse it does not ask who is charged.
    """

    reference: str
    url: str
    name: str
    party_text: str
    seats: int
    due_text: str
    status: str
    status_text: str
    needs_text: str
    note: str
    phone_url: str
    check_in_url: str
    undo_url: str
    came: int
    fewer: list[tuple[str, str, str]]
    kinds: list[tuple[str, str, int, int]]
    some_url: str
    purse: Purse | None


def make_row(
    booking: Booking,
    *,
    host: Host,
    now: dt.datetime,
    where: str = "",
    with_phone: bool = False,
    with_purse: bool = False,
    with_came: bool = False,
    with_due: bool = True,
) -> Row:
    """`where` goes before the party; the slot, the units and, for what is due, the account must be loaded.

    For a purse, to take money in the row itself, the booking comes from `lookups.with_money`. `with_came` offers to say
    that fewer came.
    """
    status, status_text = words.state_of(booking)
    people = sum(unit.quantity for unit in booking.units.all())
    party = party_text(booking)
    if booking.seats != people:
        # The head of the slot counts places.
        party += " · " + ngettext("%(n)s place", "%(n)s places", booking.seats) % {"n": booking.seats}
    return Row(
        reference=booking.reference,
        url=_url("booking", host, booking),
        name=booking.contact_name,
        party_text=f"{where} · {party}" if where else party,
        seats=people,
        due_text=words.due_text(booking) if with_due else "",
        status=status,
        status_text=status_text,
        needs_text=words.needs_text(booking),
        note=booking.note,
        phone_url=booking.contact_phone.as_rfc3966 if with_phone and booking.contact_phone else "",
        check_in_url=_url("check_in", host, booking) if may_check_in(booking, now=now) else "",
        undo_url=_undo_url(booking, host),
        came=came_of(booking) if status == BookingStatus.REDEEMED else 0,
        fewer=_fewer(booking),
        kinds=_kinds(booking),
        some_url=_url("came", host, booking) if with_came and people > 1 and may_come(booking, now=now) else "",
        purse=make_purse(booking, host, now=now) if with_purse else None,
    )


def list_row(booking: Booking, *, host: Host, now: dt.datetime) -> Row:
    """The row of a list that mixes days and experiences. Taking things back is done at their day."""
    where = f"{time_text(booking.slot.starts_at)} {booking.slot.experience.label}"
    return replace(make_row(booking, host=host, now=now, where=where), needs_text="", note="", undo_url="")


def may_check_in(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the domain would take a check-in now: the button is offered when it works."""
    return (
        booking.status == BookingStatus.CONFIRMED
        and booking.no_show_at is None
        and booking.slot.starts_at - now <= EARLIEST
    )


def may_come(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the domain would take how many came: before a check-in, and to mend it."""
    return booking.status == BookingStatus.REDEEMED or may_check_in(booking, now=now)


def came_of(booking: Booking) -> int:
    """How many people of a party that is checked in came."""
    return sum(unit.quantity if unit.came is None else unit.came for unit in booking.units.all())


def _fewer(booking: Booking) -> list[tuple[str, str, str]]:
    """The ways to be fewer, the likeliest first: any number of a party of one kind, else one less of each kind."""
    units = list(booking.units.all())
    if len(units) > 1:
        booked = sum(unit.quantity for unit in units)
        return [
            (
                "came",
                ",".join(f"{unit.pk}:{unit.quantity - (unit == missing)}" for unit in units),
                _("%(came)s/%(booked)s, without %(who)s")
                % {"came": booked - 1, "booked": booked, "who": guests_text(missing.type, 1)},
            )
            for missing in units
        ]
    if not units or units[0].quantity > MOST_BUTTONS:
        return []
    unit = units[0]
    return [(f"u{unit.pk}", str(number), f"{number}/{unit.quantity}") for number in range(unit.quantity - 1, 0, -1)]


def _kinds(booking: Booking) -> list[tuple[str, str, int, int]]:
    """What is asked where a button for each way to be fewer would be too many."""
    units = list(booking.units.all())
    if len(units) == 1 and units[0].quantity <= MOST_BUTTONS:
        return []
    return [
        (f"u{unit.pk}", unit.get_type_display(), unit.quantity if unit.came is None else unit.came, unit.quantity)
        for unit in units
    ]


def _undo_url(booking: Booking, host: Host) -> str:
    if booking.status == BookingStatus.REDEEMED:
        return _url("undo_check_in", host, booking)
    if booking.status == BookingStatus.CONFIRMED and booking.no_show_at:
        return _url("undo_no_show", host, booking)
    return ""


def _url(name: str, host: Host, booking: Booking) -> str:
    return reverse(f"desk:{name}", args=[host.slug, booking.reference])
