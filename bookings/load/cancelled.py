"""Times of a load that their host cancelled for everybody: rain, an illness."""

import datetime as dt
import random
from collections.abc import Iterable

from bookings.enums import BookingStatus, CallAbout, SlotCancelReason
from bookings.load.books import AT_THE_DESK
from bookings.load.parties import TAKES, Party
from bookings.load.rows import Rows, reserve
from bookings.models import CancelledParty, PhoneCall, SlotCancelling

# Of all times that somebody has booked.
SHARE = 0.01
# Of the parties of a time that is over, and of one to come: nobody has e-mail, so that all are to be called.
CALLED_OVER, CALLED_COMING = 1.0, 0.7


def call_off(found: Iterable[Party], starts_at: dt.datetime, *, now: dt.datetime) -> tuple[dt.datetime, list[Party]]:
    """Cancel a slot's parties, in place: the moment, and those who were cancelled then and not before."""
    moment = starts_at - dt.timedelta(hours=2) if starts_at <= now else now - dt.timedelta(minutes=30)
    with_it = []
    for party in found:
        if party.fate == "on_hold":
            party.fate = "expired"
        elif party.fate in TAKES:
            party.fate, party.cancelled = "cancelled", moment
            with_it.append(party)
    return moment, with_it


class Cancellings:
    """Collects, and writes once slots and bookings are there."""

    def __init__(self) -> None:
        self.cancellings = Rows(SlotCancelling, ("id", "slot_id", "reason", "cancelled_at", "by_name"))
        self.parties = Rows(CancelledParty, ("id", "cancelling_id", "booking_id", "was"))
        self.calls = Rows(PhoneCall, ("party_id", "about", "called_at", "by_name"))

    def add(
        self, slot: int, moment: dt.datetime, bookings: list[int], *, over: bool, now: dt.datetime, dice: random.Random
    ) -> None:
        (pk,) = reserve(SlotCancelling, 1)
        reason = dice.choice((SlotCancelReason.RAIN, SlotCancelReason.ILLNESS))
        self.cancellings.add((pk, slot, reason.value, moment, AT_THE_DESK))
        for party, booking in zip(reserve(CancelledParty, len(bookings)), bookings, strict=True):
            self.parties.add((party, pk, booking, BookingStatus.CONFIRMED.value))
            if dice.random() < (CALLED_OVER if over else CALLED_COMING):
                called_at = min(moment + dt.timedelta(minutes=10), now)
                self.calls.add((party, CallAbout.OFF.value, called_at, AT_THE_DESK))

    def write(self) -> None:
        for rows in (self.cancellings, self.parties, self.calls):
            rows.write()
