"""The guest accepts a quote: its bookings stand, under the lock of all its slots, or nothing does."""

import datetime as dt
import uuid as uuids
from contextlib import nullcontext

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.booking.agreed import agreement
from bookings.domain.groups.agreed import agreement_told
from bookings.domain.groups.holding import add_besides, hold_lines, visits_of
from bookings.domain.groups.states import (
    ChangedMeanwhile,
    lock_request,
    move,
    newest_quote,
    note,
    state_at,
)
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.money.ledger import waive
from bookings.domain.seats import counting, lock
from bookings.domain.seats.on_sale import require_not_cancelled
from bookings.enums import (
    GROUP_COMING,
    Audience,
    BookingStatus,
    GroupActKind,
    GroupNews,
    GroupState,
    GroupTurn,
    MessageKind,
    QuoteLineKind,
    SlotDecision,
)
from bookings.models import Booking, GroupRequest, Quote, QuoteLine, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class QuoteOver(Refused):
    message = _("This quote is no longer open. Ask the house for another one, and it will look for places again.")


class PlacesGone(Refused):
    """Others have taken the places since the quote was written; the house is told of it."""

    message = _(
        "Others have taken some of these places meanwhile, so nothing was booked. The house knows, and will look for "
        "another time with you."
    )


def accept(*, request: GroupRequest, version: int, now: dt.datetime) -> GroupRequest:
    """Book what the quote of this `version` says. A second time changes nothing.

    Seats that were not kept are taken now, whoever waits first. Where there are too few, the house is told, and the
    quote stands: the guest may ask for another. Raises QuoteOver, ChangedMeanwhile, PlacesGone, NoLongerSold,
    SlotClosed.
    """
    quote = newest_quote(request)
    if quote is None or quote.version != version:
        raise ChangedMeanwhile
    try:
        # Within a larger transaction a savepoint: a refusal leaves nothing behind.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return _accept(request, quote, now=now)
    except counting.NotEnoughSeats as error:
        _tell_full(request, version, now=now)
        raise PlacesGone from error


@atomic_with_retry
def _accept(request: GroupRequest, quote: Quote, *, now: dt.datetime) -> GroupRequest:
    slots = lock.lock_slots(QuoteLine.objects.filter(quote=quote, slot__isnull=False).values_list("slot_id", flat=True))
    request = lock_request(request)
    newest = newest_quote(request)
    if newest != quote:
        raise ChangedMeanwhile
    quote = newest
    state = state_at(request, quote, now=now)
    if state in GROUP_COMING and quote.accepted_at is not None:
        return request
    if state != GroupState.QUOTED:
        raise QuoteOver
    quote.request = request
    kept = {booking.slot_id: booking for booking in Booking.objects.filter(quoted__quote=quote)}
    bookings: list[Booking] = []
    for slot_id, lines in visits_of(quote).items():
        slot = slots[slot_id]
        _require_receivable(slot, now=now)
        booking = kept.get(slot_id)
        if booking is None:
            booking = hold_lines(quote, slot, lines, now=now, queue=True)
            if not bookings:
                add_besides(booking, quote)
        else:
            # Counted again: another clock may have seen it run out and sold its seats.
            counting.require_room(slot, seats=booking.seats, now=now, except_for=booking)
        _book(booking, slot, request, now=now)
        bookings.append(booking)
    _take_off(quote, bookings, now=now)
    agreed = agreement_told(request.host, bookings)
    Quote.objects.filter(pk=quote.pk).update(accepted_at=now, agreed=agreed)
    move(
        request,
        to=state_after_accepting(quote),
        turn=GroupTurn.GUEST if quote.deposit_vnd else GroupTurn.NOBODY,
        now=now,
        frozen_at=quote.freeze_at,
        ends_at=Slot.objects.filter(pk__in=slots).aggregate(last=Max("ends_at"))["last"],
    )
    note(request, GroupActKind.ACCEPTED, now=now, version=quote.version, total_vnd=quote.total_vnd)
    tell_house(request, GroupNews.ACCEPTED, now=now)
    if quote.deposit_vnd:
        tell_guest(request, GroupNews.ACCEPTED, now=now)
    return request


def state_after_accepting(quote: Quote) -> GroupState:
    """With a deposit the request waits for it; its bookings stand."""
    return GroupState.ACCEPTED if quote.deposit_vnd else GroupState.CONFIRMED


def _require_receivable(slot: Slot, *, now: dt.datetime) -> None:
    require_not_cancelled(slot)
    if slot.starts_at <= now or slot.decision == SlotDecision.CALLED_OFF:
        raise QuoteOver


def _book(booking: Booking, slot: Slot, request: GroupRequest, *, now: dt.datetime) -> None:
    """Under the slot's lock, with room for it. The guest gets a ticket for each; the house reads of all at once."""
    agreed = agreement(slot, booking)
    changes = {
        "status": BookingStatus.CONFIRMED,
        "confirmed_at": now,
        "consented_at": request.consented_at,
        "kept_at": None if slot.is_open else now,
        "contact_name": request.contact_name,
        "contact_phone": str(request.contact_phone or ""),
        "contact_email": request.contact_email,
        "note": request.organisation,
        "dietary": request.dietary,
        "spoken_language": request.spoken_language,
        "included": agreed.included,
        "sequence": booking.sequence + 1,
        # Its time was cancelled for everybody, and opened again since.
        "cancelled_at": None,
        "cancelled_by": "",
    } | agreed.meeting.told()
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=[*changes])
    booking.slot = slot
    counting.write_taken(slot, now=now)
    minimum.freeze(slot)
    messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now, to=[Audience.GUEST])


def _take_off(quote: Quote, bookings: list[Booking], *, now: dt.datetime) -> None:
    """A discount is what the house does not ask for, in the ledger of the first bookings that it fits into."""
    off = sum(-line.amount_vnd for line in QuoteLine.objects.filter(quote=quote, kind=QuoteLineKind.DISCOUNT))
    # Whoever promised it may have left the house since: then it is the owner's word.
    by = quote.by or User.objects.filter(memberships__host=quote.request.host).order_by("pk").first()
    for booking in bookings:
        part = min(off, booking.total_vnd)
        if part and by is not None:
            key = uuids.uuid5(uuids.NAMESPACE_OID, f"discount of quote {quote.pk} for {booking.pk}")
            waive(key=key, booking=booking, amount_vnd=part, by=by, now=now)
        off -= part


@atomic_with_retry
def _tell_full(request: GroupRequest, version: int, *, now: dt.datetime) -> None:
    """What was refused left nothing behind; that it was is news for the house, once for each version."""
    request = lock_request(request)
    if request.state != GroupState.QUOTED:
        return
    told = request.acts.filter(act=GroupActKind.FULL).order_by("-pk").first()
    if told is None or told.after.get("version") != version:
        move(request, to=GroupState.QUOTED, turn=GroupTurn.HOUSE, now=now)
        note(request, GroupActKind.FULL, now=now, version=version)
        tell_house(request, GroupNews.FULL, now=now, number=version)
