"""The parties of one slot: who, how many, at what price, and what became of them. Pure: no queries."""

import datetime as dt
import random
from dataclasses import dataclass

from bookings.enums import BookingStatus
from bookings.load.hosts import Offer

HOUR = dt.timedelta(hours=1)
LONGEST_AHEAD = 20
SIZES = (1, 2, 2, 2, 2, 3, 3, 4, 4, 5)
# Fates with their shares, for visits that are over and for those to come.
OVER = (("redeemed", 80), ("no_show", 5), ("unmarked", 3), ("cancelled", 12))
COMING = (("confirmed", 86), ("cancelled", 9), ("expired", 4), ("on_hold", 1))
STATUS = {
    "redeemed": BookingStatus.REDEEMED,
    "no_show": BookingStatus.CONFIRMED,
    "unmarked": BookingStatus.CONFIRMED,
    "confirmed": BookingStatus.CONFIRMED,
    "cancelled": BookingStatus.CANCELLED,
    "expired": BookingStatus.EXPIRED,
    "on_hold": BookingStatus.ON_HOLD,
}
TAKES = {fate for fate, status in STATUS.items() if status not in (BookingStatus.CANCELLED, BookingStatus.EXPIRED)}


@dataclass(slots=True)
class Party:
    """`fate` is a key of STATUS. `seats` and `total` follow from the quantities and the offer's prices."""

    fate: str
    adults: int
    children: int
    infants: int
    lunches: int
    parcels: int
    seats: int
    total: int
    made: dt.datetime
    confirmed: dt.datetime | None
    cancelled: dt.datetime | None


def parties(
    offer: Offer, starts_at: dt.datetime, count: int, *, now: dt.datetime, dice: random.Random
) -> tuple[list[Party], int]:
    """`count` parties of a slot and the seats they take: never more than there are, so the late ones cancelled."""
    over = starts_at <= now
    free = offer.experience.capacity
    found = []
    for _ in range(count):
        fate = _fate(OVER if over else COMING, dice)
        size = dice.choice(SIZES)
        if fate in TAKES:
            size = min(size, free)
            if not size:
                fate, size = "cancelled", dice.choice(SIZES)
        party = _party(offer, fate, size, starts_at, now=now, dice=dice)
        if fate in TAKES:
            free -= party.seats
        found.append(party)
    return found, offer.experience.capacity - free


def _fate(fates: tuple, dice: random.Random) -> str:
    point = dice.random() * 100
    for fate, share in fates:
        point -= share
        if point < 0:
            return fate
    return fates[0][0]


def _party(
    offer: Offer, fate: str, size: int, starts_at: dt.datetime, *, now: dt.datetime, dice: random.Random
) -> Party:
    children = dice.randrange(size) if size > 2 and dice.random() < 0.3 else 0
    adults = size - children
    infants = 1 if dice.random() < 0.05 else 0
    lunches = size if dice.random() < 0.2 else 0
    parcels = 1 if dice.random() < 0.1 else 0
    total = (
        adults * offer.adult.price_vnd
        + children * offer.child.price_vnd
        + infants * offer.infant.price_vnd
        + lunches * offer.lunch.price_vnd
        + parcels * offer.shipping.price_vnd
    )
    made, confirmed, cancelled = _times(fate, starts_at, now=now, dice=dice)
    return Party(fate, adults, children, infants, lunches, parcels, size, total, made, confirmed, cancelled)


def _times(
    fate: str, starts_at: dt.datetime, *, now: dt.datetime, dice: random.Random
) -> tuple[dt.datetime, dt.datetime | None, dt.datetime | None]:
    """When it was made, confirmed and cancelled, in this order and all in the past and before the visit."""
    if fate == "on_hold":
        return now - dt.timedelta(seconds=dice.randrange(300)), None, None
    until = min(now - HOUR, starts_at - 3 * HOUR)
    made = until - dt.timedelta(minutes=dice.randrange(LONGEST_AHEAD * 24 * 60))
    if fate == "expired":
        # Holds that came to nothing are forgotten after a week.
        return now - HOUR - dt.timedelta(minutes=dice.randrange(4 * 24 * 60)), None, None
    confirmed = made + dt.timedelta(minutes=4)
    cancelled = confirmed + (until - made) * dice.random() if fate == "cancelled" else None
    return made, confirmed, cancelled
