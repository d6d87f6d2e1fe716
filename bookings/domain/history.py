"""The history of a booking: who did what to it, when, and what was so before. Written with the act, never changed.

Money is not told here: its rows are in the ledger. Shapes of `before` and `after`, each left out where it says nothing:
`starts_at` (ISO 8601), `phone` (E.164), `email`, `name`, `note`, `dietary` (codes with commas between),
`spoken_language`, `ship_to`, `reason`, `by` (CancelledBy), `came` and `booked` (people), `source` (GuestSource) and
`agent`, `question`, `units` [[UnitType, number]], `extras` [[name, English name, number]], `total_vnd`, `invoice`
("asked", "changed", "taken back", "issued" or "not issued") with its `number`, `review` ("written", "changed",
"taken back", "answered", "hidden" or "shown") with its `mark`, or the `ground` (HideGround) and `why` of hiding.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from bookings.enums import Act, ActBy
from bookings.models import Booking, BookingAct


@dataclass(frozen=True)
class Actor:
    by: ActBy
    user: User | None = None


# Whoever stands at a gate is named there once, and not by every rule that is asked on the way.
_ACTOR: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(by: ActBy, user: User | None = None) -> Iterator[None]:
    """All that is noted within was done by them."""
    token = _ACTOR.set(Actor(by, user))
    try:
        yield
    finally:
        _ACTOR.reset(token)


def acting_user() -> User | None:
    """Who does what is being done, where a person does."""
    actor = _ACTOR.get()
    return actor.user if actor else None


def actor() -> Actor:
    """Who does what is being done: a person where one stands at a gate, else this site."""
    return _ACTOR.get() or Actor(ActBy.SITE)


def note(
    booking: Booking,
    act: Act,
    *,
    now: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one row, in the transaction that makes it true."""
    acting_now = actor()
    BookingAct.objects.create(
        booking=booking,
        at=now,
        act=act,
        by=acting_now.by,
        user=acting_now.user,
        user_name=str(acting_now.user)[:120] if acting_now.user else "",
        before=dict(before or {}),
        after=dict(after or {}),
    )
