"""What is written beside a booking: its history, and its money. Pure: no queries.

In shares as a desk has them: most pay at the visit, mostly in cash; some who cancelled had paid, and have it back.
"""

import datetime as dt
import random
from dataclasses import dataclass

from bookings.enums import Act, ActBy, CancelledBy, LedgerKind, LedgerState, PaidBy
from bookings.load.parties import Party

MINUTE = dt.timedelta(minutes=1)
# Who signs at a fictional desk: there is no account behind it.
AT_THE_DESK = "Người làm ví dụ"
PAID = {"redeemed": 0.94, "unmarked": 0.5, "confirmed": 0.06, "cancelled": 0.05}
IN_CASH = 0.7
IN_TWO_PARTS = 0.06
WAIVED = 0.02


@dataclass(slots=True)
class Told:
    """An act: what, when, on whose side, and what it says of what was so after."""

    act: Act
    at: dt.datetime
    by: ActBy
    after: dict


@dataclass(slots=True)
class Entry:
    """A row of the ledger; `arrived` is when a refund by transfer did."""

    kind: LedgerKind
    method: PaidBy | None
    state: LedgerState
    amount: int
    at: dt.datetime
    arrived: dt.datetime | None = None


def history(party: Party, starts_at: dt.datetime, canceller: CancelledBy, *, now: dt.datetime) -> list[Told]:
    """As `bookings.domain.history` would have noted it, in order."""
    told = []
    if party.confirmed:
        told.append(Told(Act.CONFIRMED, party.confirmed, ActBy.GUEST, {}))
    if party.cancelled:
        by = ActBy.GUEST if canceller == CancelledBy.GUEST else ActBy.HOST
        told.append(Told(Act.CANCELLED, party.cancelled, by, {"by": canceller.value}))
    if party.fate == "redeemed":
        told.append(Told(Act.CHECKED_IN, starts_at, ActBy.HOST, {}))
    if party.fate == "no_show":
        told.append(Told(Act.NO_SHOW, min(starts_at + 30 * MINUTE, now), ActBy.HOST, {}))
    return told


def money(party: Party, starts_at: dt.datetime, *, now: dt.datetime, dice: random.Random) -> list[Entry]:
    """Nothing is owed where everybody came and paid, nor where a visit that was cancelled was paid before."""
    if not party.total or not party.confirmed or dice.random() >= PAID.get(party.fate, 0.0):
        return []
    if party.cancelled:
        return _given_back(party.total, party.confirmed, party.cancelled, dice=dice)
    at = min(starts_at + dice.randrange(60) * MINUTE, now) if starts_at <= now else party.confirmed
    parts = [party.total // 2, party.total - party.total // 2] if dice.random() < IN_TWO_PARTS else [party.total]
    rows = [_payment(amount, at, dice) for amount in parts]
    if len(rows) > 1 and dice.random() < WAIVED / IN_TWO_PARTS:
        rows[-1] = Entry(LedgerKind.WAIVED, None, LedgerState.AGREED, parts[-1], at)
    return rows


def _payment(amount: int, at: dt.datetime, dice: random.Random) -> Entry:
    method = PaidBy.CASH if dice.random() < IN_CASH else PaidBy.TRANSFER
    return Entry(LedgerKind.PAYMENT, method, LedgerState.RECEIVED, amount, at)


def _given_back(amount: int, paid_at: dt.datetime, back_at: dt.datetime, *, dice: random.Random) -> list[Entry]:
    arrived = back_at + MINUTE if dice.random() < 0.9 else None
    state = LedgerState.ARRIVED if arrived else LedgerState.SENT
    return [
        Entry(LedgerKind.PAYMENT, PaidBy.TRANSFER, LedgerState.RECEIVED, amount, paid_at),
        Entry(LedgerKind.REFUND, PaidBy.TRANSFER, state, amount, back_at, arrived),
    ]
