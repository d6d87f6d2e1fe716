"""Mend the e-mail address or phone number of a party that waits, or that is offered places."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.seats import lock
from bookings.domain.waiting.entries import require_fair, require_new
from bookings.enums import Audience, CancelledBy, MessageKind, WaitingStatus
from bookings.models import Booking, WaitingEntry
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from outbox.models import OutboxMessage

# Each writes to whatever address was typed.
MOST_ADDRESSES = 5


class NotStanding(Refused):
    message = _("This place in the list has ended, so there is nothing to mend any more.")


class MendedOften(Refused):
    message = _("This e-mail address was changed several times already. Please call the host.")


@atomic_with_retry
def mend_entry(
    *, entry: WaitingEntry, phone: str, email: str, now: dt.datetime, by: CancelledBy = CancelledBy.GUEST
) -> WaitingEntry:
    """Reach the party by these from now on; `phone` in E.164. A second call changes nothing.

    With another e-mail address the entry, and what it is offered, get other names in addresses: whoever got the first
    mail by a slip can open neither. The news goes to the new one.
    Raises NotStanding, AlreadyWaiting, TooManyWaiting, MendedOften, SlotGone.
    """
    slot = lock.lock_slot(entry.slot_id)
    entry = WaitingEntry.objects.select_related("booking").get(pk=entry.pk)
    entry.slot = slot
    if not WaitingEntry.objects.standing(now).filter(pk=entry.pk).exists():
        raise NotStanding
    if (entry.contact_phone, entry.contact_email) == (phone, email):
        return entry
    moved = entry.contact_email != email
    entry.contact_phone, entry.contact_email = phone, email
    if moved:
        require_new(slot, entry, now=now)
        if entry.holder and by == CancelledBy.GUEST:
            require_fair(entry, now=now)
        _tell(entry, now=now)
        entry.uuid = uuids.uuid4()
    entry.save(update_fields=["contact_phone", "contact_email", "uuid"])
    return entry


def _tell(entry: WaitingEntry, *, now: dt.datetime) -> None:
    """What still waits goes to the new address; where nothing does, the last news goes there once more."""
    offer = entry.booking if entry.status == WaitingStatus.OFFERED else None
    subject, kind = (entry, MessageKind.WAITING) if offer is None else (offer, MessageKind.OFFERED)
    told = OutboxMessage.objects.filter(audience=Audience.GUEST, kind=kind, pk__in=subject.messages.values("pk"))
    number = told.count()
    # Those under way too: one that the server refuses waits again, and would follow the new link to the old address.
    redirected = told.waiting().update(to=entry.contact_email)
    if not redirected and number >= MOST_ADDRESSES:
        raise MendedOften
    if offer is not None:
        offer.uuid = uuids.uuid4()
        Booking.objects.filter(pk=offer.pk).update(uuid=offer.uuid)
    if redirected:
        return
    if offer is None:
        messages.owe_waiting(entry=entry, kind=kind, now=now, number=number)
    else:
        offer.slot, offer.contact_email = entry.slot, entry.contact_email
        messages.owe(booking=offer, kind=kind, now=now, to=[Audience.GUEST], number=number)
