"""What a code at the gate means now: a scanned ticket, or letters that were read out. Rules only; words are the desk's.

A ticket's code is signed, so whoever shows it was sent it: a party that is expected about now is checked in by the scan
itself. Letters may be misheard and a party may come to another time than its own, so those are asked about first.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import F

from bookings.domain.booking.attendance import EARLIEST, Reviewed, check_in, undo_check_in
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.enums import Act, Awaits, BookingStatus
from bookings.models import Booking, BookingAct, Slot
from common.data.db import atomic_with_retry
from common.words.dates import local
from villages.models import Host

# Who comes sooner before their time may have come to another one.
ABOUT_NOW = dt.timedelta(minutes=90)


class Kind(Enum):
    """`CHECKED_IN` and `UNDONE` are what this tap did; all others changed nothing."""

    CHECKED_IN = auto()
    READY = auto()
    ALREADY = auto()
    UNDONE = auto()
    TOO_EARLY = auto()
    NOT_TODAY = auto()
    UNPROVED = auto()
    UNPAID = auto()
    RAN_OUT = auto()
    CANCELLED = auto()
    OTHER_HOUSE = auto()
    UNKNOWN = auto()


class Ask(Enum):
    """Why a party that is READY is not checked in without a look."""

    LETTERS = auto()
    EARLY = auto()
    LATE = auto()
    MISSED = auto()


@dataclass(frozen=True)
class Scanned:
    """`booking` is None for OTHER_HOUSE and UNKNOWN, which say nothing of anybody; `ask` is set with READY alone.

    `act` is who checked the party in, with ALREADY, where that was written down.
    """

    kind: Kind
    booking: Booking | None = None
    ask: Ask | None = None
    act: BookingAct | None = None


def meaning(booking: Booking | None, *, host: Host, signed: bool, now: dt.datetime) -> Scanned:
    """What `booking`, found by its code at the desk of `host`, means; it comes with its slot and experience.

    A code that is not `signed` is letters that anybody may have typed: it tells of the bookings of `host` alone.
    """
    if booking is None or booking.consented_at is None:
        return Scanned(Kind.UNKNOWN)
    if booking.slot.experience.host_id != host.pk:
        return Scanned(Kind.OTHER_HOUSE if signed else Kind.UNKNOWN)
    match BookingStatus(booking.status):
        case BookingStatus.REDEEMED:
            act = booking.acts.filter(act=Act.CHECKED_IN).order_by("-pk").first()
            return Scanned(Kind.ALREADY, booking, act=act)
        case BookingStatus.CONFIRMED:
            return _expected(booking, signed=signed, now=now)
        case BookingStatus.CANCELLED | BookingStatus.REJECTED:
            return Scanned(Kind.CANCELLED, booking)
        case BookingStatus.PENDING if booking.hold_expires_at > now:
            return Scanned(Kind.UNPAID if booking.awaits == Awaits.PAYMENT else Kind.UNPROVED, booking)
        case _:
            return Scanned(Kind.RAN_OUT, booking)


def _expected(booking: Booking, *, signed: bool, now: dt.datetime) -> Scanned:
    slot = booking.slot
    first, last = expected_within(slot)
    if not first <= now < last:
        return Scanned(Kind.NOT_TODAY, booking)
    if slot.starts_at - now > EARLIEST:
        return Scanned(Kind.TOO_EARLY, booking)
    early, late = slot.starts_at - now > ABOUT_NOW, now >= slot.ends_at
    reasons = {Ask.MISSED: booking.no_show_at is not None, Ask.EARLY: early, Ask.LATE: late, Ask.LETTERS: not signed}
    return Scanned(Kind.READY, booking, ask=next((ask for ask, holds in reasons.items() if holds), None))


def expected_within(slot: Slot) -> tuple[dt.datetime, dt.datetime]:
    """From when until when a scan takes the slot's parties for today's: its day, and what hangs over at either end."""
    day = local(slot.starts_at).date()
    return min(day_start(day), slot.starts_at - ABOUT_NOW), max(day_end(day), slot.ends_at)


@atomic_with_retry
def scan(*, reference: str, host: Host, signed: bool, sure: bool, now: dt.datetime) -> Scanned:
    """Check the party in where nothing is to be asked, or its host is `sure`; else say how it stands.

    A second call says ALREADY; of two phones at once, one.
    """
    booking = _held(reference, host=host, signed=signed)
    found = meaning(booking, host=host, signed=signed, now=now)
    if booking is None or found.kind != Kind.READY or (found.ask and not sure):
        return found
    check_in(booking=booking, now=now)
    return Scanned(Kind.CHECKED_IN, booking)


@atomic_with_retry
def undo_scan(*, reference: str, host: Host, now: dt.datetime) -> Scanned:
    """Take a check-in back; where there is none, or its guest has written of the visit, say how the party stands."""
    booking = _held(reference, host=host, signed=False)
    found = meaning(booking, host=host, signed=False, now=now)
    if booking is None or found.kind != Kind.ALREADY:
        return found
    try:
        undo_check_in(booking=booking, now=now)
    except Reviewed:
        return found
    return Scanned(Kind.UNDONE, booking)


def _held(reference: str, *, host: Host, signed: bool) -> Booking | None:
    """The booking, held until the transaction ends, so that what is read of it is still so when it is checked in."""
    mine = Booking.objects.filter(reference=reference)
    if Booking.objects.for_host(host).filter(reference=reference).exists():
        mine.update(sequence=F("sequence"))
    elif not signed:
        return None
    return mine.with_party().first()
