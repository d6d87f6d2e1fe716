"""Bars that the server draws: where each lies in a drawing of `WIDTH` units. Its template adds no arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 320
# Of one bar with its words above it.
ROW = 36
MOST = 12


@dataclass(frozen=True)
class Line:
    """A row of a table and of its drawing. `target` where there is one; `url` leads to what is counted."""

    label: str
    value: int
    target: Decimal | int | None = None
    url: str = ""

    @property
    def left(self) -> Decimal | int | None:
        return max(self.target - self.value, 0) if self.target is not None else None


@dataclass(frozen=True)
class Bar:
    line: Line
    y: int
    width: float
    target_at: float | None

    @property
    def words_y(self) -> int:
        return self.y + 13

    @property
    def bar_y(self) -> int:
        return self.y + 18


@dataclass(frozen=True)
class Chart:
    """`key` names it among the drawings of a page; `lines` are all rows of the table, `bars` those that are drawn."""

    key: str
    title: str
    first: str
    lines: list[Line]
    bars: list[Bar]
    total: Line | None = None

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def has_targets(self) -> bool:
        return any(line.target is not None for line in (*self.lines, *filter(None, [self.total])))


def chart(key: str, title: str, first: str, lines: Iterable[Line], *, total: Line | None = None) -> Chart:
    """`first` heads the column of labels."""
    rows = list(lines)
    drawn = rows[:MOST]
    longest = max((float(max(line.value, line.target or 0)) for line in drawn), default=0) or 1
    bars = [
        Bar(
            line,
            ROW * n,
            round(WIDTH * line.value / longest, 1),
            round(WIDTH * float(line.target) / longest, 1) if line.target is not None else None,
        )
        for n, line in enumerate(drawn)
    ]
    return Chart(key, title, first, rows, bars, total)
