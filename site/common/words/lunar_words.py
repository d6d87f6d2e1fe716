"""Days of the lunar calendar as people say them: "mùng 6 Tết", "rằm tháng giêng", "15/1 âm", also without marks."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from common.words.lunar import LAST_DAY, YEARS, LunarDay, NoSuchLunarDay, ordinary_day, to_lunar, to_solar
from common.words.text import fold

_NUMBERS = ["mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"]
# "Tháng một" is the eleventh to some and the first to others, so it is nobody's here.
_MONTHS = {word: number for number, word in enumerate(_NUMBERS, start=1) if number > 1}
_MONTHS |= {"bon": 4, "gieng": 1, "muoi mot": 11, "muoi hai": 12, "chap": 12}
_DAYS = {word: number for number, word in enumerate(_NUMBERS, start=1)} | {"bon": 4}
# Month and day of what has a name of its own.
_NAMED = {
    "tet": (1, 1),
    "tet nguyen dan": (1, 1),
    "lunar new year": (1, 1),
    "giao thua": (12, LAST_DAY),
    "ong tao": (12, 23),
    "ong cong ong tao": (12, 23),
    "gio to": (3, 10),
    "gio to hung vuong": (3, 10),
    "doan ngo": (5, 5),
    "tet doan ngo": (5, 5),
    "vu lan": (7, 15),
    "trung thu": (8, 15),
    "tet trung thu": (8, 15),
}
# Days in which any day of a month comes: two or three months in a row may be short, and have no 30th.
AHEAD = 5 * 30
_MARK = re.compile(r"\(?\b(?:am lich|am|al|lunar(?: calendar)?)\b\)?")
_YEAR = r"(?:\s*(?:/|nam\b)?\s*(?P<year>\d{4}))?"
_BY_NAME = re.compile(rf"(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))}){_YEAR}")
_BY_NUMBER = re.compile(
    rf"(?:ngay\s+)?(?:(?P<full>ram)|(?P<early>mung|mong)\s*(?P<word>{'|'.join(_DAYS)}|\d{{1,2}})|(?P<day>\d{{1,2}}))"
    rf"(?:\s*[/.]\s*(?P<number>\d{{1,2}})|\s*thang\s*(?P<month>\d{{1,2}}|{'|'.join(sorted(_MONTHS, key=len)[::-1])})"
    rf"|\s*(?P<tet>tet))?(?P<leap>\s*nhuan)?{_YEAR}"
)


@dataclass(frozen=True)
class SaidDay:
    """What was said of a lunar day. `month` or `year` None: the next one. `unsure`: it may be a solar day too."""

    day: int
    month: int | None
    year: int | None = None
    leap: bool = False
    unsure: bool = False


def read(text: str) -> SaidDay | None:
    """What `text` says; None where it speaks of no lunar day."""
    folded = fold(text).strip(" .")
    if found := _BY_NAME.fullmatch(folded):
        return _of(*_NAMED[found["name"]], found["year"])
    bare, marks = _MARK.subn(" ", folded)
    found = _BY_NUMBER.fullmatch(" ".join(bare.split()))
    if found is None:
        return None
    day = 15 if found["full"] else _DAYS.get(found["word"] or "") or int(found["word"] or found["day"])
    if found["early"] and day > 10:
        return None
    if found["tet"]:
        # "Mùng 6 Tết" is of the first month, "28 Tết" of the days before.
        return _of(1 if day <= 10 else 12, day, found["year"]) if day <= 10 or day >= 20 else None
    told = found["number"] or found["month"]
    month = (_MONTHS.get(told) or int(told)) if told else None
    sure = marks or found["full"] or found["leap"] or told in ("gieng", "chap") or (found["early"] and month is None)
    if not sure and not found["early"]:
        return None
    year = int(found["year"]) if found["year"] else None
    if month is None and (year or found["leap"]):
        return None
    return SaidDay(day, month, year, leap=bool(found["leap"]), unsure=not sure)


def solar_day(said: SaidDay, *, today: dt.date) -> dt.date:
    """The day that is meant, or the next such one from `today` on. Raises NoSuchLunarDay."""
    days: Iterable[dt.date]
    if said.month is None:
        # Of whatever month comes next, a leap one too.
        ahead = (today + dt.timedelta(days=number) for number in range(AHEAD))
        days = (day for day in ahead if day.year in YEARS and to_lunar(day).day == said.day)
    elif said.year is not None:
        days = _day(said, said.year, said.month)
    else:
        years = range(to_lunar(today).year, YEARS.stop)
        days = (day for year in years for day in _day(said, year, said.month) if day >= today)
    for day in days:
        return day
    raise NoSuchLunarDay(said)


def _of(month: int, day: int, year: str | None) -> SaidDay:
    """Of Tết: the days before it belong to the year that ends."""
    told = int(year) if year else None
    before = told is not None and month == 12
    return SaidDay(LAST_DAY if day == 30 else day, month, told - 1 if told is not None and before else told)


def _day(said: SaidDay, year: int, month: int) -> list[dt.date]:
    """That day of that year, where there is one."""
    if year not in YEARS or not 1 <= month <= 12 or not (said.day == LAST_DAY or 1 <= said.day <= 30):
        return []
    try:
        last = said.day == LAST_DAY
        day = ordinary_day(year, month, LAST_DAY) if last else to_solar(LunarDay(year, month, said.day, said.leap))
    except NoSuchLunarDay:
        return []
    return [day] if day.year in YEARS else []
