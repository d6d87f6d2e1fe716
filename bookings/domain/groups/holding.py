"""Seats of a quote: one booking for each of its slots, on hold while the quote can be accepted.

Seats know nothing of quotes: what is kept here is counted, runs out and is offered on like any hold.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from bookings.domain.seats import counting
from bookings.domain.seats.frozen import thaw
from bookings.domain.seats.party import PricedParty, unit_lines
from bookings.domain.seats.reference import free_reference
from bookings.domain.seats.take import insert_hold
from bookings.domain.waiting import offers
from bookings.enums import BookingStatus, GuestSource, QuoteLineKind
from bookings.models import Booking, BookingExtra, GroupRequest, Quote, QuotedBooking, QuoteLine, Slot
from common.data.refusal import Refused
from experiences.enums import ExtraPer


class NoLongerSold(Refused):
    message = _("Something of this quote is not offered any more. Please ask the house for another one.")


def held_of(request: GroupRequest) -> list[Booking]:
    """What is on hold for it, run out or not, by id of their slots."""
    held = Booking.objects.filter(quoted__quote__request=request, status=BookingStatus.ON_HOLD)
    return list(held.order_by("slot_id", "pk"))


def visits_of(quote: Quote) -> dict[int, list[QuoteLine]]:
    """Its lines of guests, by slot, the earliest visit first."""
    lines = QuoteLine.objects.filter(quote=quote, kind=QuoteLineKind.VISIT).select_related("unit")
    in_order = lines.order_by("starts_at", "slot_id", "pk")
    return {slot: list(group) for slot, group in groupby(in_order, key=lambda line: line.slot_id or 0)}


def release(request: GroupRequest, slots: Mapping[int, Slot], *, now: dt.datetime) -> None:
    """End what is on hold for it, as if it had run out: its seats go to who waits. Under the lock of `slots`."""
    for booking in held_of(request):
        slot = slots[booking.slot_id]
        Booking.objects.filter(pk=booking.pk, status=BookingStatus.ON_HOLD).update(status=BookingStatus.EXPIRED)
        counting.write_taken(slot, now=now)
        thaw(slot, now=now)
        offers.offer_next(slot, now=now)


def hold_lines(quote: Quote, slot: Slot, lines: Sequence[QuoteLine], *, now: dt.datetime, queue: bool) -> Booking:
    """Take the seats of `lines` in `slot` until the quote ends. Under the slot's lock.

    With `queue`, whoever waits for a seat goes first. Raises NotEnoughSeats, NoLongerSold.
    """
    party = _party(lines)
    counted = counting.require_room(slot, seats=party.seats, now=now, queue=queue)
    booking = insert_hold(
        key_hash=None,
        fingerprint=f"group {quote.pk}",
        slot=slot,
        party=party,
        language=quote.request.language,
        now=now,
        until=quote.valid_until,
        reference=free_reference(),
        at_village=True,
    )
    Booking.objects.filter(pk=booking.pk).update(source=GuestSource.GROUP)
    booking.source = GuestSource.GROUP
    QuotedBooking.objects.create(quote=quote, booking=booking)
    counting.write_taken(slot, now=now, counted=counted.plus(party.seats))
    return booking


def add_besides(booking: Booking, quote: Quote) -> None:
    """What a quote has beside its visits goes with its first booking, at the price that was quoted."""
    lines = QuoteLine.objects.filter(quote=quote, kind=QuoteLineKind.OTHER).order_by("pk")
    for line in lines:
        BookingExtra.objects.create(
            booking=booking,
            extra=None,
            name=line.text,
            per=ExtraPer.ITEM,
            quantity=line.quantity,
            price_vnd=line.price_vnd,
        )
        booking.total_vnd += line.amount_vnd
    booking.save(update_fields=["total_vnd"])


def _party(lines: Sequence[QuoteLine]) -> PricedParty:
    """At the prices that were quoted. Its units are not to be saved."""
    units = []
    for line in lines:
        if line.unit is None:
            raise NoLongerSold
        line.unit.price_vnd, line.unit.seats = line.price_vnd, line.seats
        units.append((line.unit, line.quantity))
    return PricedParty(units=unit_lines(units), extras=())
