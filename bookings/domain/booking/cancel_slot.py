"""Cancel one time for everybody (rain, an illness, a funeral in the village), and take that back a moment later.

A time that is cancelled takes no bookings until the host opens it again, whatever schedules and closed days say. The
other times of the day go on.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.domain import messages
from bookings.domain.booking.cancel import may_restore, stand_again
from bookings.domain.booking.minimum import AlreadyCalledOff
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.extras import require_extras
from bookings.domain.seats.frozen import thaw
from bookings.domain.waiting import offers
from bookings.enums import (
    AWAITED,
    Act,
    Audience,
    BookingStatus,
    CancelledBy,
    MessageKind,
    SlotCancelReason,
    SlotDecision,
)
from bookings.models import Booking, CancelledParty, Slot, SlotCancelling
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class TimeBegun(Refused):
    message = _("This time has begun, so it can no longer be cancelled, or opened again.")


class AlreadyHere(Refused):
    """Somebody is checked in."""

    def __init__(self, parties: int) -> None:
        message = ngettext(
            "%(n)s party is checked in already. Undo that first, then cancel this time.",
            "%(n)s parties are checked in already. Undo that first, then cancel this time.",
            parties,
        )
        super().__init__(message % {"n": parties})


@dataclass(frozen=True)
class TakenBack:
    """Who is booked again, and who is not: their seats are gone, or it is too late for them to be called back."""

    back: list[Booking] = field(default_factory=list)
    left_out: list[Booking] = field(default_factory=list)


@atomic_with_retry
def cancel_slot(
    *, slot_id: int, reason: SlotCancelReason, by: User | None, now: dt.datetime, words: str = ""
) -> SlotCancelling:
    """Close the slot, cancel every party that is awaited, let holds go, and owe each guest a mail with the reason.

    `words` are the host's own, beside the usual `reason` or, for another one, in its place. The waiting list is told
    when it can no longer be taken back. A second call changes nothing.
    Raises TimeBegun, AlreadyCalledOff, AlreadyHere, SlotGone.
    """
    slot = lock.lock_slot(slot_id)
    if slot.cancelled_at is not None:
        return _standing(slot)
    _require_cancellable(slot, now=now)
    # What ran out is nobody's any more, and so nobody is told of it.
    counting.write_taken(slot, now=now)
    cancelling = SlotCancelling.objects.create(
        slot=slot, reason=reason, words=words, cancelled_at=now, by=by, by_name=str(by or "")
    )
    _write(slot, cancelled_at=now)
    offers.withdraw_offers(slot, now=now)
    Booking.objects.filter(slot=slot, status=BookingStatus.ON_HOLD).update(
        status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by=CancelledBy.HOST, holder=""
    )
    for booking in Booking.objects.filter(slot=slot, status__in=AWAITED).order_by("pk"):
        booking.slot = slot
        _cancel(booking, cancelling)
    # Who was checked in at this very moment is seen by this count.
    _require_nobody_here(slot)
    counting.write_taken(slot, now=now)
    return cancelling


def _standing(slot: Slot) -> SlotCancelling:
    """The cancelling of a slot that is cancelled."""
    return SlotCancelling.objects.get(slot=slot, taken_back_at__isnull=True)


def _require_cancellable(slot: Slot, *, now: dt.datetime) -> None:
    if slot.starts_at <= now:
        raise TimeBegun
    if slot.decision == SlotDecision.CALLED_OFF:
        raise AlreadyCalledOff
    _require_nobody_here(slot)


def _require_nobody_here(slot: Slot) -> None:
    here = Booking.objects.filter(slot=slot, status=BookingStatus.REDEEMED).count()
    if here:
        raise AlreadyHere(here)


def _cancel(booking: Booking, cancelling: SlotCancelling) -> None:
    was, now = booking.status, cancelling.cancelled_at
    with translation.override(booking.language):
        reason = cancelling.reason_text()
    cancelled = Booking.objects.filter(pk=booking.pk, status=was).update(
        status=BookingStatus.CANCELLED,
        cancelled_at=now,
        cancelled_by=CancelledBy.HOST,
        cancel_reason=reason,
        sequence=F("sequence") + 1,
    )
    if not cancelled:
        return
    slot = booking.slot
    booking.refresh_from_db()
    booking.slot = slot
    CancelledParty.objects.create(cancelling=cancelling, booking=booking, was=was)
    note(booking, Act.CANCELLED, now=now, after={"by": CancelledBy.HOST, "reason": reason})
    # Of what nobody has confirmed, only its guest knows.
    readers = [Audience.GUEST] if was == BookingStatus.PENDING else [Audience.GUEST, Audience.HOST]
    messages.owe(booking=booking, kind=MessageKind.CANCELLED, now=now, to=readers)


@atomic_with_retry
def open_again(*, slot_id: int, by: User | None, now: dt.datetime) -> TakenBack:
    """Take bookings of the slot again; while a cancelling can be undone, book again those who were cancelled with it.

    They come back in the order in which they had booked, and are told. After that time the slot opens without them.
    A second call changes nothing. Raises TimeBegun, SlotGone.
    """
    slot = lock.lock_slot(slot_id)
    if slot.cancelled_at is None:
        return TakenBack()
    if slot.starts_at <= now:
        raise TimeBegun
    cancelling = _standing(slot)
    cancelling.taken_back_at, cancelling.taken_back_by_name = now, str(by or "")
    cancelling.save(update_fields=["taken_back_at", "taken_back_by_name"])
    _write(slot, cancelled_at=None)
    outcome = TakenBack()
    for party in cancelling.parties.select_related("booking").order_by("booking"):
        party.booking.slot = slot
        if _come_back(party, now=now):
            party.back_at = now
            party.save(update_fields=["back_at"])
            outcome.back.append(party.booking)
        else:
            outcome.left_out.append(party.booking)
    counting.write_taken(slot, now=now)
    thaw(slot, now=now)
    offers.offer_next(slot, now=now)
    return outcome


def _come_back(party: CancelledParty, *, now: dt.datetime) -> bool:
    booking = party.booking
    try:
        if party.was == BookingStatus.PENDING:
            return _wait_again(booking, now=now)
        if not may_restore(booking, now=now):
            return False
        stand_again(booking, booking.slot, now=now)
    except counting.NotEnoughSeats:
        return False
    return True


def _wait_again(booking: Booking, *, now: dt.datetime) -> bool:
    """A party that was to be confirmed still is, where there is time left for it: its guest is asked again."""
    if booking.hold_expires_at <= now or booking.erased_at is not None:
        return False
    counting.require_room(booking.slot, seats=booking.seats, now=now)
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        Booking.objects.filter(pk=booking.pk, status=BookingStatus.CANCELLED).update(
            status=BookingStatus.PENDING, cancelled_at=None, cancelled_by="", cancel_reason=""
        )
        counting.write_taken(booking.slot, now=now)
        require_extras(booking.slot, booking, now=now)
    note(booking, Act.RESTORED, now=now)
    messages.ask_again(booking=booking, now=now)
    return True


def _write(slot: Slot, *, cancelled_at: dt.datetime | None) -> None:
    slot.cancelled_at = cancelled_at
    Slot.objects.filter(pk=slot.pk).update(cancelled_at=cancelled_at)
