"""`audit`: what must always hold of seats, discounts, what was agreed, shared resources, extras, waiting lists, days,
messages, money, what banks and gateways said, reviews, pieces and groups, counted afresh.

Nothing here uses what the product counts with: an error there must not hide itself. Reads only, in a constant number
of queries for each invariant, streamed, all of one moment of the database.
"""

from bookings.domain.audit import (
    agreed,
    bank,
    cancelled_times,
    days,
    discounts,
    extras,
    groups,
    messages,
    money,
    online,
    pieces,
    resources,
    reviews,
    rota,
    seats,
    waiting,
)
from bookings.domain.audit.finding import INVARIANTS, Finding, Invariant

__all__ = ["INVARIANTS", "Finding", "Invariant", "audit"]

# Imported for the invariants they state.
PARTS = [
    seats,
    discounts,
    agreed,
    resources,
    extras,
    rota,
    waiting,
    cancelled_times,
    days,
    messages,
    money,
    bank,
    online,
    reviews,
    pieces,
    groups,
]

audit = INVARIANTS.audit
