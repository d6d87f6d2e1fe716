"""The Vietnamese lunar calendar at UTC+7, for the years 2000 to 2070.

The computation is lunar-vn's; it rolls impossible dates over silently, so `to_solar` checks that a date comes back as
itself.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar


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
