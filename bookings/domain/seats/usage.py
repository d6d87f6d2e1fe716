"""How much of a shared resource is in use at each moment: a step function, which many slots are held against."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Load:
    """`amount` pieces of a resource in use from `first` until just before `last`."""

    slot_id: int
    first: dt.datetime
    last: dt.datetime
    amount: int


class Usage:
    """What `loads` use together. Made in n log n, asked in log n and the steps within the span."""

    def __init__(self, loads: Iterable[Load]) -> None:
        changes: dict[dt.datetime, int] = defaultdict(int)
        self._own: dict[int, int] = defaultdict(int)
        for load in loads:
            changes[load.first] += load.amount
            changes[load.last] -= load.amount
            self._own[load.slot_id] += load.amount
        self._moments = sorted(changes)
        self._levels = list(accumulate(changes[moment] for moment in self._moments))

    def peak(self, *, first: dt.datetime, last: dt.datetime) -> int:
        """The most that is in use at any moment from `first` until just before `last`."""
        begin = bisect_right(self._moments, first) - 1
        end = bisect_left(self._moments, last)
        return max(self._levels[max(begin, 0) : end], default=0)

    def of(self, slot_id: int) -> int:
        """What one slot uses, all the time that it uses anything."""
        return self._own.get(slot_id, 0)


def peak(loads: Iterable[Load], *, first: dt.datetime, last: dt.datetime) -> int:
    """The most that `loads` use together at any moment from `first` until just before `last`."""
    return Usage(loads).peak(first=first, last=last)
