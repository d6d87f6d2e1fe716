"""The Vietnamese lunar calendar against vectors (tests/data/lunar.json) and against its own rules."""

import datetime as dt
import json
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from common.words.lunar import LunarDay, NoSuchLunarDay, to_lunar, to_solar

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "lunar.json").read_text(encoding="utf-8"))
# Tết of 1968 was the first day by the calendar of UTC+7.
FIRST, LAST = dt.date(1968, 1, 29), dt.date(2070, 12, 31)
MONTHS_OF_A_YEAR = range(1, 13)


@pytest.fixture(scope="module")
def calendar() -> list[tuple[dt.date, LunarDay]]:
    """Every day of the years that common.words.lunar promises."""
    days = (FIRST + dt.timedelta(days=offset) for offset in range((LAST - FIRST).days + 1))
    return [(day, to_lunar(day)) for day in days]


@pytest.fixture(scope="module")
def months(calendar) -> list[list[tuple[dt.date, LunarDay]]]:
    """The whole months of those years, in order."""
    runs = groupby(calendar, key=lambda pair: (pair[1].year, pair[1].month, pair[1].leap))
    return [list(days) for _key, days in runs][1:-1]


def ids(vectors: list) -> list[str]:
    return [f"{vector[0]} {vector[-1]}" if isinstance(vector[0], str) else str(vector) for vector in vectors]


@pytest.mark.parametrize("vector", VECTORS["days"], ids=ids(VECTORS["days"]))
def test_a_day_of_the_vectors_in_both_directions(vector):
    solar, lunar, _what = vector
    assert to_lunar(dt.date.fromisoformat(solar)) == LunarDay(*lunar)
    assert to_solar(LunarDay(*lunar)) == dt.date.fromisoformat(solar)


@pytest.mark.parametrize("vector", VECTORS["lengths"], ids=ids(VECTORS["lengths"]))
def test_a_month_has_its_days_and_no_more(vector):
    (year, month, leap), length = vector
    first = to_solar(LunarDay(year, month, 1, leap))
    assert to_solar(LunarDay(year, month, length, leap)) == first + dt.timedelta(days=length - 1)
    with pytest.raises(NoSuchLunarDay):
        to_solar(LunarDay(year, month, length + 1, leap))


@pytest.mark.parametrize(("year", "leap_month"), VECTORS["leap_months"].items())
def test_a_year_has_exactly_its_leap_month_or_none(year, leap_month):
    found = []
    for month in MONTHS_OF_A_YEAR:
        try:
            to_solar(LunarDay(int(year), month, 1, True))
        except NoSuchLunarDay:
            continue
        found.append(month)
    assert found == ([leap_month] if leap_month else [])


@pytest.mark.parametrize("vector", VECTORS["impossible"], ids=ids(VECTORS["impossible"]))
def test_a_day_that_no_calendar_has_is_refused(vector):
    with pytest.raises(NoSuchLunarDay):
        to_solar(LunarDay(*vector))


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 31), (-1, 5), (6, -2)])
def test_numbers_that_are_no_day_are_refused(month, day):
    with pytest.raises(NoSuchLunarDay):
        to_solar(LunarDay(2026, month, day))


def test_every_day_comes_back_as_itself(calendar):
    assert [lunar for solar, lunar in calendar if to_solar(lunar) != solar] == []


def test_no_two_days_are_the_same_lunar_day(calendar):
    assert len({lunar for _solar, lunar in calendar}) == len(calendar)


def test_months_count_from_one_to_their_length_of_29_or_30(months):
    assert {len(days) for days in months} == {29, 30}
    for days in months:
        assert [lunar.day for _solar, lunar in days] == list(range(1, len(days) + 1))


def test_a_leap_month_follows_its_namesake_and_a_new_year_follows_the_twelfth(months):
    for before, after in pairwise(days[0][1] for days in months):
        if after.leap:
            assert (after.year, after.month, before.leap) == (before.year, before.month, False)
        elif after.month == 1:
            assert (before.year, before.month) == (after.year - 1, 12)
        else:
            assert (after.year, after.month) == (before.year, before.month + 1)


def test_years_without_a_vector_have_a_leap_month_about_every_third(months):
    with_leap = sorted({days[0][1].year for days in months if days[0][1].leap})
    assert {int(year) for year, month in VECTORS["leap_months"].items() if month} <= set(with_leap)
    assert {after - before for before, after in pairwise(with_leap)} == {2, 3}


def test_wall_calendars_name_the_month_on_its_first_day():
    assert (LunarDay(2026, 10, 1).short, LunarDay(2026, 10, 1).text) == ("1/10", "1/10")
    assert (LunarDay(2026, 10, 20).short, LunarDay(2026, 10, 20).text) == ("20", "20/10")
