"""The Vietnamese lunar calendar at UTC+7, for the years 1968 to 2070.

The computation is lunar-vn's; it rolls impossible dates over silently, so `to_solar` checks that a date comes back as
itself.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar

# Those that the pages show: whatever has a day in them has a lunar one.
YEARS = range(2000, 2070)
# Stands for a month's last day, be it the 29th or the 30th, as -1 does in RFC 5545's BYMONTHDAY.
LAST_DAY = -1


class NoSuchLunarDay(ValueError):
    """The day does not exist: a 30th of a 29-day month, or a leap month the year lacks."""


@dataclass(frozen=True, order=True)
class LunarDay:
    """A day of the lunar calendar; `leap` marks the second month of a number."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def short(self) -> str:
        """`15`, or `1/10` on the first of a month, as wall calendars print it."""
        return f"{self.day}/{self.month}" if self.day == 1 else str(self.day)

    @property
    def text(self) -> str:
        """`20/10`."""
        return f"{self.day}/{self.month}"


@lru_cache(maxsize=4096)
def to_lunar(day: dt.date) -> LunarDay:
    """The lunar day of a solar one."""
    found = convert_solar_to_lunar(day.day, day.month, day.year)
    return LunarDay(found.year, found.month, found.day, found.leap)


@lru_cache(maxsize=512)
def to_solar(lunar: LunarDay) -> dt.date:
    """The solar day of a lunar one. Raises NoSuchLunarDay."""
    try:
        solar = convert_lunar_to_solar(lunar.day, lunar.month, lunar.year, int(lunar.leap))
    except ValueError as error:
        raise NoSuchLunarDay(lunar) from error
    if to_lunar(solar) != lunar:
        raise NoSuchLunarDay(lunar)
    return solar


@dataclass(frozen=True)
class YearlySpan:
    """Days of the lunar calendar that come back every lunar year, both ends included.

    The rule: months are ordinary ones, never the leap month that repeats their number; a span that runs from one month
    into the next takes in a leap month that lies between. A 30th that a short month lacks is its 29th; LAST_DAY is
    either. A span whose end comes before its beginning ends in the next lunar year (Tết: 25/12 to 5/1).
    """

    first_month: int
    first_day: int
    last_month: int
    last_day: int

    def in_year(self, year: int) -> tuple[dt.date, dt.date]:
        """First and last solar day of the span that begins in the lunar year `year`."""
        ends_next_year = (self.last_month, _order(self.last_day)) < (self.first_month, _order(self.first_day))
        first = ordinary_day(year, self.first_month, self.first_day)
        return first, ordinary_day(year + ends_next_year, self.last_month, self.last_day)

    def between(self, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
        """The spans that touch the solar days from `first` to `last` inclusive, in order."""
        years = range(to_lunar(first).year - 1, to_lunar(last).year + 1)
        return [(start, end) for start, end in map(self.in_year, years) if end >= first and start <= last]


def ordinary_day(year: int, month: int, day: int) -> dt.date:
    """The solar day of `day` (or LAST_DAY) in the ordinary month; the 29th where the month has no 30th."""
    if day not in (LAST_DAY, 30):
        return to_solar(LunarDay(year, month, day))
    try:
        return to_solar(LunarDay(year, month, 30))
    except NoSuchLunarDay:
        return to_solar(LunarDay(year, month, 29))


def _order(day: int) -> int:
    # A 30th and the last day are the same day, in a short month too.
    return 30 if day == LAST_DAY else day
