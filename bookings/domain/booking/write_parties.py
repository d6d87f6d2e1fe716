"""A host writes to all parties of a slot, or to one: bring a raincoat, park at the gate of the communal house."""

import datetime as dt
import uuid as uuids

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain import messages
from bookings.domain.seats import lock
from bookings.domain.seats.idempotency import key_hash
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.enums import BookingStatus, SlotMessageText
from bookings.models import Booking, Slot, SlotMessage, SlotMessageParty
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# To all of one slot, and to one party besides: a guest is no mailing list.
MOST_MESSAGES = 8


class TimeOver(Refused):
    message = _("This time is over, so nobody is written to any more.")


class NobodyThere(Refused):
    message = _("Nobody is booked at this time, so there is nobody to write to.")


class NotBooked(Refused):
    message = _("Only a party that is booked and has not come yet is written to.")


class TooManyMessages(Refused):
    message = _("These parties were written to often already. Please call them.")


class TooManyToOne(Refused):
    message = _("This guest was written to often already. Please call them.")


@atomic_with_retry
def write_parties(
    *, key: uuids.UUID, slot_id: int, usual: SlotMessageText, words: str, by: User, now: dt.datetime
) -> SlotMessage:
    """Owe every confirmed party of the slot a mail in its language; who left no address stands in the log without one.

    The same `key` gives the same message. Raises TimeOver, TimeCancelled, NobodyThere, TooManyMessages, SlotGone.
    """
    slot = lock.lock_slot(slot_id)
    existing = _written_with(key)
    if existing is not None:
        return existing
    _require_open(slot, now=now)
    if SlotMessage.objects.filter(slot=slot, to_one=False).count() >= MOST_MESSAGES:
        raise TooManyMessages
    parties = list(Booking.objects.filter(slot=slot, status=BookingStatus.CONFIRMED).order_by("pk"))
    if not parties:
        raise NobodyThere
    message = SlotMessage(key_hash=key_hash(key), slot=slot, usual=usual, words=words, written_at=now, by=by)
    return _write(message, parties, now=now)


@atomic_with_retry
def write_party(
    *, key: uuids.UUID, booking: Booking, usual: SlotMessageText, words: str, by: User, now: dt.datetime
) -> SlotMessage:
    """The same to one party alone.

    Raises TimeOver, TimeCancelled, NotBooked, TooManyToOne, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    existing = _written_with(key)
    if existing is not None:
        return existing
    _require_open(slot, now=now)
    if booking.status != BookingStatus.CONFIRMED:
        raise NotBooked
    if SlotMessageParty.objects.filter(booking=booking, message__to_one=True).count() >= MOST_MESSAGES:
        raise TooManyToOne
    message = SlotMessage(key_hash=key_hash(key), slot=slot, usual=usual, words=words, written_at=now, by=by)
    message.to_one = True
    return _write(message, [booking], now=now)


def may_write_party(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `write_party` would look at this booking."""
    slot = booking.slot
    return booking.status == BookingStatus.CONFIRMED and slot.ends_at > now and slot.cancelled_at is None


def _written_with(key: uuids.UUID) -> SlotMessage | None:
    return SlotMessage.objects.filter(key_hash=key_hash(key)).first()


def _write(message: SlotMessage, parties: list[Booking], *, now: dt.datetime) -> SlotMessage:
    """Under the slot's lock: the message, whom it is for, and their mails."""
    message.by_name = str(message.by or "")
    message.save()
    written = SlotMessageParty.objects.filter(booking__in=parties).order_by().values("booking")
    numbers = dict(written.annotate(last=Max("number")).values_list("booking", "last"))
    for booking in parties:
        number = numbers.get(booking.pk, 0) + 1
        SlotMessageParty.objects.create(message=message, booking=booking, number=number)
        messages.owe_from_host(booking=booking, number=number, now=now)
    return message


def _require_open(slot: Slot, *, now: dt.datetime) -> None:
    if slot.ends_at <= now:
        raise TimeOver
    if slot.cancelled_at is not None:
        raise TimeCancelled


@atomic_with_retry
def write_again(*, slot_id: int, now: dt.datetime) -> int:
    """Try at once again what no mail server took, at the addresses of now; returns how many mails that are.

    What is on its way is left alone. Raises TimeOver, TimeCancelled, SlotGone.
    """
    slot = lock.lock_slot(slot_id)
    return _again(slot, SlotMessageParty.objects.all(), now=now)


@atomic_with_retry
def write_party_again(*, booking: Booking, now: dt.datetime) -> int:
    """The same for one party, of all that was written to it at its time.

    Raises TimeOver, TimeCancelled, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    return _again(slot, SlotMessageParty.objects.filter(booking=booking), now=now)


def _again(slot: Slot, parties: QuerySet[SlotMessageParty], *, now: dt.datetime) -> int:
    _require_open(slot, now=now)
    parties = parties.filter(message__slot=slot, booking__slot=slot, booking__status=BookingStatus.CONFIRMED)
    parties = parties.select_related("booking").order_by("pk")
    return sum(messages.owe_from_host_again(booking=party.booking, number=party.number, now=now) for party in parties)
