"""A party that the host enters: whoever came by, called, or was sent by an agency."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.booking.agreed import agreement
from bookings.domain.booking.once import fingerprint_of, once, same_answer
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.contact import AddressMissing, Contact
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.domain.seats.party import PartyRefused, price
from bookings.domain.seats.prices import units_of
from bookings.domain.seats.take import insert_hold
from bookings.enums import Act, Audience, BookingStatus, GuestSource, MessageKind, SlotDecision
from bookings.models import Booking, Slot
from bookings.models.booking import booking_by_key
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class Over(Refused):
    message = _("This time is over, so nobody can be added to it any more.")


class CalledOff(Refused):
    message = _("This time was called off. Say first that it takes place after all, or choose another one.")


@dataclass(frozen=True)
class Came:
    """How a party came to the host."""

    source: GuestSource
    agent: str = ""
    origin: str = ""


def enter(
    *,
    key: uuids.UUID,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    contact: Contact,
    came: Came,
    language: str,
    now: dt.datetime,
) -> Booking:
    """Book at once, under the seat rule, and owe the guest a message where there is an address.

    Until the visit ends, whatever the web's cut-off, its largest party or who may come alone: the host decides that,
    and has asked the guest whether their name may be kept. A party of a day that is closed is kept in spite of it.
    The same `key` with the same party gives the same booking, whatever became of it.
    Raises KeyReused, Over, CalledOff, TimeCancelled, PartyRefused, AddressMissing, NotEnoughSeats, ExtraGone, SlotGone.
    """
    hashed, fingerprint = key_hash(key), fingerprint_of(slot_id, unit_quantities, extra_quantities)

    @atomic_with_retry
    def make() -> Booking:
        slot = lock.lock_slot(slot_id)
        existing = booking_by_key(hashed)
        if existing is not None:
            return same_answer(existing, fingerprint)
        _require_receivable(slot, now=now)
        party = price(
            units=units_of(slot),
            extras=slot.experience.extras.all(),
            unit_quantities=unit_quantities,
            extra_quantities=extra_quantities,
        )
        if not party.people:
            raise PartyRefused(_("Choose at least one guest."))
        if party.is_shipped and not contact.ship_to:
            raise AddressMissing
        counted = counting.require_room(slot, seats=party.seats, now=now)
        booking = insert_hold(
            key_hash=hashed,
            fingerprint=fingerprint,
            slot=slot,
            party=party,
            language=language,
            now=now,
            until=now,
            at_village=True,
        )
        _confirm(booking, slot, contact=contact, came=came, now=now)
        counting.write_taken(slot, now=now, counted=counted.plus(booking.seats))
        if party.extras:
            require_extras(slot, booking, now=now)
        minimum.freeze(slot)
        note(booking, Act.ENTERED, now=now, after=_by_what_way(came))
        messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now, to=[Audience.GUEST])
        return booking

    return once(key_hash=hashed, fingerprint=fingerprint, make=make)


def _by_what_way(came: Came) -> dict[str, str]:
    """Where the party is from is theirs, and goes with them; how it came to the host stays in the books."""
    return {"source": str(came.source)} | ({"agent": came.agent} if came.agent else {})


def _require_receivable(slot: Slot, *, now: dt.datetime) -> None:
    if slot.ends_at <= now:
        raise Over
    if slot.decision == SlotDecision.CALLED_OFF:
        raise CalledOff
    if slot.cancelled_at is not None:
        raise TimeCancelled


def _confirm(booking: Booking, slot: Slot, *, contact: Contact, came: Came, now: dt.datetime) -> None:
    agreed = agreement(slot, booking)
    changes = {
        "status": BookingStatus.CONFIRMED,
        "confirmed_at": now,
        "consented_at": now,
        "kept_at": None if slot.is_open else now,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_email": contact.email,
        "note": contact.note,
        "dietary": ",".join(contact.dietary),
        "spoken_language": contact.spoken_language,
        "ship_to": contact.ship_to,
        "source": came.source,
        "agent": came.agent,
        "origin": came.origin,
        "included": agreed.included,
        "sequence": 1,
    } | agreed.meeting.told()
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=[*changes])
