"""Working days of an office: the commune has fifteen of them (Decision 26/2026/QĐ-TTg, art. 6).

Monday to Friday without the paid holidays of the Labour Code (45/2019/QH14, art. 112): 1 January, five days of Tết, the
death day of the Hùng kings (10/3 lunar), 30 April, 1 May, and 2 September with one day beside it. One that falls on a
weekend is given on the next working day (art. 111.3). Which five days of Tết, and which day beside 2 September, the
government announces each year: here it is the lunar year's last day with the first four, and the day that makes the
longer rest. So an end that lies beyond them is a reckoning, and pages say so.
"""

import datetime as dt
from functools import lru_cache

from common.words.lunar import LunarDay, to_solar

SATURDAY = 5
TET_AFTER = 4


def is_working_day(day: dt.date) -> bool:
    """Whether an office is open on `day`."""
    return day.weekday() < SATURDAY and day not in days_off(day.year)


def after_working_days(start: dt.date, number: int) -> dt.date:
    """The last of `number` working days that follow `start`, which itself does not count."""
    day = start
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


@lru_cache(maxsize=64)
def days_off(year: int) -> frozenset[dt.date]:
    """Holidays of a year, and the weekdays that stand for those on a weekend."""
    holidays = sorted(_holidays(year))
    taken = set(holidays)
    for holiday in holidays:
        if holiday.weekday() >= SATURDAY:
            taken.add(_next_free(holiday, taken))
    return frozenset(taken)


def _holidays(year: int) -> set[dt.date]:
    first = to_solar(LunarDay(year, 1, 1))
    tet = {first + dt.timedelta(days=n) for n in range(-1, TET_AFTER)}
    national = dt.date(year, 9, 2)
    beside = national + dt.timedelta(days=1 if national.weekday() == 0 else -1)
    fixed = {dt.date(year, 1, 1), dt.date(year, 4, 30), dt.date(year, 5, 1), national, beside}
    return fixed | tet | {to_solar(LunarDay(year, 3, 10))}


def _next_free(day: dt.date, taken: set[dt.date]) -> dt.date:
    while day in taken or day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return day
