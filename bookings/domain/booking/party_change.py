"""Another party than was booked: more, fewer or other guests and extras, each at the price that was promised."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking.party_choices import Choice, choices_of, party_digest, party_of, party_told, wanted_of
from bookings.domain.history import note as write_down
from bookings.domain.seats import counting, lock
from bookings.domain.seats.contact import AddressMissing, Needs
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.party import PartyRefused, PricedParty, UnitLine
from bookings.domain.seats.take import extra_line
from bookings.domain.waiting import offers
from bookings.enums import AWAITED, Act, BookingStatus, MessageKind
from bookings.models import Booking, BookingUnit, Slot
from bookings.models.booking import SUM
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Extra

# Of a booking, beside its party.
WORDS = ("contact_name", "note", "dietary", "spoken_language", "ship_to")


class NotChangeable(Refused):
    message = _("Only a party that is booked and has not come yet can be changed.")


class VisitOver(Refused):
    message = _("This visit is over, so its party can no longer be changed.")


class ChangedMeanwhile(Refused):
    message = _("Somebody has just changed this party. Look at it again.")


@atomic_with_retry
def change_party(
    *,
    booking: Booking,
    quantities: Mapping[str, int],
    name: str,
    note: str,
    seen: str,
    now: dt.datetime,
    needs: Needs | None = None,
) -> Booking:
    """The host writes down another party: seats under the seat rule, prices as promised, and the guest is told.

    `quantities` by the keys of `choices_of`, what is left out is none; `seen` is the `party_digest` that the host
    looked at. The largest party and who may come alone are the host's to decide, as when they enter guests. What is
    owed or to be given back afterwards follows from the new total: where that is another, the guest may leave free of
    charge from then on, as after a new time or place. Without `needs` these stay. The same again changes nothing.
    Raises NotChangeable, VisitOver, ChangedMeanwhile, PartyRefused, AddressMissing, NotEnoughSeats, ExtraGone,
    MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status not in AWAITED or booking.no_show_at:
        raise NotChangeable
    if slot.ends_at <= now:
        raise VisitOver
    choices = choices_of(booking, slot)
    wanted = wanted_of(choices, quantities)
    other_party = any(wanted[choice.key] != choice.quantity for choice in choices)
    told = _told(name, note, needs or needs_of(booking))
    told_before = _told(booking.contact_name, booking.note, needs_of(booking))
    if not other_party and told == told_before:
        return booking
    if seen != party_digest(booking):
        raise ChangedMeanwhile
    before = party_told(booking) | told_before
    total_before = booking.total_vnd
    if other_party:
        require_guests(party_of(choices, wanted))
    _require_address(booking, choices, wanted, told["ship_to"])
    if other_party:
        # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
        with transaction.atomic():
            write_party(booking, slot, choices, wanted, now=now)
    booking.contact_name, booking.note, booking.dietary = name, note, told["dietary"]
    booking.spoken_language, booking.ship_to = told["spoken_language"], told["ship_to"]
    if booking.total_vnd != total_before:
        booking.changed_by_host_at = now
    booking.save(update_fields=[*WORDS, "changed_by_host_at"])
    write_down(booking, Act.PARTY, now=now, before=before, after=party_told(booking) | told)
    if other_party:
        tell(booking, now=now)
    return booking


def needs_of(booking: Booking) -> Needs:
    """As they are written down now."""
    dietary = tuple(code for code in booking.dietary.split(",") if code)
    return Needs(dietary=dietary, spoken_language=booking.spoken_language, ship_to=booking.ship_to)


def _told(name: str, note: str, needs: Needs) -> dict[str, str]:
    """As the history has it."""
    said = {"dietary": ",".join(needs.dietary), "spoken_language": needs.spoken_language, "ship_to": needs.ship_to}
    return {"name": name, "note": note} | said


def _require_address(booking: Booking, choices: Sequence[Choice], wanted: Mapping[str, int], ship_to: str) -> None:
    """What goes by post needs an address, but where none was asked for when it was booked: then nothing is worse."""
    standing = party_of(choices, {choice.key: choice.quantity for choice in choices})
    missing_before = standing.is_shipped and not booking.ship_to
    if party_of(choices, wanted).is_shipped and not ship_to and not missing_before:
        raise AddressMissing


def require_guests(party: PricedParty) -> None:
    """Raises PartyRefused where nobody comes."""
    if not party.people:
        raise PartyRefused(_("Choose at least one guest. If nobody comes, cancel the visit."))


def write_party(
    booking: Booking,
    slot: Slot,
    choices: Sequence[Choice],
    wanted: Mapping[str, int],
    *,
    now: dt.datetime,
    queue: bool = False,
) -> None:
    """Under the slot's lock: count, then the lines, the sums and `taken`; freed seats go to who waits.

    With `queue`, whoever waits for a seat goes first. Raises NotEnoughSeats, ExtraGone.
    """
    party = party_of(choices, wanted, booking.discount_code)
    fewer = party.seats < booking.seats
    if party.seats > booking.seats:
        counted = counting.require_room(slot, seats=party.seats, now=now, except_for=booking, queue=queue)
    else:
        counted = counting.count(slot, now=now, except_for=booking)
    priced = {id(line.unit): line for line in party.units}
    for choice in choices:
        _write_line(booking, choice, wanted[choice.key], priced)
    booking.seats, booking.missing_vnd = party.seats, 0
    booking.reprice(party.price_vnd)
    booking.agree_ahead()
    booking.sequence += 1
    booking.save(update_fields=[*SUM, "seats", "missing_vnd", "prepay_vnd", "sequence"])
    counting.write_taken(slot, now=now, counted=counted.plus(party.seats))
    grown = [choice.sold for choice in choices if wanted[choice.key] > choice.quantity]
    more = [sold.pk for sold in grown if isinstance(sold, Extra)]
    if more:
        require_extras(slot, booking, now=now, only=more)
    if fewer:
        offers.offer_next(slot, now=now)


def _write_line(booking: Booking, choice: Choice, number: int, priced: Mapping[int, UnitLine]) -> None:
    """`priced` are the lines of the new party by the `id()` of what is sold: what is gone has no key."""
    line, sold = choice.line, choice.sold
    guests = priced.get(id(sold))
    if isinstance(line, BookingUnit) and guests:
        changes = {"quantity": number, "price_vnd": guests.price_vnd, "why": guests.why}
        BookingUnit.objects.filter(pk=line.pk).update(**changes)
    elif line is not None and number:
        type(line)._default_manager.filter(pk=line.pk).update(quantity=number)
    elif line is not None:
        line.delete()
    elif guests:
        BookingUnit.objects.create(
            booking=booking,
            unit=guests.unit,
            type=guests.unit.type,
            quantity=number,
            price_vnd=guests.price_vnd,
            seats=guests.unit.seats,
            why=guests.why,
        )
    elif number and isinstance(sold, Extra):
        extra_line(booking, sold, number).save()


def tell(booking: Booking, *, now: dt.datetime) -> None:
    """Owe both sides a message of another party."""
    if booking.status == BookingStatus.PENDING:
        messages.ask_again(booking=booking, now=now)
    else:
        messages.owe(booking=booking, kind=MessageKind.PARTY_CHANGED, now=now)
