"""Freed seats are offered to those who wait, in order, each offer with a deadline of its own.

The rule, in docs/decisions/0011: first come, first offered. A party that the free seats do not hold may be passed by a
smaller one MOST_PASSED times; then what comes free is saved up for it, until SAVING_ENDS before booking closes. Seats
that are waited for are not sold to others. A cancelled party's are offered when it can no longer take that back.
Everything happens under the slot's lock, so an offer is an ordinary hold, only longer.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from bookings.domain import messages
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import ExtraGone, require_extras
from bookings.domain.seats.on_sale import is_on_sale
from bookings.domain.seats.party import PartyRefused, PricedParty, price, require_welcome
from bookings.domain.seats.prices import units_of
from bookings.domain.seats.reference import free_reference
from bookings.domain.seats.take import insert_hold
from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry
from bookings.models.booking import UNDO_WINDOW
from bookings.models.slot import SHORTEST_OFFER
from common.data.db import atomic_with_retry
from common.work.sweep import each

LONGEST_OFFER = dt.timedelta(hours=12)
MOST_PASSED = 2
SAVING_ENDS = dt.timedelta(hours=24)


def list_open(slot: Slot, *, now: dt.datetime) -> bool:
    """Whether an offer made at `now` would leave its reader time to answer.

    The list of a time that was cancelled is kept while that can be taken back.
    """
    if slot.cancelled_at is not None and now > slot.cancelled_at + UNDO_WINDOW:
        return False
    return slot.closes_at > now + SHORTEST_OFFER and slot.decision != SlotDecision.CALLED_OFF


def offer_deadline(slot: Slot, *, now: dt.datetime) -> dt.datetime:
    """Half of the time until booking closes, LONGEST_OFFER at most and SHORTEST_OFFER at least."""
    return now + max(min((slot.closes_at - now) / 2, LONGEST_OFFER), SHORTEST_OFFER)


def offer_waiting(*, now: dt.datetime) -> int:
    """Offer what is free in every slot that is waited for, and end lists that are over; returns how many offers.

    Seats come free elsewhere too: by a shared resource, a raised capacity, a day off taken back. May run twice.
    """
    slots = _to_look_at(now).order_by("pk").values_list("pk", flat=True)
    return each("offering seats of slot", list(slots), lambda slot_id: _offer_in(slot_id, now=now))


def _to_look_at(now: dt.datetime) -> QuerySet[Slot]:
    """Slots that are waited for, less those whose seats are all taken and whose list stands: most of a season's.

    What they share can only take seats away, so that a full slot has none to offer.
    """
    over = (
        Q(closes_at__lte=now + SHORTEST_OFFER)
        | Q(decision=SlotDecision.CALLED_OFF)
        | Q(cancelled_at__lt=now - UNDO_WINDOW)
    )
    too_large = WaitingEntry.objects.waiting().filter(slot=OuterRef("pk"), seats__gt=OuterRef("capacity"))
    waited_for = Slot.objects.filter(waiting__gt=0).with_live(now)
    return waited_for.filter(Q(live__lt=F("capacity")) | over | Exists(too_large))


@atomic_with_retry
def _offer_in(slot_id: int, *, now: dt.datetime) -> int:
    return offer_next(lock.lock_slot(slot_id), now=now)


def offer_next(slot: Slot, *, now: dt.datetime) -> int:
    """Offer free seats of `slot` to those who wait for them, in order; returns how many offers were made.

    Only under the slot's lock, after `write_taken`.
    """
    if not slot.waiting:
        return 0
    waiting = list(WaitingEntry.objects.waiting().filter(slot=slot).order_by("pk"))
    if not list_open(slot, now=now):
        _close(waiting, now=now)
        write_waiting(slot)
        return 0
    if not is_on_sale(slot, now=now):
        # A closed or withdrawn slot may open again, so its list waits too.
        return 0
    # The host receives fewer at this time than it did: they would keep others waiting for ever.
    _close([entry for entry in waiting if entry.seats > slot.capacity], now=now)
    waiting = [entry for entry in waiting if entry.seats <= slot.capacity]
    saving = slot.closes_at - now > SAVING_ENDS
    made = 0
    passed: list[WaitingEntry] = []
    free = _free_to_offer(slot, now=now)
    for entry in waiting:
        if free <= 0:
            break
        if entry.seats > free:
            if saving and entry.passed >= MOST_PASSED:
                break
            passed.append(entry)
            continue
        if not _offer(slot, entry, now=now):
            continue
        made += 1
        for larger in passed:
            larger.passed += 1
        free = _free_to_offer(slot, now=now)
        if saving and any(larger.passed >= MOST_PASSED for larger in passed):
            break
    WaitingEntry.objects.bulk_update(passed, ["passed"])
    write_waiting(slot)
    return made


def _free_to_offer(slot: Slot, *, now: dt.datetime) -> int:
    """Seats of parties that may still take their cancelling back are offered when that is over.

    At once where the list would be over by then: a seat that nobody gets would be worse than an undo that fails.
    """
    if list_open(slot, now=now + UNDO_WINDOW):
        return counting.seats_to_offer(slot, now=now)
    return counting.seats_left(slot, now=now)


def _offer(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> bool:
    try:
        party = price_of(slot, entry)
    except PartyRefused:
        # What they asked for is not sold any more.
        _close([entry], now=now)
        return False
    booking = _hold(slot, party, entry, now=now)
    entry.status, entry.booking, entry.offered_at = WaitingStatus.OFFERED, booking, now
    entry.save(update_fields=["status", "booking", "offered_at"])
    booking.slot = slot
    booking.contact_email = entry.contact_email
    messages.owe(booking=booking, kind=MessageKind.OFFERED, now=now, to=[Audience.GUEST])
    return True


def _hold(slot: Slot, party: PricedParty, entry: WaitingEntry, *, now: dt.datetime) -> Booking:
    """The places, with as many of each extra as are left: whoever waits for places is not passed for an apron."""
    try:
        with transaction.atomic():
            booking = insert_hold(
                key_hash=None,
                fingerprint="",
                slot=slot,
                party=party,
                language=entry.language,
                now=now,
                until=offer_deadline(slot, now=now),
                reference=free_reference(),
            )
            counting.write_taken(slot, now=now)
            if party.extras:
                require_extras(slot, booking, now=now)
    except ExtraGone as gone:
        return _hold(slot, party.with_extra(gone.extra, gone.free), entry, now=now)
    return booking


def price_of(slot: Slot, entry: WaitingEntry) -> PricedParty:
    party = price(
        units=units_of(slot),
        extras=slot.experience.extras.all(),
        unit_quantities=entry.unit_quantities(),
        extra_quantities=entry.extra_quantities(),
    )
    require_welcome(slot.experience, party)
    return party


def withdraw_offers(slot: Slot, *, now: dt.datetime) -> None:
    """Put whoever has an offer that they have not taken back into the list, at their old place, without the offer.

    Only under the slot's lock, before `write_taken`.
    """
    offered = WaitingEntry.objects.filter(
        slot=slot, status=WaitingStatus.OFFERED, booking__status=BookingStatus.ON_HOLD, booking__hold_expires_at__gt=now
    )
    for entry_id, booking_id in list(offered.values_list("pk", "booking")):
        Booking.objects.filter(pk=booking_id).update(
            status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by=CancelledBy.HOST
        )
        WaitingEntry.objects.filter(pk=entry_id).update(
            status=WaitingStatus.WAITING, offered_at=None, booking=None, closed_at=None
        )
    write_waiting(slot)


def close_list(slot: Slot, *, now: dt.datetime) -> None:
    """Tell all who still wait, or have an offer that they had not taken, that nothing will come of it.

    Only under the slot's lock; the offers' holds are ended by the caller, at `now`.
    """
    lost = WaitingEntry.objects.filter(
        slot=slot, status=WaitingStatus.OFFERED, booking__status=BookingStatus.CANCELLED, booking__cancelled_at=now
    )
    _close(
        [*WaitingEntry.objects.waiting().filter(slot=slot), *lost.filter(booking__cancelled_by=CancelledBy.HOST)],
        now=now,
    )
    write_waiting(slot)


def _close(entries: list[WaitingEntry], *, now: dt.datetime) -> None:
    for entry in entries:
        WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.CLOSED, closed_at=now)
        messages.owe_waiting(entry=entry, kind=MessageKind.WAITING_CLOSED, now=now)


def write_waiting(slot: Slot) -> None:
    total = WaitingEntry.objects.waiting().filter(slot=slot).aggregate(total=Sum("seats"))["total"] or 0
    if total != slot.waiting:
        slot.waiting = total
        Slot.objects.filter(pk=slot.pk).update(waiting=total)
