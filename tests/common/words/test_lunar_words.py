"""Lunar days as people type them, seen from Sunday 29 November 2026, the 21st of the tenth lunar month."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.words.lunar import LunarDay, to_lunar
from common.words.typed_dates import UnreadableDate, read_day

TODAY = dt.date(2026, 11, 29)
TET = dt.date(2027, 2, 6)
DAYS = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Tết", TET),
        ("tết nguyên đán 2028", dt.date(2028, 1, 26)),
        ("mùng 6 Tết", TET + 5 * DAYS),
        ("mung 6 tet", TET + 5 * DAYS),
        ("Mồng sáu Tết", TET + 5 * DAYS),
        ("6 Tết", TET + 5 * DAYS),
        ("mùng 6 Tết 2028", dt.date(2028, 1, 31)),
        ("30 Tết", TET - DAYS),
        ("giao thừa", TET - DAYS),
        ("giao thừa 2027", TET - DAYS),
        ("28 tết", dt.date(2027, 2, 4)),
        ("ông Công ông Táo", dt.date(2027, 1, 30)),
        ("23 tháng chạp", dt.date(2027, 1, 30)),
        ("rằm tháng giêng", TET + 14 * DAYS),
        ("Rằm tháng Giêng năm 2027", TET + 14 * DAYS),
        ("ngày rằm tháng bảy", dt.date(2027, 8, 16)),
        ("rằm tháng 7", dt.date(2027, 8, 16)),
        ("rằm tháng mười một", dt.date(2026, 12, 23)),
        ("15/1 âm", TET + 14 * DAYS),
        ("15/1 âl", TET + 14 * DAYS),
        ("15/1/2027 âm lịch", TET + 14 * DAYS),
        ("15/1 (âm lịch) 2027", TET + 14 * DAYS),
        ("âm lịch 15/1", TET + 14 * DAYS),
        ("15 tháng 1 âm", TET + 14 * DAYS),
        ("15/1 lunar", TET + 14 * DAYS),
        ("mùng 6 tháng giêng", TET + 5 * DAYS),
        ("mùng 6/12 âm", dt.date(2027, 1, 13)),
        ("21/10 âm", TODAY),
        ("20/10 âm", dt.date(2027, 11, 17)),
        ("rằm", dt.date(2026, 12, 23)),
        ("mùng 1", dt.date(2026, 12, 9)),
        ("giỗ tổ", dt.date(2027, 4, 16)),
        ("Tết Trung thu", dt.date(2027, 9, 15)),
        ("6/12", dt.date(2026, 12, 6)),
        ("28 tháng 12", dt.date(2026, 12, 28)),
    ],
)
def test_a_lunar_day_is_the_next_of_its_name(typed, meant):
    assert read_day(typed, today=TODAY) == meant


def test_the_30th_waits_for_a_month_that_has_one():
    found = to_lunar(read_day("30/1 âm", today=TODAY))
    assert (found.day, found.month) == (30, 1)


def test_a_leap_month_is_meant_only_where_it_is_said():
    assert to_lunar(read_day("15/6 nhuận 2025", today=TODAY)) == LunarDay(2025, 6, 15, leap=True)
    assert to_lunar(read_day("15/6/2025 âm", today=TODAY)) == LunarDay(2025, 6, 15)


def test_the_next_full_moon_may_be_that_of_a_leap_month():
    # The fifth month of 2028 comes twice.
    found = read_day("rằm", today=dt.date(2028, 6, 20))
    assert to_lunar(found) == LunarDay(2028, 5, 15, leap=True)


@pytest.mark.parametrize("typed", ["mùng 8 tháng 3", "mùng 8/3", "mồng hai tháng chín"])
def test_what_is_said_of_both_calendars_is_asked_back(typed):
    with translation.override("vi"), pytest.raises(UnreadableDate, match="ngày dương hay ngày âm"):
        read_day(typed, today=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["31/1 âm", "15/13 âm", "0/1 âm", "15/2 nhuận 2027", "rằm tháng 13", "mùng 15 Tết", "15 Tết", "rằm tháng một",
     "15/1/1999 âm", "15/1/2070 âm", "Tết 9999", "âm", "âm lịch", "mùng", "tháng giêng",
     "rằm rằm", "rằm 2027", "rằm nhuận", "giao thừa 2000", "30/12/2069 âm"],
)  # fmt: skip
def test_what_is_no_lunar_day_is_refused_in_a_sentence(typed):
    with pytest.raises(UnreadableDate) as refused:
        read_day(typed, today=TODAY)
    assert str(refused.value).endswith(".")
    assert typed in str(refused.value)


@settings(max_examples=200, derandomize=True, database=None)
@given(st.dates(dt.date(2001, 1, 1), dt.date(2060, 1, 1)), st.dates(dt.date(2001, 1, 1), dt.date(2060, 1, 1)))
def test_any_day_is_found_by_its_lunar_name(today, meant):
    lunar = to_lunar(meant)
    leap = " nhuận" if lunar.leap else ""
    assert read_day(f"{lunar.day}/{lunar.month}{leap}/{lunar.year} âm", today=today) == meant
    found = to_lunar(read_day(f"{lunar.day}/{lunar.month} âm", today=today))
    assert (found.day, found.month, found.leap) == (lunar.day, lunar.month, False)


@settings(max_examples=300, derandomize=True, database=None)
@given(st.text(alphabet="0123456789/. mùngtếrằhápâlị", max_size=24))
def test_whatever_is_typed_gives_a_day_or_a_sentence(typed):
    try:
        found = read_day(typed, today=TODAY)
    except UnreadableDate:
        return
    assert isinstance(found, dt.date)
