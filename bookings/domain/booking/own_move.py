"""A guest moves their own visit to another time, as long as they may leave it free of charge."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.domain.booking.move import NotMovable, change_slot, lock_both, other_times, require_movable
from bookings.domain.booking.party_choices import party_told
from bookings.domain.history import note
from bookings.domain.seats.on_sale import require_on_sale
from bookings.domain.seats.party import units_of
from bookings.enums import Act, BookingStatus
from bookings.models import Booking, BookingUnit, Slot
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


def total_at(booking: Booking, new: Slot) -> int:
    """What the party costs at `new`, in đồng."""
    total = booking.total_vnd
    for line, price_vnd in _prices_at(booking, new).items():
        total += line.quantity * (price_vnd - line.price_vnd)
    return total


def _prices_at(booking: Booking, new: Slot) -> dict[BookingUnit, int]:
    """The price that was promised, but for times that have a price of their own, of which it was or will be one."""
    old, usual = booking.slot, None
    found = {}
    for line in booking.units.all():
        price = new.prices.get(str(line.unit_id))
        if price is None and line.unit_id and str(line.unit_id) in old.prices:
            usual = usual or {unit.pk: unit.price_vnd for unit in units_of(new)}
            price = usual.get(line.unit_id)
        found[line] = line.price_vnd if price is None else price
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
    prices, before = _prices_at(booking, new), party_told(booking)
    moved = change_slot(booking, old, new, now=now, by_host=False)
    if moved.total_vnd != total_vnd:
        for line, price_vnd in prices.items():
            BookingUnit.objects.filter(pk=line.pk).update(price_vnd=price_vnd)
        moved.total_vnd = total_vnd
        moved.save(update_fields=["total_vnd"])
        note(moved, Act.PARTY, now=now, before=before, after=party_told(moved))
    return moved
