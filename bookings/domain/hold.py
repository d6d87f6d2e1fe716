"""Hold seats for a party while the guest fills in the form."""

import datetime as dt
import hashlib
import json
import uuid as uuids
from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError
from django.db.models import DateTimeField, Sum
from django.utils.translation import gettext_lazy as _

from bookings.enums import BookingStatus, SlotDecision
from bookings.models import Booking, BookingExtra, BookingUnit, Slot
from bookings.models.booking import booking_of
from common.db import atomic_with_retry
from common.prepared import Given, Insert, Select
from common.refusal import Refused

from . import seats
from .party import Quote, price, require_welcome, units_of
from .reference import new_reference

# With a million bookings one reference in 150 is taken; four in a row are, once in 500 million.
TRIES = 4

_HELD_BY = Select(
    lambda: (
        Booking.objects.filter(
            status=BookingStatus.ON_HOLD,
            hold_expires_at__gt=Given("now", DateTimeField()),
            holder=Given("holder", Booking._meta.get_field("holder")),
        )
        .order_by()
        .values("holder")
        .annotate(held=Sum("seats"))
        .values_list("held")
    )
)
_ADD, _ADD_UNIT, _ADD_EXTRA = Insert(Booking), Insert(BookingUnit), Insert(BookingExtra)


class SlotClosed(Refused):
    """Past, after the cut-off, on a closed day, or of an experience that is not on sale."""


class TooManyHeld(Refused):
    message = _("Many places are already being held from here. Please finish those first, or wait a few minutes.")


class KeyReused(Refused):
    """The idempotency key was used with another body; `booking` is what it made."""

    message = _("This form was already used for another booking. Nothing was changed; please choose again.")

    def __init__(self, booking: Booking) -> None:
        self.booking = booking
        super().__init__()


def hold(
    *,
    uuid: uuids.UUID,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    language: str,
    now: dt.datetime,
    holder: str = "",
    slug: str = "",
) -> Booking:
    """Take seats for HOLD_MINUTES. The same `uuid` with the same body gives the same booking, whatever became of it.

    Where `slug` is given, the slot must be of the experience with this name in addresses, or it is gone.
    `holder` names whoever asks, without saying who: together they may hold HOLD_SEATS_PER_ADDRESS seats at once.
    Raises SlotGone, SlotClosed, PartyRefused, NotEnoughSeats, KeyReused, TooManyHeld.
    """
    fingerprint = _fingerprint(slot_id, unit_quantities, extra_quantities)
    for tries_left in reversed(range(TRIES)):
        try:
            return _hold(
                uuid=uuid,
                fingerprint=fingerprint,
                slot_id=slot_id,
                unit_quantities=unit_quantities,
                extra_quantities=extra_quantities,
                language=language,
                now=now,
                holder=holder,
                slug=slug,
            )
        except IntegrityError:
            # The same key on two slots at the same moment: the slot's lock cannot see that, the unique key does.
            # Or, one time in many thousand, a reference that is taken: then another one is drawn.
            booking = booking_of(uuid)
            if booking is not None:
                return _same_answer(booking, fingerprint)
            if not tries_left:
                raise
    raise AssertionError("unreachable")


@atomic_with_retry
def _hold(
    *,
    uuid: uuids.UUID,
    fingerprint: str,
    slot_id: int,
    unit_quantities: Mapping[int, int],
    extra_quantities: Mapping[int, int],
    language: str,
    now: dt.datetime,
    holder: str,
    slug: str,
) -> Booking:
    slot = seats.lock_slot(slot_id)
    if slug and slot.experience.slug != slug:
        raise seats.SlotGone
    existing = booking_of(uuid)
    if existing is not None:
        return _same_answer(existing, fingerprint)
    require_on_sale(slot, now=now)
    experience = slot.experience
    wanted = {pk: number for pk, number in extra_quantities.items() if number}
    quote = price(
        units=units_of(slot),
        extras=experience.extras.all() if wanted else (),
        unit_quantities=unit_quantities,
        extra_quantities=wanted,
    )
    require_welcome(experience, quote)
    counted = seats.require_room(slot, seats=quote.seats, now=now, queue=True)
    _require_fair(holder, quote, now=now)
    booking = insert_hold(
        uuid=uuid,
        fingerprint=fingerprint,
        slot=slot,
        quote=quote,
        language=language,
        holder=holder,
        now=now,
        until=now + dt.timedelta(minutes=settings.HOLD_MINUTES),
    )
    seats.write_taken(slot, now=now, counted=counted.plus(booking.seats))
    return booking


def require_on_sale(slot: Slot, *, now: dt.datetime, held: bool = False) -> None:
    """Raises SlotClosed, with the reason, where the web may not take a booking at `now`.

    A hold that is alive (`held`) may still be confirmed after the cut-off: the guest was promised the time.
    """
    experience = slot.experience
    if slot.starts_at <= now:
        raise SlotClosed(_("This time is already over. Please choose a later day."))
    if slot.decision == SlotDecision.CALLED_OFF:
        raise SlotClosed(_("Too few guests booked this time, so it was called off. Please choose another one."))
    if not slot.is_open or not experience.active or not experience.host.is_verified:
        raise SlotClosed(_("The host does not receive guests at this time. Please choose another one."))
    if now >= slot.closes_at and not held:
        raise SlotClosed(
            _("Booking for this time has closed. Choose a later one, or call %(host)s: %(phone)s.")
            % {"host": experience.host.name, "phone": experience.host.phone.as_national}
        )


def _require_fair(holder: str, quote: Quote, *, now: dt.datetime) -> None:
    if not holder:
        return
    held = sum(seats for (seats,) in _HELD_BY.all(holder=holder, now=now))
    if held + quote.seats > settings.HOLD_SEATS_PER_ADDRESS:
        raise TooManyHeld


def insert_hold(
    *,
    uuid: uuids.UUID,
    fingerprint: str,
    slot: Slot,
    quote: Quote,
    language: str,
    now: dt.datetime,
    until: dt.datetime,
    holder: str = "",
    reference: str = "",
) -> Booking:
    """Write a hold that lives `until` then. Only under the slot's lock, with room for it; `write_taken` comes next."""
    booking = Booking(
        uuid=uuid,
        fingerprint=fingerprint,
        reference=reference or new_reference(),
        slot=slot,
        status=BookingStatus.ON_HOLD,
        language=language,
        holder=holder,
        seats=quote.seats,
        total_vnd=quote.total_vnd,
        created_at=now,
        hold_expires_at=until,
    )
    _ADD.run(booking)
    for guests in quote.units:
        _ADD_UNIT.run(
            BookingUnit(
                booking=booking,
                unit=guests.unit,
                type=guests.unit.type,
                quantity=guests.quantity,
                price_vnd=guests.unit.price_vnd,
                seats=guests.unit.seats,
            )
        )
    for line in quote.extras:
        _ADD_EXTRA.run(
            BookingExtra(
                booking=booking,
                extra=line.extra,
                name=line.extra.name,
                name_en=line.extra.name_en,
                per=line.extra.per,
                quantity=line.quantity,
                price_vnd=line.extra.price_vnd,
            )
        )
    return booking


def _same_answer(booking: Booking, fingerprint: str) -> Booking:
    if booking.fingerprint != fingerprint:
        raise KeyReused(booking)
    return booking


def _fingerprint(slot_id: int, unit_quantities: Mapping[int, int], extra_quantities: Mapping[int, int]) -> str:
    body = {
        "slot": slot_id,
        "units": sorted((pk, number) for pk, number in unit_quantities.items() if number),
        "extras": sorted((pk, number) for pk, number in extra_quantities.items() if number),
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
