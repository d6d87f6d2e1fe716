"""The history, the money and the closed days of a load, as rows."""

import datetime as dt
import json
import random
from collections import defaultdict

from django.utils import timezone
from django.utils.crypto import get_random_string

from bookings.domain.calendar.recurrence import day_end
from bookings.enums import CancelledBy, LedgerKind, LedgerState
from bookings.load.books import AT_THE_DESK, history, money
from bookings.load.parties import Party
from bookings.load.rows import Rows, reserve
from bookings.models import BookingAct, DayClosing, LedgerEntry, LedgerMove

# Of the days on which money came in.
CLOSED = 0.8
MISCOUNTED = 0.1
FLOAT_VND = 200_000

ACT = ("booking_id", "at", "act", "by", "user_name", "after")
ENTRY = ("id", "key_hash", "host_id", "booking_id", "kind", "method", "state", "amount_vnd", "by_name")
CLOSING = ("key_hash", "host_id", "day", "expected_cash_vnd", "expected_transfer_vnd", "counted_vnd", "float_vnd")


class Books:
    """Collects, and writes once the bookings are there."""

    def __init__(self, *, now: dt.datetime) -> None:
        self.now = now
        # No two runs ever make the same keys.
        self.run = get_random_string(20)
        self.count = 0
        self.acts = Rows(BookingAct, ACT)
        self.entries = Rows(LedgerEntry, (*ENTRY, "happened_at", "created_at"))
        self.moves = Rows(LedgerMove, ("entry_id", "before", "after", "at"))
        self.closings = Rows(DayClosing, (*CLOSING, "by_name", "closed_at"))
        self.waiting: list[tuple] = []
        self.tills: dict[tuple[int, dt.date], dict[str, int]] = defaultdict(lambda: {"cash": 0, "transfer": 0})

    def add(
        self, host: int, booking: int, party: Party, starts_at: dt.datetime, by: CancelledBy, *, dice: random.Random
    ) -> None:
        for told in history(party, starts_at, by, now=self.now):
            who = "" if told.by == "guest" else AT_THE_DESK
            self.acts.add((booking, told.at, told.act.value, told.by.value, who, json.dumps(told.after)))
        for entry in money(party, starts_at, now=self.now, dice=dice):
            self.waiting.append((host, booking, entry))
            if entry.method:
                day = timezone.localtime(entry.at).date()
                sign = 1 if entry.kind == LedgerKind.PAYMENT else -1
                self.tills[host, day][entry.method.value] += sign * entry.amount

    def close_days(self, *, today: dt.date, dice: random.Random) -> None:
        """Most days before today, as they were counted in their last minute: now and then a note too few lay there."""
        for (host, day), till in sorted(self.tills.items()):
            if day >= today or dice.random() >= CLOSED:
                continue
            missing = 50_000 if dice.random() < MISCOUNTED and till["cash"] >= 50_000 else 0
            counted = FLOAT_VND + max(till["cash"], 0) - missing
            # What is written down in the next minute, and not before, stands on either side of a closing.
            closed_at = day_end(day) - dt.timedelta(seconds=1)
            kept = (self._key(), host, day, till["cash"], till["transfer"], counted, FLOAT_VND)
            self.closings.add((*kept, AT_THE_DESK, closed_at))
        self.tills.clear()

    def write(self) -> None:
        for pk, (host, booking, entry) in zip(reserve(LedgerEntry, len(self.waiting)), self.waiting, strict=True):
            method = entry.method.value if entry.method else ""
            row = (pk, self._key(), host, booking, entry.kind.value, method, entry.state.value, entry.amount)
            self.entries.add((*row, AT_THE_DESK, entry.at, entry.at))
            if entry.arrived:
                self.moves.add((pk, LedgerState.SENT.value, LedgerState.ARRIVED.value, entry.arrived))
        self.waiting.clear()
        for rows in (self.acts, self.entries, self.moves, self.closings):
            rows.write()

    def _key(self) -> str:
        self.count += 1
        return f"{self.run}{self.count:044x}"
