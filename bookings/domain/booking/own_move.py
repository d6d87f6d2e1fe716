"""A guest moves their own visit to another time, as long as they may leave it free of charge."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.domain.booking.move import NotMovable, change_slot, lock_both, other_times, require_movable
from bookings.domain.booking.party_choices import party_told
from bookings.domain.history import note
from bookings.domain.seats.on_sale import require_on_sale
from bookings.domain.seats.party import UnitLine
from bookings.domain.seats.prices import PriceList, price_list, read_why, units_at
from bookings.enums import Act, BookingStatus
from bookings.models import Booking, BookingUnit, Slot
from bookings.models.booking import SUM
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class TooLateToMove(Refused):
    """The time is over until which the guest may leave free of charge."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _("This visit is too close to be moved here. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class MovedOften(Refused):
    """Each move writes to both sides."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _("This visit has been changed many times already. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class OtherPrice(Refused):
    message = _("The price of this time has just changed. Please look at it again.")


def may_move(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `move_own` would look at this booking."""
    return (
        booking.status == BookingStatus.CONFIRMED
        and booking.no_show_at is None
        and now < booking.slot.starts_at
        and now <= booking.free_cancel_until()
        and booking.sequence < MOST_VERSIONS
    )


def times_to_move_to(booking: Booking, *, now: dt.datetime) -> list[Slot]:
    """Slots of the next 60 days that the web sells and that have room for the party, soonest first, with `free`.

    Whoever waits for a seat there goes first. At most five queries.
    """
    slots = other_times(booking, now=now)
    for slot in slots:
        slot.free -= slot.kept_seats(now)
    return [slot for slot in slots if slot.closes_at > now and slot.free >= booking.seats]


def total_at(booking: Booking, new: Slot, prices: PriceList | None = None) -> int:
    """What the party costs at `new`, in đồng; `prices` as they are now, where several times are asked for."""
    price_vnd = _price_at(booking, _lines_at(booking, new, prices))
    return price_vnd - (booking.discount_code.off_vnd(price_vnd) if booking.discount_code else 0)


def _price_at(booking: Booking, lines: Mapping[BookingUnit, UnitLine]) -> int:
    """What its lines cost where `lines` cost something else."""
    return booking.price_vnd + sum(line.quantity * (new.price_vnd - line.price_vnd) for line, new in lines.items())


def _lines_at(booking: Booking, new: Slot, prices: PriceList | None = None) -> dict[BookingUnit, UnitLine]:
    """The lines that cost something else: of times by hand or of a season, of which it was or will be one.

    All others keep the price that was promised.
    """
    there = {unit.pk: unit for unit in units_at(prices or price_list(new.experience_id), new)}
    people = sum(line.quantity for line in booking.units.all() if line.seats)
    found = {}
    for line in booking.units.all():
        unit = there.get(line.unit_id or 0)
        if unit is None:
            continue
        was = read_why(line.why)
        if str(line.unit_id) in booking.slot.prices or unit.why.by_hand or was.day != unit.why.day:
            _from, price_vnd = unit.why.at(people, unit.price_vnd)
            found[line] = UnitLine(unit, line.quantity, price_vnd, unit.why.told(people=people, price_vnd=price_vnd))
    return found


@atomic_with_retry
def move_own(*, booking: Booking, slot_id: int, total_vnd: int, now: dt.datetime) -> Booking:
    """Move the guest's visit and owe both sides a message. A second call changes nothing.

    `total_vnd` is what the guest was shown that it costs there.
    Raises NotMovable, TooLateToMove, MovedOften, OtherExperience, NotOffered, SlotClosed, OtherPrice, MovedMeanwhile,
    NotEnoughSeats, SlotGone.
    """
    booking, old, new = lock_both(booking, slot_id)
    if old == new:
        return booking
    if booking.status != BookingStatus.CONFIRMED or booking.no_show_at is not None:
        raise NotMovable
    if now > booking.free_cancel_until() or now >= old.starts_at:
        raise TooLateToMove(old)
    if booking.sequence >= MOST_VERSIONS:
        raise MovedOften(old)
    require_movable(booking, new, now=now)
    require_on_sale(new, now=now, agreed=True)
    if total_at(booking, new) != total_vnd:
        raise OtherPrice
    lines, before = _lines_at(booking, new), party_told(booking)
    price_vnd = _price_at(booking, lines)
    moved = change_slot(booking, old, new, now=now, by_host=False)
    for line, guests in lines.items():
        BookingUnit.objects.filter(pk=line.pk).update(price_vnd=guests.price_vnd, why=guests.why)
    if moved.price_vnd != price_vnd:
        moved.reprice(price_vnd)
        moved.agree_ahead()
        moved.save(update_fields=[*SUM, "prepay_vnd"])
        note(moved, Act.PARTY, now=now, before=before, after=party_told(moved))
    return moved
