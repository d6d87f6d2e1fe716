"""The waiting list of a full slot: freed seats are offered in order, each offer with a deadline of its own.

The rule, in docs/decisions/0011: first come, first offered. A party that the free seats do not hold may be passed by a
smaller one MOST_PASSED times; then what comes free is saved up for it, until SAVING_ENDS before booking closes. Seats
that are waited for are not sold to others.
Everything happens under the slot's lock, so an offer is an ordinary hold, only longer.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping

from django.db import IntegrityError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry
from bookings.models.slot import SHORTEST_OFFER
from common.db import atomic_with_retry
from common.refusal import Refused

from . import messages, seats
from .consent import ConsentMissing, Contact
from .hold import insert_hold, require_on_sale
from .party import PartyRefused, Quote, price, require_welcome, units_of
from .reference import free_reference

LONGEST_OFFER = dt.timedelta(hours=12)
MOST_PASSED = 2
SAVING_ENDS = dt.timedelta(hours=24)
UNDO_WINDOW = dt.timedelta(minutes=15)
# Lists that one address may be on at once.
MOST_LISTS = 5


class SeatsFree(Refused):
    message = _("There are places for your party at this time now: you can book them straight away.")


class ListOver(Refused):
    message = _("The waiting list for this time is closed. Please choose another time.")


class AlreadyWaiting(Refused):
    message = _("This email address is already on the waiting list for this time. The link is in the email we sent.")


class TooLarge(Refused):
    message = _("Your party is larger than this time can ever hold. Please make it smaller, or call the host.")


class TooManyWaiting(Refused):
    message = _("You are on many waiting lists already. Please leave one of them first.")


class NotRejoinable(Refused):
    message = _("This place in the list is gone. Please join the list again.")


def list_open(slot: Slot, *, now: dt.datetime) -> bool:
    """Whether an offer made at `now` would leave its reader time to answer."""
    return slot.closes_at > now + SHORTEST_OFFER and slot.decision != SlotDecision.CALLED_OFF


def offer_deadline(slot: Slot, *, now: dt.datetime) -> dt.datetime:
    """Half of the time until booking closes, LONGEST_OFFER at most and SHORTEST_OFFER at least."""
    return now + max(min((slot.closes_at - now) / 2, LONGEST_OFFER), SHORTEST_OFFER)


def parties_before(entry: WaitingEntry) -> int:
    """How many parties wait in front of this one."""
    return WaitingEntry.objects.waiting().filter(slot=entry.slot_id, pk__lt=entry.pk).count()


def join(
    *,
    uuid: uuids.UUID,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    contact: Contact,
    consent: bool,
    language: str,
    now: dt.datetime,
    holder: str = "",
) -> WaitingEntry:
    """Put a party on the waiting list of a slot that has no room for it. The same `uuid` gives the same entry.

    Raises SlotGone, SlotClosed, ConsentMissing, PartyRefused, ListOver, SeatsFree, AlreadyWaiting, TooLarge,
    TooManyWaiting.
    """
    wanted = {
        "units": {str(pk): number for pk, number in unit_quantities.items() if number},
        "extras": {str(pk): number for pk, number in extra_quantities.items() if number},
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_email": contact.email,
        "note": contact.note,
        "language": language,
        "holder": holder,
    }
    try:
        return _join(uuid, slot_id, wanted, consent=consent, now=now)
    except IntegrityError:
        # The same key on two slots at the same moment.
        return WaitingEntry.objects.get(uuid=uuid)


@atomic_with_retry
def _join(uuid: uuids.UUID, slot_id: int, wanted: dict, *, consent: bool, now: dt.datetime) -> WaitingEntry:
    slot = seats.lock_slot(slot_id)
    existing = WaitingEntry.objects.filter(uuid=uuid).first()
    if existing is not None:
        return existing
    if not consent:
        raise ConsentMissing
    require_on_sale(slot, now=now)
    entry = WaitingEntry(uuid=uuid, slot=slot, created_at=now, **wanted)
    quote = _quote(slot, entry)
    entry.seats = quote.seats
    _require_waitable(slot, entry, now=now)
    entry.save()
    _write_waiting(slot)
    messages.owe_waiting(entry=entry, kind=MessageKind.WAITING, now=now)
    # Seats that were saved up for a larger party may do for this one.
    offer_next(slot, now=now)
    entry.refresh_from_db()
    return entry


def _require_waitable(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> None:
    if not list_open(slot, now=now):
        raise ListOver
    if entry.seats > slot.capacity:
        raise TooLarge
    if seats.seats_left(slot, now=now, queue=True) >= entry.seats:
        raise SeatsFree
    _require_new(slot, entry, now=now)
    waiting = WaitingEntry.objects.waiting()
    if entry.holder and waiting.filter(holder=entry.holder, slot__starts_at__gt=now).count() >= MOST_LISTS:
        raise TooManyWaiting


def _require_new(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> None:
    others = WaitingEntry.objects.standing(now).exclude(pk=entry.pk)
    if others.filter(slot=slot, contact_email__iexact=entry.contact_email).exists():
        raise AlreadyWaiting


@atomic_with_retry
def leave(*, entry: WaitingEntry, now: dt.datetime) -> WaitingEntry:
    """Give up a place in the list, or the places that were offered. A second call changes nothing.

    An offer that was taken is a booking, which is cancelled as one: it stays.
    """
    slot = seats.lock_slot(entry.slot_id)
    entry = WaitingEntry.objects.get(pk=entry.pk)
    held = Booking.objects.filter(waiting_entry=entry, status=BookingStatus.ON_HOLD)
    gives_back = entry.status == WaitingStatus.OFFERED and held.exists()
    if entry.status != WaitingStatus.WAITING and not gives_back:
        return entry
    held.update(status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by=CancelledBy.GUEST)
    WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.LEFT, closed_at=now)
    seats.write_taken(slot, now=now)
    _write_waiting(slot)
    offer_next(slot, now=now)
    entry.refresh_from_db()
    return entry


def may_rejoin(entry: WaitingEntry, *, now: dt.datetime) -> bool:
    """Whether `rejoin` would look at this entry: left, or its offer declined, a moment ago.

    Where an offer was declined, only until its deadline: declining wins nobody a longer one.
    """
    if entry.status != WaitingStatus.LEFT or entry.closed_at is None or now > entry.closed_at + UNDO_WINDOW:
        return False
    if entry.was_offered():
        return entry.booking is not None and entry.booking.hold_expires_at > now
    return list_open(entry.slot, now=now)


@atomic_with_retry
def rejoin(*, entry: WaitingEntry, now: dt.datetime) -> WaitingEntry:
    """Undo `leave`: the offer that was declined, where its seats are still free, else the old place in the list.

    A second call changes nothing. Raises NotRejoinable, AlreadyWaiting, SlotGone.
    """
    slot = seats.lock_slot(entry.slot_id)
    entry = WaitingEntry.objects.select_related("booking").get(pk=entry.pk)
    entry.slot = slot
    if entry.status in (WaitingStatus.WAITING, WaitingStatus.OFFERED):
        return entry
    if not may_rejoin(entry, now=now):
        raise NotRejoinable
    # They may have joined anew meanwhile.
    _require_new(slot, entry, now=now)
    if not _hold_again(slot, entry, now=now):
        _wait_again(slot, entry, now=now)
    entry.refresh_from_db()
    return entry


def _hold_again(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> bool:
    """Hold what was offered and declined as it was, with its old deadline, where nobody has it yet."""
    booking = entry.booking
    if booking is None or not _on_sale(slot, now=now) or seats.seats_left(slot, now=now) < booking.seats:
        return False
    declined = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CANCELLED)
    declined.update(status=BookingStatus.ON_HOLD, cancelled_at=None, cancelled_by="")
    WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.OFFERED, closed_at=None)
    seats.write_taken(slot, now=now)
    return True


def _wait_again(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> None:
    if not list_open(slot, now=now):
        raise NotRejoinable
    WaitingEntry.objects.filter(pk=entry.pk).update(
        status=WaitingStatus.WAITING, closed_at=None, offered_at=None, booking=None
    )
    _write_waiting(slot)
    offer_next(slot, now=now)


def offer_waiting(*, now: dt.datetime) -> int:
    """Offer what is free in every slot that is waited for, and end lists that are over; returns how many offers.

    Seats come free elsewhere too: by a shared resource, a raised capacity, a day off taken back. May run twice.
    """
    slots = Slot.objects.filter(waiting__gt=0).order_by("pk").values_list("pk", flat=True)
    return sum(_offer_in(slot_id, now=now) for slot_id in list(slots))


@atomic_with_retry
def _offer_in(slot_id: int, *, now: dt.datetime) -> int:
    return offer_next(seats.lock_slot(slot_id), now=now)


def offer_next(slot: Slot, *, now: dt.datetime) -> int:
    """Offer free seats of `slot` to those who wait for them, in order; returns how many offers were made.

    Only under the slot's lock, after `write_taken`.
    """
    if not slot.waiting:
        return 0
    waiting = list(WaitingEntry.objects.waiting().filter(slot=slot).order_by("pk"))
    if not list_open(slot, now=now):
        _close(waiting, now=now)
        _write_waiting(slot)
        return 0
    if not _on_sale(slot, now=now):
        return 0
    saving = slot.closes_at - now > SAVING_ENDS
    made = 0
    passed: list[WaitingEntry] = []
    free = seats.seats_left(slot, now=now)
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
        free = seats.seats_left(slot, now=now)
        if saving and any(larger.passed >= MOST_PASSED for larger in passed):
            break
    WaitingEntry.objects.bulk_update(passed, ["passed"])
    _write_waiting(slot)
    return made


def _offer(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> bool:
    try:
        quote = _quote(slot, entry)
    except PartyRefused:
        # What they asked for is not sold any more.
        _close([entry], now=now)
        return False
    booking = insert_hold(
        uuid=uuids.uuid4(),
        fingerprint="",
        slot=slot,
        quote=quote,
        language=entry.language,
        now=now,
        until=offer_deadline(slot, now=now),
        reference=free_reference(),
    )
    entry.status, entry.booking, entry.offered_at = WaitingStatus.OFFERED, booking, now
    entry.save(update_fields=["status", "booking", "offered_at"])
    seats.write_taken(slot, now=now)
    booking.slot = slot
    booking.contact_email = entry.contact_email
    messages.owe(booking=booking, kind=MessageKind.OFFERED, now=now, to=[Audience.GUEST])
    return True


def _quote(slot: Slot, entry: WaitingEntry) -> Quote:
    quote = price(
        units=units_of(slot),
        extras=slot.experience.extras.all(),
        unit_quantities=entry.unit_quantities(),
        extra_quantities=entry.extra_quantities(),
    )
    require_welcome(slot.experience, quote)
    return quote


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
    _write_waiting(slot)


def _close(entries: list[WaitingEntry], *, now: dt.datetime) -> None:
    for entry in entries:
        WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.CLOSED, closed_at=now)
        messages.owe_waiting(entry=entry, kind=MessageKind.WAITING_CLOSED, now=now)


def _on_sale(slot: Slot, *, now: dt.datetime) -> bool:
    """A closed or withdrawn slot may open again, so its list waits too."""
    try:
        require_on_sale(slot, now=now)
    except Refused:
        return False
    return True


def _write_waiting(slot: Slot) -> None:
    total = WaitingEntry.objects.waiting().filter(slot=slot).aggregate(total=Sum("seats"))["total"] or 0
    if total != slot.waiting:
        slot.waiting = total
        Slot.objects.filter(pk=slot.pk).update(waiting=total)
