"""The house answers a group with a quote: visits, what goes with them, and until when it stands."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.calendar.one_slot import add_slot
from bookings.domain.groups.holding import add_besides, held_of, hold_lines, release, visits_of
from bookings.domain.groups.states import (
    ChangedMeanwhile,
    lock_request,
    move,
    newest_quote,
    note,
    require_asking,
)
from bookings.domain.groups.tell import tell_guest
from bookings.domain.seats import lock
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.enums import GroupActKind, GroupNews, GroupState, GroupTurn, QuoteLineKind, SlotDecision
from bookings.models import GroupRequest, Quote, QuoteLine, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Experience, Unit

# A house that writes more of them had better call.
MOST_VERSIONS = 12
MOST_LINES = 40
MOST_EACH_VND = 100_000_000


class NoVisit(Refused):
    message = _("Choose at least one visit, with at least one guest.")


class BadUntil(Refused):
    """Until when it stands, or its numbers can change, makes no sense beside its visits."""


class BadSum(Refused):
    """More is taken off than it costs, or the deposit is more than the total."""


class TimePast(Refused):
    message = _("One of these times is over. Please choose another one.")


class QuotedOften(Refused):
    message = _("This group was sent many quotes already. Please call them.")


@dataclass(frozen=True)
class NewTime:
    """A time that is made for the group."""

    experience: Experience
    starts_at: dt.datetime
    capacity: int


@dataclass(frozen=True)
class Guests:
    """So many of one kind in one time, at `price_vnd` each. `time` is a slot's id, or one that is to be made."""

    time: "int | NewTime"
    unit: Unit
    quantity: int
    price_vnd: int


@dataclass(frozen=True)
class Besides:
    """A meal for all, two guides; of a discount the price is taken off."""

    text: str
    quantity: int
    price_vnd: int
    discount: bool = False


@dataclass(frozen=True)
class Offer:
    """What a quote says. `seen` is the version that the house looked at, 0 for none."""

    guests: Sequence[Guests]
    besides: Sequence[Besides]
    valid_until: dt.datetime
    freeze_at: dt.datetime
    keeps_seats: bool
    deposit_vnd: int = 0
    words: str = ""
    seen: int = 0


def send_quote(*, key: uuids.UUID, request: GroupRequest, offer: Offer, by: User, now: dt.datetime) -> Quote:
    """Write the next version and owe it to the guest; the seats of the last one are let go, those of this one kept.

    All of it or nothing: seats that are not there leave the last version as it was. The same `key` gives the same
    quote. Raises NoVisit, BadUntil, BadSum, TimePast, QuotedOften, NotAskedAnyMore, ChangedMeanwhile, NotEnoughSeats,
    SlotGone, TimeCancelled, BadCapacity, BadStart.
    """
    _require_sense(offer, now=now)
    hashed = key_hash(key)
    old = {booking.slot_id for booking in held_of(request)}
    # Within a larger transaction a savepoint: a refusal leaves nothing behind.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        return _send(hashed, request, offer, old, by=by, now=now)


@atomic_with_retry
def _send(hashed: str, request: GroupRequest, offer: Offer, old: set[int], *, by: User, now: dt.datetime) -> Quote:
    made = _make_times(offer, now=now)
    chosen = {guests.time if isinstance(guests.time, int) else made[guests.time] for guests in offer.guests}
    slots = lock.lock_slots(chosen | old)
    request = lock_request(request)
    known = Quote.objects.filter(key_hash=hashed, request=request).first()
    if known:
        return known
    last = newest_quote(request)
    if (last.version if last else 0) != offer.seen or {b.slot_id for b in held_of(request)} - slots.keys():
        raise ChangedMeanwhile
    if not _ran_out_alone(request):
        require_asking(request, last, now=now)
    if last and last.version >= MOST_VERSIONS:
        raise QuotedOften
    for slot_id in chosen:
        _require_receivable(slots[slot_id], request, offer, now=now)
    quote = _write(hashed, request, offer, made, slots, by=by, now=now)
    release(request, slots, now=now)
    if offer.keeps_seats:
        first = True
        for slot_id, lines in visits_of(quote).items():
            booking = hold_lines(quote, slots[slot_id], lines, now=now, queue=False)
            if first:
                add_besides(booking, quote)
            first = False
    move(request, to=GroupState.QUOTED, turn=GroupTurn.GUEST, now=now)
    note(request, GroupActKind.QUOTED, now=now, words=quote.words, version=quote.version, total_vnd=quote.total_vnd)
    tell_guest(request, GroupNews.QUOTED, now=now, number=quote.version)
    return quote


def _ran_out_alone(request: GroupRequest) -> bool:
    """A quote whose time is over is answered by the next one."""
    return request.state in (GroupState.QUOTED, GroupState.LAPSED)


def _make_times(offer: Offer, *, now: dt.datetime) -> dict[NewTime, int]:
    wanted = dict.fromkeys(guests.time for guests in offer.guests if isinstance(guests.time, NewTime))
    return {
        time: add_slot(experience=time.experience, starts_at=time.starts_at, capacity=time.capacity, now=now).pk
        for time in wanted
    }


def _require_sense(offer: Offer, *, now: dt.datetime) -> None:
    if not any(guests.quantity and guests.unit.seats for guests in offer.guests):
        raise NoVisit
    if len(offer.guests) + len(offer.besides) > MOST_LINES:
        raise QuotedOften(_("That is more lines than a quote can have."))
    prices = [*(line.price_vnd for line in offer.guests), *(line.price_vnd for line in offer.besides)]
    if not all(0 <= price <= MOST_EACH_VND for price in prices):
        raise BadSum(_("Write prices in đồng, from 0 to 100,000,000."))
    if offer.valid_until <= now:
        raise BadUntil(_("Let the quote stand until a time that is still to come."))


def _require_receivable(slot: Slot, request: GroupRequest, offer: Offer, *, now: dt.datetime) -> None:
    if slot.experience.host_id != request.host_id:
        raise lock.SlotGone
    if slot.starts_at <= now or slot.decision == SlotDecision.CALLED_OFF:
        raise TimePast
    if slot.cancelled_at is not None:
        raise TimeCancelled
    if offer.valid_until > slot.starts_at:
        raise BadUntil(_("The quote has to end before the first visit begins."))
    if offer.freeze_at > slot.starts_at:
        raise BadUntil(_("Numbers have to be settled before the first visit begins."))


def _write(
    hashed: str,
    request: GroupRequest,
    offer: Offer,
    made: dict[NewTime, int],
    slots: dict[int, Slot],
    *,
    by: User,
    now: dt.datetime,
) -> Quote:
    total = sum(g.quantity * g.price_vnd for g in offer.guests)
    total += sum(b.quantity * b.price_vnd * (-1 if b.discount else 1) for b in offer.besides)
    if total < 0:
        raise BadSum(_("More is taken off than it costs."))
    if offer.deposit_vnd > total:
        raise BadSum(_("The deposit cannot be more than the total."))
    quote = Quote.objects.create(
        request=request,
        key_hash=hashed,
        version=offer.seen + 1,
        sent_at=now,
        valid_until=offer.valid_until,
        keeps_seats=offer.keeps_seats,
        freeze_at=offer.freeze_at,
        total_vnd=total,
        deposit_vnd=offer.deposit_vnd,
        words=offer.words.strip(),
        by=by,
        by_name=str(by)[:120],
    )
    for guests in offer.guests:
        if guests.quantity:
            slot = slots[guests.time if isinstance(guests.time, int) else made[guests.time]]
            if guests.unit.experience_id != slot.experience_id:
                raise lock.SlotGone
            QuoteLine.objects.create(
                quote=quote,
                kind=QuoteLineKind.VISIT,
                slot=slot,
                starts_at=slot.starts_at,
                unit=guests.unit,
                type=guests.unit.type,
                seats=guests.unit.seats,
                quantity=guests.quantity,
                price_vnd=guests.price_vnd,
            )
    for line in offer.besides:
        kind = QuoteLineKind.DISCOUNT if line.discount else QuoteLineKind.OTHER
        QuoteLine.objects.create(
            quote=quote, kind=kind, text=line.text, quantity=line.quantity, price_vnd=line.price_vnd
        )
    return quote
