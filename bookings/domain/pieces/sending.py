"""How guests get what they made: fetched or sent, as they choose, and what the house writes of a parcel."""

import datetime as dt
import uuid as uuids
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.house import hold_booking, hold_house, own, step_of_kind
from bookings.domain.pieces.moving import shift
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import PieceWay
from bookings.models import Booking, Parcel, Piece, PieceChoice
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.enums import StepKind
from villages.models import Host


class SayWhereTo(Refused):
    message = _("Write the address to which it is to be sent.")


class OnItsWay(Refused):
    message = _("All that you made has left the house, so nothing is chosen here any more. Please call them.")


class NothingReady(Refused):
    message = _("Nothing of this party is ready to be sent.")


@dataclass(frozen=True)
class ParcelFacts:
    """What the house writes of a parcel. `cost_vnd` in đồng, None where it is not said."""

    ship_to: str
    carrier: str = ""
    tracking: str = ""
    cost_vnd: int | None = None


def may_choose(booking: Booking) -> bool:
    """Whether something that they made is still in the house."""
    return booking.erased_at is None and Piece.objects.filter(booking=booking).under_way().exists()


@atomic_with_retry
def choose(*, booking: Booking, way: PieceWay, ship_to: str, now: dt.datetime) -> PieceChoice:
    """The guest's word on all of theirs, changed until the last has left. The same again changes nothing.

    Raises SayWhereTo, OnItsWay.
    """
    hold_house(booking.slot.experience.host)
    booking.erased_at = hold_booking(booking.pk).erased_at
    if way == PieceWay.SHIP and not ship_to:
        raise SayWhereTo
    if not may_choose(booking):
        raise OnItsWay
    return _write(booking, way, ship_to if way == PieceWay.SHIP else "", now)


def _write(booking: Booking, way: PieceWay, ship_to: str, now: dt.datetime) -> PieceChoice:
    choice = PieceChoice.objects.filter(booking=booking).first()
    if choice is not None and (choice.way, choice.ship_to) == (way, ship_to):
        return choice
    told = {"way": way, "ship_to": ship_to, "chosen_at": now}
    return PieceChoice.objects.update_or_create(booking=booking, defaults=told)[0]


@atomic_with_retry
def send(
    *, key: uuids.UUID, host: Host, booking: Booking, pieces: Collection[int], facts: ParcelFacts, now: dt.datetime
) -> Parcel:
    """What is ready of one booking goes out in a parcel, to the address that the house read or was told.

    The same tap again is the parcel that it made. Raises SayWhereTo, NothingReady, MovedMeanwhile, NoSteps, PieceGone.
    """
    hold_house(host)
    made = Parcel.objects.filter(key_hash=key_hash(key)).first()
    if made is not None:
        return made
    if not facts.ship_to:
        raise SayWhereTo
    rows = [piece for piece in own(host, pieces) if piece.booking_id == booking.pk]
    if not rows or hold_booking(booking.pk).erased_at is not None:
        raise NothingReady
    craft = rows[0].step.craft_id
    ready, sent = (step_of_kind(craft, kind) for kind in (StepKind.READY, StepKind.SHIPPED))
    if not shift(rows, key=key, seen=ready, to=sent, now=now, ask_more=False):
        raise NothingReady
    _write(booking, PieceWay.SHIP, facts.ship_to, now)
    parcel = Parcel.objects.create(
        key_hash=key_hash(key),
        booking=booking,
        carrier=facts.carrier,
        tracking=facts.tracking,
        cost_vnd=facts.cost_vnd,
        sent_at=now,
    )
    Piece.objects.filter(pk__in=[piece.pk for piece in rows]).update(parcel=parcel)
    return parcel
