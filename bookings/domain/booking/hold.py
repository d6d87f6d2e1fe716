"""Hold seats for a party while the guest fills in the form."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping

from django.conf import settings

from bookings.domain.booking.once import fingerprint_of, once, same_answer
from bookings.domain.booking.rationing import require_fair_hold
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.on_sale import require_on_sale
from bookings.domain.seats.party import price, require_welcome
from bookings.domain.seats.prices import units_of
from bookings.domain.seats.take import insert_hold
from bookings.models import Booking
from bookings.models.booking import booking_by_key
from common.data.db import atomic_with_retry


def hold(
    *,
    key: uuids.UUID,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    language: str,
    now: dt.datetime,
    holder: str = "",
    slug: str = "",
) -> Booking:
    """Take seats for HOLD_MINUTES. The same `key` with the same body gives the same booking, whatever became of it.

    Where `slug` is given, the slot must be of the experience with this name in addresses, or it is gone.
    `holder` names whoever asks, without saying who: together they may hold HOLD_SEATS_PER_ADDRESS seats at once.
    Raises SlotGone, SlotClosed, PartyRefused, NotEnoughSeats, ExtraGone, KeyReused, TooManyHeld.
    """
    hashed, fingerprint = key_hash(key), fingerprint_of(slot_id, unit_quantities, extra_quantities)

    def make() -> Booking:
        return _hold(
            key_hash=hashed,
            fingerprint=fingerprint,
            slot_id=slot_id,
            unit_quantities=unit_quantities,
            extra_quantities=extra_quantities,
            language=language,
            now=now,
            holder=holder,
            slug=slug,
        )

    return once(key_hash=hashed, fingerprint=fingerprint, make=make)


@atomic_with_retry
def _hold(
    *,
    key_hash: str,
    fingerprint: str,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    language: str,
    now: dt.datetime,
    holder: str,
    slug: str,
) -> Booking:
    slot = lock.lock_slot(slot_id)
    if slug and slot.experience.slug != slug:
        raise lock.SlotGone
    existing = booking_by_key(key_hash)
    if existing is not None:
        return same_answer(existing, fingerprint)
    require_on_sale(slot, now=now)
    experience = slot.experience
    wanted = {pk: number for pk, number in extra_quantities.items() if number}
    party = price(
        units=units_of(slot),
        extras=experience.extras.all() if wanted else (),
        unit_quantities=unit_quantities,
        extra_quantities=wanted,
    )
    require_welcome(experience, party)
    counted = counting.require_room(slot, seats=party.seats, now=now, queue=True)
    require_fair_hold(holder=holder, seats=party.seats, now=now)
    booking = insert_hold(
        key_hash=key_hash,
        fingerprint=fingerprint,
        slot=slot,
        party=party,
        language=language,
        holder=holder,
        now=now,
        until=now + dt.timedelta(minutes=settings.HOLD_MINUTES),
    )
    counting.write_taken(slot, now=now, counted=counted.plus(booking.seats))
    if party.extras:
        require_extras(slot, booking, now=now)
    return booking
