"""Times for tests: one fixed moment, and local times by the wall clock of Việt Nam."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
# A Monday morning. Domain tests pass it as `now`; nothing in it depends on the day they run.
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=VIET_NAM)

_numbers = count(1)


def number() -> int:
    """A number that no other row of this test process has."""
    return next(_numbers)


def local_time(day: dt.date, hour: int = 8, minute: int = 30) -> dt.datetime:
    """`day` at `hour`:`minute` in Việt Nam, aware."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=VIET_NAM)
