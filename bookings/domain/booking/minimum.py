"""Visits that need a minimum of guests: decided on a date that was told beforehand, and everybody hears of it."""

import datetime as dt

from django.db.models import Q, Sum
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.history import note
from bookings.domain.seats import counting, lock
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.domain.waiting import offers
from bookings.enums import AWAITED, EXPECTED, Act, Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.work.sweep import each
from experiences.models import Experience

# A guest who is filling in the form at the moment of the decision may still make the number up.
PATIENCE = dt.timedelta(hours=1)
TOO_FEW = _("Too few guests booked this time.")


class AlreadyCalledOff(Refused):
    message = _("This visit was called off and its guests were told. Offer another time instead.")


def fewest(slot: Slot) -> int:
    """From how many seats `slot` takes place: as its first guests were told, else as the experience has it now."""
    return slot.experience.min_to_run if slot.min_to_run is None else slot.min_to_run


def decided_by(slot: Slot) -> dt.datetime | None:
    """When it is decided whether `slot` takes place; None where it needs no minimum, was decided or is cancelled."""
    if not fewest(slot) or slot.decision or slot.cancelled_at is not None:
        return None
    return slot.decide_at or _by_experience(slot)


def _by_experience(slot: Slot) -> dt.datetime:
    return slot.starts_at - dt.timedelta(hours=slot.experience.decide_hours)


def freeze(slot: Slot) -> None:
    """Keep the minimum and its date as the slot's first guest is told them. Under the slot's lock."""
    if slot.min_to_run is None:
        slot.min_to_run, slot.decide_at = slot.experience.min_to_run, _by_experience(slot)
        _write(slot, "min_to_run", "decide_at")


def decide_due(*, now: dt.datetime) -> int:
    """Decide every slot whose date has come; returns how many were. May run twice, or beside itself."""
    undecided = Slot.objects.filter(decision="", cancelled_at__isnull=True).upcoming(now)
    due = undecided.filter(_due(now)).order_by("pk").values_list("pk", flat=True)
    return each("deciding on slot", list(due), lambda slot_id: _decide(slot_id, now=now))


def _due(now: dt.datetime) -> Q:
    """By what the slot's guests were told, and where it has none by the experience: one branch for each lead time."""
    due = Q(min_to_run__gt=0, decide_at__lte=now)
    leads = Experience.objects.filter(min_to_run__gt=0).order_by().values_list("decide_hours", flat=True).distinct()
    for hours in leads:
        latest = now + dt.timedelta(hours=hours)
        by_experience = Q(experience__min_to_run__gt=0, experience__decide_hours=hours, starts_at__lte=latest)
        due |= Q(min_to_run__isnull=True) & by_experience
    return due


@atomic_with_retry
def _decide(slot_id: int, *, now: dt.datetime) -> bool:
    slot = lock.lock_slot(slot_id)
    moment = decided_by(slot)
    if moment is None or now < moment or slot.starts_at <= now:
        return False
    needed = fewest(slot)
    booked = Booking.objects.filter(slot=slot).expected().aggregate(total=Sum("seats"))["total"] or 0
    if booked >= needed:
        _run(slot, now=now)
        return True
    if counting.count(slot, now=now).live >= needed and now < moment + PATIENCE:
        return False
    _call_off(slot, now=now)
    return True


@atomic_with_retry
def run_anyway(*, slot_id: int, now: dt.datetime) -> Slot:
    """The host receives whoever comes. A second call changes nothing.

    Raises AlreadyCalledOff, TimeCancelled, SlotGone.
    """
    slot = lock.lock_slot(slot_id)
    if slot.decision == SlotDecision.CALLED_OFF:
        raise AlreadyCalledOff
    if slot.cancelled_at is not None:
        raise TimeCancelled
    if not slot.decision:
        _run(slot, now=now)
    return slot


def _run(slot: Slot, *, now: dt.datetime) -> None:
    _decided(slot, SlotDecision.RUNS, now=now)
    # Whoever has yet to prove who they are has no visit that could take place.
    expected = [booking for booking in _awaited(slot) if booking.status in EXPECTED]
    for number, booking in enumerate(expected):
        # One word to the host for the visit, one to each party.
        readers = [Audience.GUEST, Audience.HOST] if number == 0 else [Audience.GUEST]
        messages.owe(booking=booking, kind=MessageKind.RUNS, now=now, to=readers)


def _call_off(slot: Slot, *, now: dt.datetime) -> None:
    _decided(slot, SlotDecision.CALLED_OFF, now=now)
    holds = Booking.objects.filter(slot=slot, status=BookingStatus.ON_HOLD)
    holds.update(status=BookingStatus.CANCELLED, cancelled_at=now, cancelled_by=CancelledBy.HOST, holder="")
    for booking in _awaited(slot):
        readers = [Audience.GUEST] if booking.status == BookingStatus.PENDING else [Audience.GUEST, Audience.HOST]
        with translation.override(booking.language):
            booking.cancel_reason = str(TOO_FEW)
        booking.status, booking.cancelled_at, booking.cancelled_by = BookingStatus.CANCELLED, now, CancelledBy.HOST
        booking.sequence += 1
        booking.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason", "sequence"])
        note(booking, Act.CANCELLED, now=now, after={"by": CancelledBy.HOST, "reason": booking.cancel_reason})
        messages.owe(booking=booking, kind=MessageKind.CALLED_OFF, now=now, to=readers)
    counting.write_taken(slot, now=now)
    offers.close_list(slot, now=now)


def _awaited(slot: Slot) -> list[Booking]:
    bookings = list(Booking.objects.filter(slot=slot, status__in=AWAITED).order_by("pk"))
    for booking in bookings:
        booking.slot = slot
    return bookings


def _decided(slot: Slot, decision: SlotDecision, *, now: dt.datetime) -> None:
    slot.decision, slot.decided_at = decision, now
    _write(slot, "decision", "decided_at")


def _write(slot: Slot, *names: str) -> None:
    Slot.objects.filter(pk=slot.pk).update(**{name: getattr(slot, name) for name in names})
