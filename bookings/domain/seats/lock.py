"""The seat rule's first half: hold the slot and what it shares by UPDATEs, before anything is counted.

An UPDATE as the transaction's first statement is what holds on PostgreSQL (READ COMMITTED and REPEATABLE READ) and on
SQLite (BEGIN IMMEDIATE) alike; see docs/decisions/0003.
"""

from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Resource, Slot
from common.data.compiled import Select, Update
from common.data.refusal import Refused
from villages.models import Host

_LOCK = Update(lambda slot: Slot.objects.filter(pk=slot), sets={"taken": F("taken")}, slot=Slot._meta.pk)
_READ = Select(lambda slot: Slot.objects.with_rules().filter(pk=slot).order_by(), slot=Slot._meta.pk)


class SlotGone(Refused):
    """The slot does not exist any more."""

    message = _("This time is no longer offered. Please choose another one.")


class MovedMeanwhile(Refused):
    """The party is received at another time than the one that was locked for it."""

    message = _("This visit has just been moved to another time. Please look at it again.")


def lock_host(host_id: int) -> None:
    """Hold the host's rules until the transaction ends, so that two hands that say the same make one rule of it.

    Must come first: slots and resources are locked after it, never before.
    """
    Host.objects.filter(pk=host_id).update(kind=F("kind"))


def lock_slot(slot_id: int) -> Slot:
    """Hold the slot's row, and those of the resources it shares, until the transaction ends; return the slot fresh.

    Must be the transaction's first statement. With its experience and host. Raises SlotGone.
    """
    return lock_slots([slot_id])[slot_id]


def lock_booking(booking: Booking) -> tuple[Slot, Booking]:
    """`lock_slot` for the slot of `booking`, and the booking fresh, with that slot.

    What is counted under this lock are the seats of its slot, so one that was moved since it was read is refused.
    Raises MovedMeanwhile, SlotGone.
    """
    slot = lock_slot(booking.slot_id)
    fresh = Booking.objects.get(pk=booking.pk)
    if fresh.slot_id != slot.pk:
        raise MovedMeanwhile
    fresh.slot = slot
    return slot, fresh


def lock_slots(slot_ids: Iterable[int]) -> dict[int, Slot]:
    """The same for several, by id: slots before resources, each in order of ids, so that no two callers deadlock."""
    ids = sorted(set(slot_ids))
    for slot_id in ids:
        if not _LOCK.run(slot=slot_id):
            raise SlotGone
    found = _READ.all(slot=ids[0]) if len(ids) == 1 else list(Slot.objects.with_rules().filter(pk__in=ids))
    locked = {slot.pk: slot for slot in found}
    experiences = {slot.experience_id for slot in locked.values() if slot.shares or slot.extras_share}
    if experiences:
        drawn = Q(uses__experience__in=experiences) | Q(extra_uses__extra__experience__in=experiences)
        resources = Resource.objects.filter(drawn).order_by("pk").distinct()
        for resource_id in list(resources.values_list("pk", flat=True)):
            Resource.objects.filter(pk=resource_id).update(capacity=F("capacity"))
    return locked
