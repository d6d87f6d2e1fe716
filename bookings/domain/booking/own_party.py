"""A guest changes their own party: more until booking closes, fewer while they may leave free of charge."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.domain.booking.own_move import MovedOften
from bookings.domain.booking.party_change import ChangedMeanwhile, NotChangeable, require_guests, tell, write_party
from bookings.domain.booking.party_choices import Choice, choices_of, party_digest, party_of, party_told, wanted_of
from bookings.domain.booking.rationing import require_fair_growth
from bookings.domain.history import note
from bookings.domain.seats import lock
from bookings.domain.seats.contact import AddressMissing
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.extras import ExtraGone
from bookings.domain.seats.on_sale import SlotClosed, require_on_sale
from bookings.domain.seats.party import PartyRefused, PricedParty, require_welcome
from bookings.enums import Act, BookingStatus
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class TooLateForFewer(Refused):
    """The time is over until which the guest may leave free of charge."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _("It is too late to make the party smaller here. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class NoRoomForMore(Refused):
    """`more` says by how many seats the party may grow."""

    def __init__(self, slot: Slot, *, more: int) -> None:
        self.more = max(more, 0)
        host = slot.experience.host
        if self.more:
            message = ngettext(
                "There is room for only %(n)s more. For others, choose another time or call %(host)s: %(phone)s.",
                "There is room for only %(n)s more. For others, choose another time or call %(host)s: %(phone)s.",
                self.more,
            )
        else:
            message = gettext(
                "There is no room for more at this time. Choose another one, or call %(host)s: %(phone)s."
            )
        super().__init__(message % {"n": self.more, "host": host.name, "phone": host.phone.as_national})


class OtherSum(Refused):
    message = _("The price has just changed. Please look at the sum again.")


def may_have_fewer(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the party may become smaller, or cost less."""
    return _may_change(booking, now=now) and now <= booking.free_cancel_until()


def may_have_more(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the party may grow, as far as there is room."""
    if not _may_change(booking, now=now):
        return False
    try:
        require_on_sale(booking.slot, now=now, agreed=True)
    except SlotClosed:
        return False
    return True


def _may_change(booking: Booking, *, now: dt.datetime) -> bool:
    stands = booking.status == BookingStatus.CONFIRMED and booking.no_show_at is None
    return stands and now < booking.slot.starts_at and booking.sequence < MOST_VERSIONS


@atomic_with_retry
def change_own_party(
    *, booking: Booking, quantities: Mapping[str, int], total_vnd: int, seen: str, now: dt.datetime, ship_to: str = ""
) -> Booking:
    """The guest has another party: seats under the seat rule, whoever waits first, prices as promised, both sides told.

    `quantities` and `seen` as `change_party` takes them, `total_vnd` what the guest was shown that it costs, `ship_to`
    where what goes by post is sent, if the booking does not say so yet. The same again changes nothing.
    Raises NotChangeable, TooLateForFewer, SlotClosed, MovedOften, ChangedMeanwhile, PartyRefused, OtherSum,
    AddressMissing, OverRation, NoRoomForMore, ExtraGone, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status != BookingStatus.CONFIRMED or booking.no_show_at is not None:
        raise NotChangeable
    choices = choices_of(booking, slot)
    wanted = wanted_of(choices, quantities)
    if all(wanted[choice.key] == choice.quantity for choice in choices):
        return booking
    if seen != party_digest(booking):
        raise ChangedMeanwhile
    party = party_of(choices, wanted, booking.discount_code)
    require_guests(party)
    _require_in_time(booking, choices, wanted, party, now=now)
    _require_welcome(slot, choices, wanted, party)
    if party.total_vnd != total_vnd:
        raise OtherSum
    before = party_told(booking)
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        _send_to(booking, party, ship_to)
        require_fair_growth(booking, seats=party.seats - booking.seats, now=now)
        _write(booking, slot, choices, wanted, now=now)
    note(booking, Act.PARTY, now=now, before=before, after=party_told(booking))
    tell(booking, now=now)
    return booking


def _require_in_time(
    booking: Booking, choices: Sequence[Choice], wanted: Mapping[str, int], party: PricedParty, *, now: dt.datetime
) -> None:
    """What is sold needs a time on sale; what is given up, that the guest may leave free of charge.

    A child who becomes an adult is no way around that: neither the seats nor the sum become less.
    """
    slot = booking.slot
    if (party.seats < booking.seats or party.total_vnd < booking.total_vnd) and now > booking.free_cancel_until():
        raise TooLateForFewer(slot)
    if _grows(choices, wanted) or slot.starts_at <= now:
        require_on_sale(slot, now=now, agreed=True)
    if booking.sequence >= MOST_VERSIONS:
        raise MovedOften(slot)


def _require_welcome(slot: Slot, choices: Sequence[Choice], wanted: Mapping[str, int], party: PricedParty) -> None:
    """The rules of booking; a party that its host let break one of them may still become smaller."""
    try:
        require_welcome(slot.experience, party)
    except PartyRefused:
        standing = party_of(choices, {choice.key: choice.quantity for choice in choices})
        if _grows(choices, wanted) or _is_welcome(slot, standing):
            raise


def _is_welcome(slot: Slot, party: PricedParty) -> bool:
    try:
        require_welcome(slot.experience, party)
    except PartyRefused:
        return False
    return True


def _grows(choices: Sequence[Choice], wanted: Mapping[str, int]) -> bool:
    return any(wanted[choice.key] > choice.quantity for choice in choices)


def _send_to(booking: Booking, party: PricedParty, ship_to: str) -> None:
    if booking.ship_to or not party.is_shipped:
        return
    if not ship_to:
        raise AddressMissing
    booking.ship_to = ship_to
    booking.save(update_fields=["ship_to"])


def _write(
    booking: Booking, slot: Slot, choices: Sequence[Choice], wanted: Mapping[str, int], *, now: dt.datetime
) -> None:
    standing = booking.seats
    try:
        write_party(booking, slot, choices, wanted, now=now, queue=True)
    except ExtraGone:
        raise
    except NotEnoughSeats as error:
        raise NoRoomForMore(slot, more=error.free - standing) from error
