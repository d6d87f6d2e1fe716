"""On which days a schedule or a closure falls, by the solar calendar and by the lunar one."""

import datetime as dt
from itertools import pairwise

import pytest

from bookings.domain.calendar.recurrence import closed_spans, days_of, starts_on
from bookings.enums import ScheduleKind
from bookings.models import Closure, Schedule
from common.words.lunar import LAST_DAY, YearlySpan, ordinary_day
from tests.factories import local_time

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
YEAR = (dt.date(2026, 11, 23), dt.date(2027, 11, 22))


def days(text: str) -> list[dt.date]:
    """`2026-11-28 2026-12-05` as dates."""
    return [dt.date.fromisoformat(day) for day in text.split()]


def weekly(*weekdays: int, **fields) -> Schedule:
    return Schedule(**{"kind": ScheduleKind.WEEKLY, "weekdays": list(weekdays), "valid_from": MONDAY} | fields)


def span(first_month: int, first_day: int, last_month: int, last_day: int) -> dict[str, int]:
    """The four numbers of a row."""
    return {
        "lunar_first_month": first_month,
        "lunar_first_day": first_day,
        "lunar_last_month": last_month,
        "lunar_last_day": last_day,
    }


def lunar(*numbers: int, **fields) -> Schedule:
    return Schedule(**{"kind": ScheduleKind.LUNAR, "valid_from": dt.date(2000, 1, 1)} | span(*numbers) | fields)


def falls(schedule: Schedule, first: dt.date, last: dt.date) -> list[str]:
    return [day.isoformat() for day in days_of(schedule, first=first, last=last)]


def falls_in(year: int, *numbers: int) -> list[str]:
    """Of a lunar schedule, the days in a solar year."""
    return falls(lunar(*numbers), dt.date(year, 1, 1), dt.date(year, 12, 31))


def test_every_week():
    saturday, sunday = MONDAY + 5 * DAY, MONDAY + 6 * DAY
    found = days_of(weekly(6, 5, 5), first=MONDAY, last=MONDAY + 13 * DAY)
    assert found == [saturday, sunday, saturday + 7 * DAY, sunday + 7 * DAY]


def test_first_and_last_day_are_included():
    assert days_of(weekly(0), first=MONDAY, last=MONDAY + 7 * DAY) == [MONDAY, MONDAY + 7 * DAY]
    assert days_of(weekly(0), first=MONDAY + DAY, last=MONDAY + 6 * DAY) == []


def test_every_second_week_counts_from_the_week_of_its_beginning():
    """From a Thursday on: its own week is the first, also for the Monday that comes before it in the week."""
    thursday = MONDAY + 3 * DAY
    rule = weekly(0, 5, every_weeks=2, valid_from=thursday)
    found = days_of(rule, first=MONDAY, last=MONDAY + 34 * DAY)
    assert found == days("2026-11-28 2026-12-07 2026-12-12 2026-12-21 2026-12-26")


def test_every_third_week_is_the_same_from_whatever_day_one_looks():
    rule = weekly(2, every_weeks=3)
    whole = days_of(rule, first=YEAR[0], last=YEAR[1])
    assert whole[0] == MONDAY + 2 * DAY
    assert {after - before for before, after in pairwise(whole)} == {21 * DAY}
    for offset in range(1, 60, 7):
        first = YEAR[0] + offset * DAY
        assert days_of(rule, first=first, last=YEAR[1]) == [day for day in whole if day >= first]


def test_a_season_bounds_every_kind():
    until = {"valid_from": MONDAY + 2 * DAY, "valid_until": MONDAY + 4 * DAY}
    dates = [(MONDAY + offset * DAY).isoformat() for offset in range(7)]
    inside = [MONDAY + offset * DAY for offset in (2, 3, 4)]
    for rule in (
        weekly(*range(7), **until),
        Schedule(kind=ScheduleKind.DATES, dates=dates, **until),
        # 23 November 2026 is the 15th of the tenth lunar month.
        lunar(10, 15, 10, 21, **until),
    ):
        assert days_of(rule, first=MONDAY, last=MONDAY + 30 * DAY) == inside
        assert days_of(rule, first=MONDAY, last=MONDAY + DAY) == []


def test_no_weekday_is_no_day():
    assert days_of(weekly(), first=YEAR[0], last=YEAR[1]) == []


def test_single_dates_in_order_and_once():
    dates = ["2026-12-24", "2026-11-28", "2026-12-24", "2026-01-01"]
    rule = Schedule(kind=ScheduleKind.DATES, dates=dates, valid_from=MONDAY)
    assert falls(rule, *YEAR) == ["2026-11-28", "2026-12-24"]


def test_times_of_a_day_by_the_clock_of_việt_nam_in_order_and_once():
    rule = weekly(0, times=["14:00", "08:30", "14:00"])
    assert starts_on(rule, MONDAY) == [local_time(MONDAY, 8, 30), local_time(MONDAY, 14, 0)]


# The days of the festivals are those of tests/data/lunar.json.
@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "2024-03-15"), (2026, "2026-03-24"), (2027, "2027-03-13"), (2030, "2030-03-09")],
)
def test_the_sixth_of_the_second_month_diềm(year, day):
    assert falls_in(year, 2, 6, 2, 6) == [day]


def test_the_fourteenth_to_sixteenth_of_the_third_month_đông_hồ():
    assert falls_in(2026, 3, 14, 3, 16) == ["2026-04-30", "2026-05-01", "2026-05-02"]
    # A window that cuts the span gets what lies in it.
    assert falls(lunar(3, 14, 3, 16), dt.date(2026, 5, 1), dt.date(2026, 5, 1)) == ["2026-05-01"]


def test_it_comes_back_every_lunar_year():
    found = falls(lunar(2, 6, 2, 6), dt.date(2027, 1, 1), dt.date(2030, 12, 31))
    assert found == ["2027-03-13", "2028-03-01", "2029-03-20", "2030-03-09"]


def test_the_last_day_of_the_twelfth_month_is_the_eve_of_tết():
    """Tết: 17 February 2026, 6 February 2027 and, a day before China, 2 February 2030."""
    for year, eve in ((2026, "2026-02-16"), (2027, "2027-02-05"), (2030, "2030-02-01")):
        assert falls_in(year, 12, LAST_DAY, 12, LAST_DAY) == [eve]
        assert falls_in(year, 12, 30, 12, 30) == [eve]


def test_a_thirtieth_is_the_twenty_ninth_where_the_month_is_short():
    """In 2026 the first month has 30 days, the second 29."""
    assert falls_in(2026, 1, 30, 1, 30) == ["2026-03-18"]
    assert falls_in(2026, 2, 30, 2, 30) == ["2026-04-16"]
    assert falls_in(2026, 2, 29, 2, 30) == ["2026-04-16"]
    assert falls_in(2026, 2, 29, 2, LAST_DAY) == ["2026-04-16"]
    assert falls_in(2026, 1, 29, 1, LAST_DAY) == ["2026-03-17", "2026-03-18"]


def test_the_last_day_and_the_thirtieth_are_one_day_and_not_a_year():
    assert YearlySpan(12, LAST_DAY, 12, 30).in_year(2026) == (dt.date(2027, 2, 5), dt.date(2027, 2, 5))
    assert YearlySpan(12, 30, 12, LAST_DAY).in_year(2026) == (dt.date(2027, 2, 5), dt.date(2027, 2, 5))


def test_a_span_over_the_new_year_ends_in_the_next():
    """From 28 of the twelfth to the 3rd of the first month; the twelfth month before Tết 2027 has 29 days."""
    tết = dt.date(2027, 2, 6)
    expected = [(tết + offset * DAY).isoformat() for offset in range(-2, 3)]
    assert falls_in(2027, 12, 28, 1, 3) == expected
    # In the middle of Tết the span that began last lunar year is still found.
    assert falls(lunar(12, 28, 1, 3), tết + DAY, tết + 9 * DAY) == expected[3:]


def test_an_ordinary_month_is_meant_and_not_its_leap_namesake():
    """2028 has a leap fifth month, from 23 June; the ordinary one begins a month earlier."""
    first = ordinary_day(2028, 5, 1)
    assert first == dt.date(2028, 5, 24)
    assert falls_in(2028, 5, 5, 5, 5) == [(first + 4 * DAY).isoformat()]


def test_a_span_within_a_month_does_not_come_back_in_the_leap_month():
    found = falls_in(2028, 5, 1, 5, LAST_DAY)
    assert (found[0], found[-1], len(found)) == ("2028-05-24", "2028-06-22", 30)


def test_a_span_into_the_next_month_takes_in_the_leap_month_between():
    """From the fifth month of 2028 into the sixth: the leap month's 29 days lie between."""
    found = falls_in(2028, 5, 29, 6, 2)
    ends = days_of(lunar(6, 2, 6, 2), first=dt.date(2028, 1, 1), last=dt.date(2028, 12, 31))
    assert (found[0], found[-1]) == ("2028-06-21", ends[0].isoformat())
    assert len(found) == 2 + 29 + 2
    assert "2028-06-23" in found


@pytest.mark.parametrize("numbers", [(1, 1, 1, 1), (1, 29, 2, 3), (12, 23, 1, 7), (7, 15, 7, 30), (12, -1, 12, -1)])
def test_seventy_years_of_a_span_are_in_order_and_each_once(numbers):
    found = YearlySpan(*numbers).between(dt.date(2000, 1, 1), dt.date(2069, 12, 31))
    assert len(found) in (70, 71)
    assert all(first <= last for first, last in found)
    gaps = {(after[0] - before[0]).days for before, after in pairwise(found)}
    assert gaps <= {353, 354, 355, 383, 384, 385}


def test_closed_days_of_the_solar_calendar():
    closure = Closure(first_day=MONDAY, last_day=MONDAY + 3 * DAY)
    whole = [(MONDAY, MONDAY + 3 * DAY)]
    assert closed_spans(closure, first=MONDAY + 3 * DAY, last=MONDAY + 9 * DAY) == whole
    assert closed_spans(closure, first=MONDAY - 9 * DAY, last=MONDAY) == whole
    assert closed_spans(closure, first=MONDAY + 4 * DAY, last=MONDAY + 9 * DAY) == []
    assert closed_spans(closure, first=MONDAY - 9 * DAY, last=MONDAY - DAY) == []


def test_closed_days_of_the_lunar_calendar_come_back():
    closure = Closure(**span(12, 28, 1, 3))
    tết_2027, tết_2028 = dt.date(2027, 2, 6), dt.date(2028, 1, 26)
    found = closed_spans(closure, first=dt.date(2027, 1, 1), last=dt.date(2028, 12, 31))
    assert found == [(tết_2027 - 2 * DAY, tết_2027 + 2 * DAY), (tết_2028 - 2 * DAY, tết_2028 + 2 * DAY)]
