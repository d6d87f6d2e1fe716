"""Places in the waiting list of a full slot: joining, leaving and coming back. The rule is in `offers`."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.seats import counting, lock
from bookings.domain.seats.contact import ConsentMissing, Contact
from bookings.domain.seats.extras import has_extras
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.on_sale import is_on_sale, require_on_sale
from bookings.domain.waiting.offers import list_open, offer_next, price_of, write_waiting
from bookings.enums import BookingStatus, CancelledBy, MessageKind, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry
from bookings.models.booking import UNDO_WINDOW
from common.data.db import atomic_with_retry, one_at_a_time
from common.data.refusal import Refused
from outbox.owing import owe_dropped

# Lists that one address of the web, or one e-mail address, may be on at once.
MOST_LISTS = 5
# Each joining writes to whatever address was typed, whether or not the place is given up again.
MOST_JOINED_A_DAY = 8


class SeatsFree(Refused):
    message = _("There are places for your party at this time now: you can book them straight away.")


class ListOver(Refused):
    message = _("The waiting list for this time is closed. Please choose another time.")


class AlreadyWaiting(Refused):
    message = _("This email address is already on the waiting list for this time. The link is in the email we sent.")


class TooLarge(Refused):
    message = _("Your party is larger than this time can ever hold. Please make it smaller, or call the host.")


class TooManyWaiting(Refused):
    message = _("You have joined many waiting lists. Please leave one of them, or try again tomorrow.")


class NotRejoinable(Refused):
    message = _("This place in the list is gone. Please join the list again.")


def parties_before(entry: WaitingEntry) -> int:
    """How many parties wait in front of this one."""
    return WaitingEntry.objects.waiting().filter(slot=entry.slot_id, pk__lt=entry.pk).count()


def join(
    *,
    key: uuids.UUID,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    contact: Contact,
    consent: bool,
    language: str,
    now: dt.datetime,
    holder: str = "",
) -> WaitingEntry:
    """Put a party on the waiting list of a slot that has no room for it. The same `key` gives the same entry.

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
        "key_hash": key_hash(key),
    }
    try:
        return _join(slot_id, wanted, consent=consent, now=now)
    except IntegrityError:
        # The same key on two slots at the same moment.
        return WaitingEntry.objects.get(key_hash=wanted["key_hash"])


@atomic_with_retry
def _join(slot_id: int, wanted: dict[str, Any], *, consent: bool, now: dt.datetime) -> WaitingEntry:
    slot = lock.lock_slot(slot_id)
    existing = WaitingEntry.objects.filter(key_hash=wanted["key_hash"]).first()
    if existing is not None:
        return existing
    if not consent:
        raise ConsentMissing
    require_on_sale(slot, now=now)
    entry = WaitingEntry(slot=slot, created_at=now, **wanted)
    party = price_of(slot, entry)
    entry.seats = party.seats
    _require_waitable(slot, entry, now=now)
    entry.save()
    write_waiting(slot)
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
    if counting.seats_left(slot, now=now, queue=True) >= entry.seats:
        raise SeatsFree
    require_new(slot, entry, now=now)
    if entry.holder:
        require_fair(entry, now=now)


def require_fair(entry: WaitingEntry, *, now: dt.datetime) -> None:
    """What one address of the web, and one e-mail address, may wait for, this entry besides. Raises TooManyWaiting.

    Until the transaction ends, nobody else is judged by the same two.
    """
    one_at_a_time(f"waits:{entry.holder}", f"waits:{entry.contact_email.lower()}")
    others = WaitingEntry.objects.exclude(pk=entry.pk)
    coming = others.waiting().filter(slot__starts_at__gt=now)
    same = others.annotate(lower_email=Lower("contact_email")).filter(lower_email=entry.contact_email.lower())
    joined = same.filter(created_at__gt=now - dt.timedelta(days=1)).count()
    lists = same.filter(pk__in=coming.values("pk")).count(), coming.filter(holder=entry.holder).count()
    if max(lists) >= MOST_LISTS or joined >= MOST_JOINED_A_DAY:
        raise TooManyWaiting


def require_new(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> None:
    """A mailbox stands in a list once. Raises AlreadyWaiting."""
    if _same(slot, entry, now=now).exists():
        raise AlreadyWaiting


def _same(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> QuerySet[WaitingEntry]:
    """Other places of the same mailbox in the slot's list."""
    others = WaitingEntry.objects.standing(now).exclude(pk=entry.pk)
    return others.filter(slot=slot, contact_email__iexact=entry.contact_email)


@atomic_with_retry
def leave(*, entry: WaitingEntry, now: dt.datetime) -> WaitingEntry:
    """Give up a place in the list, or the places that were offered. A second call changes nothing.

    An offer that was taken is a booking, which is cancelled as one: it stays.
    """
    slot = lock.lock_slot(entry.slot_id)
    entry = WaitingEntry.objects.get(pk=entry.pk)
    held = Booking.objects.filter(waiting_entry=entry, status=BookingStatus.ON_HOLD)
    gives_back = entry.status == WaitingStatus.OFFERED and held.exists()
    if entry.status != WaitingStatus.WAITING and not gives_back:
        return entry
    held.update(status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by=CancelledBy.GUEST)
    WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.LEFT, closed_at=now)
    counting.write_taken(slot, now=now)
    write_waiting(slot)
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


def can_rejoin(entry: WaitingEntry, *, now: dt.datetime) -> bool:
    """Whether `rejoin` would work at this moment: undo is shown only then."""
    return may_rejoin(entry, now=now) and not _same(entry.slot, entry, now=now).exists()


@atomic_with_retry
def rejoin(*, entry: WaitingEntry, now: dt.datetime) -> WaitingEntry:
    """Undo `leave`: the offer that was declined, where its seats are still free, else the old place in the list.

    A second call changes nothing. Raises NotRejoinable, AlreadyWaiting, SlotGone.
    """
    slot = lock.lock_slot(entry.slot_id)
    entry = WaitingEntry.objects.select_related("booking").get(pk=entry.pk)
    entry.slot = slot
    if entry.status in (WaitingStatus.WAITING, WaitingStatus.OFFERED):
        return entry
    if not may_rejoin(entry, now=now):
        raise NotRejoinable
    # They may have joined anew meanwhile.
    require_new(slot, entry, now=now)
    if not _hold_again(slot, entry, now=now):
        _wait_again(slot, entry, now=now)
    entry.refresh_from_db()
    return entry


def _hold_again(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> bool:
    """Hold what was offered and declined as it was, with its old deadline, where nobody has it yet."""
    booking = entry.booking
    if booking is None or not is_on_sale(slot, now=now) or counting.seats_left(slot, now=now) < booking.seats:
        return False
    if not has_extras(slot, booking, now=now):
        return False
    declined = Booking.objects.filter(pk=booking.pk, status=BookingStatus.CANCELLED)
    declined.update(status=BookingStatus.ON_HOLD, cancelled_at=None, cancelled_by="")
    WaitingEntry.objects.filter(pk=entry.pk).update(status=WaitingStatus.OFFERED, closed_at=None)
    counting.write_taken(slot, now=now)
    owe_dropped(subject=booking, kind=MessageKind.OFFERED, now=now)
    return True


def _wait_again(slot: Slot, entry: WaitingEntry, *, now: dt.datetime) -> None:
    if not list_open(slot, now=now):
        raise NotRejoinable
    WaitingEntry.objects.filter(pk=entry.pk).update(
        status=WaitingStatus.WAITING, closed_at=None, offered_at=None, booking=None
    )
    owe_dropped(subject=entry, kind=MessageKind.WAITING, now=now)
    write_waiting(slot)
    offer_next(slot, now=now)
