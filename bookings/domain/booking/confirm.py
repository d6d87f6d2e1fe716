"""Turn a hold into a booking."""

import datetime as dt
from contextlib import nullcontext

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking import minimum
from bookings.domain.booking.agreed import agreement
from bookings.domain.booking.discount import require_left
from bookings.domain.booking.rationing import may_write_proof, needs_proof, payment_until, proof_until
from bookings.domain.seats import counting, lock, opening
from bookings.domain.seats.contact import AddressMissing, ConsentMissing, Contact
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.on_sale import require_not_cancelled, require_on_sale
from bookings.enums import EXPECTED, Awaits, BookingStatus, MessageKind
from bookings.models import Booking, Slot
from bookings.models.booking import booking_by_uuid
from common.data.compiled import Update
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

CONFIRMABLE = (BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.EXPIRED)

_CONFIRM = Update(
    lambda pk: Booking.objects.filter(pk=pk, status__in=CONFIRMABLE),
    sets={"holder": ""},
    writes=(
        "status",
        "awaits",
        "asked_from",
        "hold_expires_at",
        "confirmed_at",
        "consented_at",
        "terms_version",
        "privacy_version",
        "contact_name",
        "contact_phone",
        "contact_email",
        "note",
        "dietary",
        "spoken_language",
        "ship_to",
        "included",
        "told_place",
        "told_way",
        "told_spot",
        "sequence",
    ),
    pk=Booking._meta.pk,
)


class HoldOver(Refused):
    """The hold was cancelled, or ran out and its seats went to others."""

    message = _("We could not keep your places any longer and others have taken them. Please choose another time.")


@atomic_with_retry
def confirm(
    *, booking: Booking, contact: Contact, consent: bool, now: dt.datetime, asked_from: str = "", terms_seen: str = ""
) -> Booking:
    """Confirm a hold, and owe the guest and the host a message.

    What is paid ahead is PENDING until its money came. `asked_from` is whence somebody asks whom nobody knows, as a
    keyed hash; empty where the host enters the party. With it, the booking is PENDING too and waits for proof where too
    much is booked like this already. `terms_seen` is the mark of the versions of the terms that the guest had before
    their eyes; those that stand are kept with the booking.

    A second call gives the same booking. A hold that ran out is confirmed all the same while its seats are free:
    they are taken again under the lock. Raises ConsentMissing, TermsChanged, AddressMissing, HoldOver, ExtraGone,
    DiscountRefused, TooManyUnproved, SlotClosed, SlotGone.
    """
    slot = lock.lock_slot(booking.slot_id)
    found = booking_by_uuid(booking.uuid)
    if found is None or found.slot_id != slot.pk:
        raise HoldOver
    booking = found
    if booking.status in EXPECTED or (booking.status == BookingStatus.PENDING and booking.hold_expires_at > now):
        return booking
    # The hold was let go with its time, and its guest hears why.
    require_not_cancelled(slot)
    if booking.status not in CONFIRMABLE:
        raise HoldOver
    if not consent:
        raise ConsentMissing
    agreed_to = opening.require_as_seen(terms_seen)
    require_on_sale(slot, now=now, held=booking.hold_expires_at > now)
    # Counted again even for a live hold: another transaction's clock may have seen it run out and sold its seats.
    # Once it ran out, the waiting list goes first.
    try:
        counted = counting.require_room(
            slot, seats=booking.seats, now=now, except_for=booking, queue=booking.hold_expires_at <= now
        )
    except counting.NotEnoughSeats as error:
        raise HoldOver from error
    if booking.discount_code is not None and booking.hold_expires_at <= now:
        require_left(booking.discount_code, booking, now=now)
    agreed = agreement(slot, booking)
    if agreed.ships and not contact.ship_to:
        raise AddressMissing
    unproved = needs_proof(slot, seats=booking.seats, contact=contact, asked_from=asked_from, now=now)
    awaits, until = _waits(slot, booking, unproved=unproved, now=now)
    changes = {
        "status": BookingStatus.PENDING if awaits else BookingStatus.CONFIRMED,
        "awaits": awaits,
        "asked_from": asked_from,
        "hold_expires_at": until,
        "confirmed_at": None if awaits else now,
        "consented_at": now,
        "terms_version": agreed_to.terms,
        "privacy_version": agreed_to.privacy,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_email": contact.email,
        "note": contact.note,
        "dietary": ",".join(contact.dietary),
        "spoken_language": contact.spoken_language,
        "ship_to": contact.ship_to,
        "included": agreed.included,
        "sequence": booking.sequence + 1,
    } | agreed.meeting.told()
    # A savepoint where it may be refused yet: that leaves nothing behind, whoever owns the transaction.
    with transaction.atomic() if agreed.limited else nullcontext():
        _CONFIRM.run(pk=booking.pk, **changes)
        counting.write_taken(slot, now=now, counted=counted.plus(booking.seats))
        if agreed.limited:
            require_extras(slot, booking, now=now)
    for name, value in (changes | {"holder": ""}).items():
        setattr(booking, name, value)
    booking.slot = slot
    minimum.freeze(slot)
    if awaits:
        messages.owe_asking(booking=booking, to_guest=may_write_proof(contact.email, now=now), now=now)
    else:
        messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now)
    return booking


def _waits(slot: Slot, booking: Booking, *, unproved: bool, now: dt.datetime) -> tuple[Awaits | str, dt.datetime]:
    """What the booking still needs, and until when it keeps its seats. Money that came says who booked."""
    if booking.prepay_vnd:
        return Awaits.PAYMENT, payment_until(slot, booking, now=now)
    if unproved:
        return Awaits.PROOF, proof_until(slot, now=now)
    return "", booking.hold_expires_at
