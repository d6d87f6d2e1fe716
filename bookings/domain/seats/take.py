"""Write a hold: the booking and its lines, at the prices of this moment."""

import datetime as dt

from bookings.domain.seats.party import PricedParty
from bookings.domain.seats.reference import new_reference
from bookings.enums import BookingStatus
from bookings.models import Booking, BookingExtra, BookingUnit, Slot
from common.data.compiled import Insert
from experiences.enums import PaymentTerms
from experiences.models import Extra

_ADD, _ADD_UNIT, _ADD_EXTRA = Insert(Booking), Insert(BookingUnit), Insert(BookingExtra)


def insert_hold(
    *,
    key_hash: str | None,
    fingerprint: str,
    slot: Slot,
    party: PricedParty,
    language: str,
    now: dt.datetime,
    until: dt.datetime,
    holder: str = "",
    reference: str = "",
    at_village: bool = False,
) -> Booking:
    """Write a hold that lives `until` then, with nothing to pay ahead where it is to be paid `at_village`.

    Only under the slot's lock, with room for it; `write_taken` comes next.
    """
    experience = slot.experience
    ahead = 0 if at_village else experience.prepay_vnd(party.total_vnd)
    booking = Booking(
        key_hash=key_hash,
        fingerprint=fingerprint,
        reference=reference or new_reference(),
        slot=slot,
        status=BookingStatus.ON_HOLD,
        language=language,
        holder=holder,
        seats=party.seats,
        total_vnd=party.total_vnd,
        payment_terms=experience.payment_terms if ahead else PaymentTerms.AT_VILLAGE,
        prepay_vnd=ahead,
        pay_within_hours=experience.pay_within_hours,
        free_cancel_hours=experience.free_cancel_hours,
        cancel_steps=experience.cancel_steps,
        created_at=now,
        hold_expires_at=until,
    )
    _ADD.run(booking)
    for guests in party.units:
        _ADD_UNIT.run(
            BookingUnit(
                booking=booking,
                unit=guests.unit,
                type=guests.unit.type,
                quantity=guests.quantity,
                price_vnd=guests.price_vnd,
                seats=guests.unit.seats,
                why=guests.why,
            )
        )
    for line in party.extras:
        _ADD_EXTRA.run(extra_line(booking, line.extra, line.quantity))
    return booking


def extra_line(booking: Booking, extra: Extra, quantity: int) -> BookingExtra:
    """So many of an extra, as it is promised now. Not saved; `require_extras` comes after it."""
    return BookingExtra(
        booking=booking,
        extra=extra,
        name=extra.name,
        name_en=extra.name_en,
        per=extra.per,
        is_shipped=extra.is_shipped,
        quantity=quantity,
        price_vnd=extra.price_vnd,
    )
