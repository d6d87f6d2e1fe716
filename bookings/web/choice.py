"""What a guest has chosen so far. One address holds all of it."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

MOST = 999
LONGEST_NUMBER = 12
# More kinds of guests and extras than any experience has; whoever sends more did not fill in a form of ours.
MOST_KINDS = 40
QUANTITY = re.compile(r"^[ux]\d{1,12}$")


@dataclass
class Choice:
    """What the address or the form says; anything unreadable counts as not said."""

    month: dt.date | None = None
    day: dt.date | None = None
    slot_id: int | None = None
    quantities: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict) -> "Choice":
        choice = cls()
        choice.day = _date(data.get("day", ""))
        choice.month = _date(data.get("month", "") + "-01") or (choice.day and choice.day.replace(day=1))
        slot = data.get("slot", "")
        choice.slot_id = int(slot) if re.fullmatch(r"\d{1,15}", slot) else None
        kinds = (key for key in data if QUANTITY.match(key))
        choice.quantities = {key: _number(data.get(key, "")) for key in itertools.islice(kinds, MOST_KINDS)}
        return choice

    def stepped(self, step: str) -> "Choice":
        """The same with one more or fewer of a kind, for the buttons without a script; `step` is "u12:1"."""
        name, _sep, by = step.partition(":")
        if QUANTITY.match(name) and by in ("1", "-1"):
            self.quantities[name] = min(max(self.quantities.get(name, 0) + int(by), 0), MOST)
        return self

    def units(self) -> dict[int, int]:
        return {int(key[1:]): number for key, number in self.quantities.items() if key[0] == "u"}

    def extras(self) -> dict[int, int]:
        return {int(key[1:]): number for key, number in self.quantities.items() if key[0] == "x"}

    def query(self, **changes) -> str:
        """The address's query with some of it changed; None takes a part away."""
        parts = {
            "month": self.month and f"{self.month:%Y-%m}",
            "day": self.day and self.day.isoformat(),
            "slot": self.slot_id,
            **self.quantities,
        } | changes
        return "?" + urlencode({key: value for key, value in parts.items() if value is not None}) + "#dat"


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """A typed number; anything that is not one counts as none. Odd ones are refused later by the domain, in words."""
    text = text.strip()
    if not re.fullmatch(r"-?\d+", text):
        return 0
    if len(text) > LONGEST_NUMBER:
        return -MOST if text.startswith("-") else MOST
    return max(min(int(text), MOST), -MOST)
