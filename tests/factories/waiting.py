"""Parties that wait for a slot that is full."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping

from bookings.domain.waiting.entries import join
from bookings.models import Slot, WaitingEntry
from tests.factories.bookings import make_contact, quantities


def wait(
    slot: Slot,
    *,
    now: dt.datetime,
    adults: int = 2,
    extras: Mapping[int, int] | None = None,
    key: uuids.UUID | None = None,
    language: str = "vi",
    holder: str = "",
    **contact,
) -> WaitingEntry:
    """`join` in the words of a test; raises what it raises. Without `holder` it is nobody from the web."""
    return join(
        key=key or uuids.uuid4(),
        slot_id=slot.pk,
        unit_quantities=quantities(slot.experience, adults=adults),
        extra_quantities=extras or {},
        contact=make_contact(**contact),
        consent=True,
        language=language,
        now=now,
        holder=holder,
    )
