"""Change one slot by hand. The rules leave alone what was changed so."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.domain.calendar.closed_days import apply_closures
from bookings.domain.calendar.slots import rule_capacity
from bookings.domain.seats import counting, lock
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.domain.seats.prices import price_list, units_at
from bookings.domain.waiting import offers
from bookings.models import Booking, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.domain.selling import MOST_VND
from experiences.models import Experience

MOST_SEATS = 500


class SlotOver(Refused):
    message = _("This time is already over, so it can no longer be changed.")


class BadCapacity(Refused):
    """Not a number of seats, or fewer than are taken."""


class StartFixed(Refused):
    """Somebody counts on the start: booked, holding or waiting."""


class BadStart(Refused):
    """In the past, or another slot's."""


class BadPrice(Refused):
    """Of a unit that the experience does not have, or beyond any price."""


@atomic_with_retry
def edit_slot(
    *,
    slot_id: int,
    now: dt.datetime,
    capacity: int | None = None,
    starts_at: dt.datetime | None = None,
    prices: Mapping[int, int] | None = None,
    note: str | None = None,
) -> Slot:
    """Change what is given; None leaves as is. `prices` in đồng by unit id are all of this slot's own: {} for none.

    Whoever booked keeps their price. A second call changes nothing.
    Raises SlotGone, SlotOver, TimeCancelled, BadCapacity, StartFixed, BadStart, BadPrice.
    """
    slot = _lock(slot_id, now=now)
    if capacity is not None and capacity != slot.capacity:
        _require_capacity(slot, capacity)
        slot.capacity, slot.capacity_by_hand = capacity, True
    if starts_at is not None and starts_at != slot.starts_at:
        _require_start(slot, starts_at, now=now)
        _start(slot, starts_at)
    if prices is not None:
        slot.prices = _own_prices(slot, prices)
    if note is not None:
        slot.note = note.strip()
    return _write(slot, now=now)


@atomic_with_retry
def follow_rules(*, slot_id: int, now: dt.datetime) -> Slot:
    """Take back what was changed by hand, as far as whoever booked allows: seats that are taken stay, and so does a
    start that somebody counts on. A second call changes nothing. Raises SlotGone, SlotOver,
    TimeCancelled.
    """
    slot = _lock(slot_id, now=now)
    slot.capacity, slot.capacity_by_hand = max(rule_capacity(slot), slot.taken), False
    slot.prices, slot.note = {}, ""
    if slot.planned_at is not None and slot.moved_by_hand:
        try:
            _require_start(slot, slot.planned_at, now=now)
        except (StartFixed, BadStart):
            pass
        else:
            _start(slot, slot.planned_at)
    return _write(slot, now=now)


@atomic_with_retry
def add_slot(*, experience: Experience, starts_at: dt.datetime, capacity: int, now: dt.datetime) -> Slot:
    """A time that no rule makes, for a group that asked; the one that starts then already, where there is one.

    No rule changes or withdraws it. Raises BadStart, BadCapacity.
    """
    lock.lock_host(experience.host_id)
    if starts_at <= now:
        raise BadStart(_("Choose a start that is still to come."))
    if not 1 <= capacity <= MOST_SEATS:
        raise BadCapacity(_("Write a number of seats from 1 to %(most)s.") % {"most": MOST_SEATS})
    slot, made = Slot.objects.get_or_create(
        experience=experience,
        starts_at=starts_at,
        defaults={
            "ends_at": starts_at + dt.timedelta(minutes=experience.duration_minutes),
            "closes_at": starts_at - dt.timedelta(minutes=experience.cutoff_minutes),
            "capacity": capacity,
            "capacity_by_hand": True,
        },
    )
    if made:
        apply_closures(experience, now=now)
    return slot


def _lock(slot_id: int, *, now: dt.datetime) -> Slot:
    slot = lock.lock_slot(slot_id)
    if slot.starts_at <= now:
        raise SlotOver
    if slot.cancelled_at is not None:
        raise TimeCancelled
    # Holds that ran out are in nobody's way.
    counting.write_taken(slot, now=now)
    return slot


def _write(slot: Slot, *, now: dt.datetime) -> Slot:
    changed = ["capacity", "capacity_by_hand", "starts_at", "ends_at", "closes_at", "decision", "decided_at"]
    changed += ["min_to_run", "decide_at"]
    before = Slot.objects.only("starts_at").get(pk=slot.pk)
    slot.save(update_fields=[*changed, "prices", "note"])
    if slot.starts_at != before.starts_at:
        # It may be another day, closed or open.
        apply_closures(slot.experience, now=now)
        slot.refresh_from_db(fields=["closure"])
    offers.offer_next(slot, now=now)
    return slot


def _require_capacity(slot: Slot, capacity: int) -> None:
    if not 1 <= capacity <= MOST_SEATS:
        raise BadCapacity(_("Write a number of seats from 1 to %(most)s.") % {"most": MOST_SEATS})
    if capacity < slot.taken:
        message = ngettext(
            "%(taken)s seat is taken already, so there cannot be fewer. Move or cancel a party first.",
            "%(taken)s seats are taken already, so there cannot be fewer. Move or cancel a party first.",
            slot.taken,
        )
        raise BadCapacity(message % {"taken": slot.taken})


def _require_start(slot: Slot, starts_at: dt.datetime, *, now: dt.datetime) -> None:
    parties = Booking.objects.filter(slot=slot).taking_seats(now).count()
    if parties:
        message = ngettext(
            "%(parties)s party has booked this time or is booking it now. Move it first, then change the start.",
            "%(parties)s parties have booked this time or are booking it now. Move them first, then change the start.",
            parties,
        )
        raise StartFixed(message % {"parties": parties})
    if slot.waiting:
        raise StartFixed(_("Guests are on the waiting list for this time, so its start cannot change."))
    if starts_at <= now:
        raise BadStart(_("Choose a start that is still to come."))
    if Slot.objects.filter(experience=slot.experience_id, starts_at=starts_at).exclude(pk=slot.pk).exists():
        raise BadStart(_("Another time of this experience starts then. Choose a different start."))


def _start(slot: Slot, starts_at: dt.datetime) -> None:
    slot.starts_at = starts_at
    slot.ends_at = starts_at + dt.timedelta(minutes=slot.experience.duration_minutes)
    slot.closes_at = starts_at - dt.timedelta(minutes=slot.experience.cutoff_minutes)
    # Whether enough guests come is decided anew, by the new start.
    slot.decision, slot.decided_at = "", None
    slot.min_to_run = slot.decide_at = None


def _own_prices(slot: Slot, prices: Mapping[int, int]) -> dict[str, int]:
    """Those that differ from what the experience asks on that day."""
    usual = units_at(price_list(slot.experience_id), slot, by_hand=False)
    known = {unit.pk: unit.price_vnd for unit in usual}
    if set(prices) - set(known):
        raise BadPrice(_("The prices of this experience have changed. Please look at this time again."))
    if not all(0 <= price <= MOST_VND for price in prices.values()):
        raise BadPrice(_("Write prices in đồng, from 0 to 100,000,000."))
    return {str(pk): price for pk, price in prices.items() if price != known[pk]}
