"""Days as people write them: "12–13/12", "từ 28/12 đến 2/1", "29/2". What can be read in two ways is not guessed."""

import calendar
import datetime as dt
import re

from django.utils.translation import gettext as _

from common.words import lunar_words
from common.words.dates import date_text
from common.words.lunar import YEARS, NoSuchLunarDay
from common.words.spelled_dates import in_figures, pieces, with_months

LONGEST_SPAN = 366
# Days. Over the turn of the year, a span without its years that is longer was more likely turned around.
LONGEST_TURN = 183
# Days. What ended so lately was more likely meant as it was than as next year's.
JUST_OVER = 60

_DAY = r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?"
_FULL = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"
_DASH = r"\s*(?:[-‐‑–—]|\b(?:đến|tới|to)\b)\s*"
ONE = re.compile(_DAY)
WHOLE = re.compile(_FULL)
SPAN = re.compile(rf"({_FULL}|{_DAY}|\d{{1,2}}){_DASH}({_FULL}|{_DAY})", re.IGNORECASE)
TWO_WAYS = re.compile(r"\d{1,2}\s*[-‐‑–—]\s*\d{1,2}")

Parts = tuple[int, int | None, int | None]


class UnreadableDate(ValueError):
    """`str()` is a sentence for whoever typed it."""


def read_dates(text: str, *, today: dt.date) -> list[dt.date]:
    """All days of a list of days and spans, in order, each once. Raises UnreadableDate.

    A comma, a semicolon or a space stands between two; a day without a year is the next such day, today included;
    one that is just past is asked back. Between commas a day may be a lunar one, as `read_day` takes it.
    """
    days: set[dt.date] = set()
    typed = pieces(text)
    said = [lunar_words.read(piece) for piece in typed]
    # A number alone never takes its month from a lunar day.
    figures = with_months(
        [in_figures(piece) if lunar is None else "" for piece, lunar in zip(typed, said, strict=True)]
    )
    for piece, lunar, solar in zip(typed, said, figures, strict=True):
        if lunar is not None:
            days.add(_lunar(lunar, piece, today))
        for part in _parts(solar):
            first, last = _span(part, piece, today)
            days.update(first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return sorted(days)


def read_span(text: str, *, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day, both the same for a single one. Raises UnreadableDate."""
    return _span(in_figures(text), text, today)


def read_day(text: str, *, today: dt.date) -> dt.date:
    """A single day, solar or lunar ("15/1 âm", "mùng 6 Tết"). Raises UnreadableDate."""
    said = lunar_words.read(text)
    if said is not None:
        return _lunar(said, text, today)
    first, last = read_span(text, today=today)
    if first != last:
        raise UnreadableDate(_("“%(text)s” is several days. Write one, like 28/11/2026.") % {"text": text[:40]})
    return first


def _lunar(said: lunar_words.SaidDay, text: str, today: dt.date) -> dt.date:
    if said.unsure:
        told = _("“%(text)s” can be a solar or a lunar day. Write %(solar)s for solar, %(solar)s âm for lunar.")
        raise UnreadableDate(told % {"text": text[:40], "solar": f"{said.day}/{said.month}"})
    try:
        return lunar_words.solar_day(said, today=today)
    except NoSuchLunarDay:
        raise UnreadableDate(_("“%(text)s” is no day of the lunar calendar.") % {"text": text[:40]}) from None


def _span(part: str, text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """`part` of what was typed as `text`."""
    found = SPAN.fullmatch(part)
    if found is None:
        numbers = _numbers(part, part, text)
        day = _coming(numbers, text, today)
        if numbers[2] is None:
            _ask_if_just_past(numbers, day, text, today)
        return day, day
    start, end = _numbers(found[1], part, text), _numbers(found[5], part, text)
    if start[1] is None:
        # "12–13/12": the month, and the year, of its end.
        start = (start[0], end[1], end[2])
    first, last = _ends(start, end, text, today)
    if last < first:
        raise UnreadableDate(_("“%(text)s” ends before it begins. Turn the two days around.") % {"text": text[:40]})
    turned = first.year < last.year and (start[2] is None or end[2] is None)
    if turned and (last - first).days > LONGEST_TURN:
        said = _(
            "“%(text)s” is %(days)s days. Write the years too if you mean them all, else turn the two days around."
        )
        raise UnreadableDate(said % {"text": text[:40], "days": (last - first).days + 1})
    if (last - first).days >= LONGEST_SPAN:
        raise UnreadableDate(
            _("“%(text)s” is longer than a year. Write the years too: 28/12/2026–02/01/2027.") % {"text": text[:40]}
        )
    return first, last


def _parts(text: str) -> list[str]:
    """What stands between spaces; spans keep theirs."""
    parts, rest = [], text.strip()
    while rest:
        found = SPAN.match(rest)
        whole = found is not None and rest[found.end() : found.end() + 1].strip() == ""
        end = found.end() if found and whole else len(rest.split(maxsplit=1)[0])
        parts.append(rest[:end])
        rest = rest[end:].strip()
    return parts


def _numbers(text: str, part: str, typed: str) -> Parts:
    """Day, month and year as far as they are written in `text`, which is `part` or an end of it."""
    if WHOLE.fullmatch(text):
        first, month, last = (int(number) for number in text.split("-"))
        return (last, month, first) if first > 31 else (first, month, last)
    if found := ONE.fullmatch(text):
        year = int(found[3]) if found[3] else None
        return int(found[1]), int(found[2]), year + 2000 if year is not None and year < 100 else year
    if text != part and text.isdecimal():
        return int(text), None, None
    if TWO_WAYS.fullmatch(text):
        said = _("“%(text)s” can be one day or several. Write 5/12 for one, or 5–12/12 for days in a row.")
        raise UnreadableDate(said % {"text": text})
    raise _no_date(typed)


def _ends(start: Parts, end: Parts, text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """A year that is not written follows from the other end; without any, the span is the next that is not over."""
    if end[2] is not None:
        last = _day(end, end[2], text)
        if start[2] is not None:
            return _day(start, start[2], text), last
        first = _day_of(start, last.year)
        return (first if first and first <= last else _day(start, last.year - 1, text)), last
    if start[2] is not None:
        first = _day(start, start[2], text)
        return first, _coming(end, text, first)
    for year in range(today.year, today.year + 9):
        ends = _ends_in(year, start, end)
        if ends and ends[1] >= today:
            _ask_if_just_over(_ends_in(year - 1, start, end), text, today)
            return ends
    raise _no_date(text)


def _ends_in(year: int, start: Parts, end: Parts) -> tuple[dt.date, dt.date] | None:
    """The span that ends in `year`, where there is one: 29/2–1/3 waits for a leap year."""
    turns = (start[1], start[0]) > (end[1], end[0])
    first, last = _day_of(start, year - turns), _day_of(end, year)
    return (first, last) if first and last else None


def _ask_if_just_over(before: tuple[dt.date, dt.date] | None, text: str, today: dt.date) -> None:
    # One that is much too long is asked back for that.
    if before and (today - before[1]).days <= JUST_OVER and (before[1] - before[0]).days <= LONGEST_TURN:
        said = _("“%(text)s” was over on %(day)s. If you mean another year, write it too: 28/11/2026.")
        raise UnreadableDate(said % {"text": text[:40], "day": date_text(before[1])})


def _ask_if_just_past(parts: Parts, coming: dt.date, text: str, today: dt.date) -> None:
    before = _day_of(parts, today.year - (coming.year == today.year))
    past = (today - before).days if before else 0
    if not 0 < past <= JUST_OVER:
        return
    told = {"text": text[:40], "days": past, "day": f"{coming.day}/{coming.month}/{coming.year}"}
    if past == 1:
        raise UnreadableDate(_("“%(text)s” was yesterday. Write the year too, like %(day)s.") % told)
    raise UnreadableDate(_("“%(text)s” was %(days)s days ago. Write the year too, like %(day)s.") % told)


def _coming(parts: Parts, text: str, today: dt.date) -> dt.date:
    """The day itself, or the next one of its name from `today` on: 29/2 waits for a leap year."""
    if parts[2] is not None:
        return _day(parts, parts[2], text)
    for year in range(today.year, today.year + 9):
        day = _day_of(parts, year)
        if day is not None and day >= today:
            return day
    raise _no_date(text)


def _day(parts: Parts, year: int, text: str) -> dt.date:
    day = _day_of(parts, year)
    if day is None:
        raise _no_date(text)
    return day


def _day_of(parts: Parts, year: int) -> dt.date | None:
    """None where that year has no such day."""
    day, month = parts[0], parts[1] or 0
    there = year in YEARS and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return dt.date(year, month, day) if there else None


def _no_date(text: str) -> UnreadableDate:
    return UnreadableDate(_("“%(text)s” is not a date. Write it like 28/11/2026.") % {"text": text[:40]})
