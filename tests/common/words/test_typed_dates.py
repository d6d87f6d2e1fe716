"""What people mean by the days they type, seen from Sunday 29 November 2026."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.words.typed_dates import UnreadableDate, read_dates, read_day, read_span

TODAY = dt.date(2026, 11, 29)


def day(text: str) -> dt.date:
    number, month, year = text.split("/")
    return dt.date(int(year), int(month), int(number))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("12–13/12", "12/12/2026", "13/12/2026"),
        ("12-13/12", "12/12/2026", "13/12/2026"),
        ("12 - 13/12", "12/12/2026", "13/12/2026"),
        ("12 đến 13/12", "12/12/2026", "13/12/2026"),
        ("12—13/12/2027", "12/12/2027", "13/12/2027"),
        ("28/12-2/1", "28/12/2026", "02/01/2027"),
        ("28/12 – 2/1/2028", "28/12/2027", "02/01/2028"),
        ("28/12/2027-2/1", "28/12/2027", "02/01/2028"),
        ("12/12/2026 – 13/12/2026", "12/12/2026", "13/12/2026"),
        ("2026-12-12–2026-12-13", "12/12/2026", "13/12/2026"),
        ("12-12-2026 - 13-12-2026", "12/12/2026", "13/12/2026"),
        ("28–30/11", "28/11/2026", "30/11/2026"),
        ("20–28/9", "20/09/2027", "28/09/2027"),
        ("29/2–1/3", "29/02/2028", "01/03/2028"),
        ("29/2 - 29/2", "29/02/2028", "29/02/2028"),
        ("2/12–3/6", "02/12/2026", "03/06/2027"),
        ("2/12/2026-28/11/2027", "02/12/2026", "28/11/2027"),
        ("28 tháng 12", "28/12/2026", "28/12/2026"),
        ("28 tháng 12 năm 2027", "28/12/2027", "28/12/2027"),
        ("28 thg 12/2027", "28/12/2027", "28/12/2027"),
        ("28–29 tháng 12", "28/12/2026", "29/12/2026"),
        ("ngày 5/12", "05/12/2026", "05/12/2026"),
        ("Ngày 5 tháng 12", "05/12/2026", "05/12/2026"),
        ("từ 28/12 đến 2/1", "28/12/2026", "02/01/2027"),
        ("Từ ngày 28/12 đến hết ngày 2/1", "28/12/2026", "02/01/2027"),
        ("28 tháng 12 - 2 tháng 1", "28/12/2026", "02/01/2027"),
        ("from 28 Dec to 2 January 2028", "28/12/2027", "02/01/2028"),
        ("5 September", "05/09/2027", "05/09/2027"),
        ("27/2-1/3", "27/02/2027", "01/03/2027"),
        ("5/12", "05/12/2026", "05/12/2026"),
        ("29/9", "29/09/2027", "29/09/2027"),
        ("28/11/2027", "28/11/2027", "28/11/2027"),
        ("29/11", "29/11/2026", "29/11/2026"),
        ("29/2", "29/02/2028", "29/02/2028"),
        ("28–29/2", "28/02/2028", "29/02/2028"),
        ("5.12.26", "05/12/2026", "05/12/2026"),
        ("05-12-2026", "05/12/2026", "05/12/2026"),
    ],
)
def test_days_mean_what_people_mean(typed, first, last):
    assert read_span(typed, today=TODAY) == (day(first), day(last))


def test_a_list_holds_days_and_spans():
    found = read_dates("5/12, 12–13/12; 28/12 - 2/1 6/2/27", today=TODAY)
    assert [f"{date:%d/%m}" for date in found] == [
        "05/12", "12/12", "13/12", "28/12", "29/12", "30/12", "31/12", "01/01", "02/01", "06/02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["12–13", "5-12", "12", "30/2", "31/4", "13/13", "0/1", "29/2/2027", "29-30/2", "13/12/2026–12/12/2026",
     "12/12/2026–12/12/2029", "1/1/1999", "1/1/9999", "mai", "12–", "–12/12", "12–13/12/", "12/12–13", "9" * 5000,
     "9999999999/1", "\ud800", "5/12/126", "2/12-28/11", "2/12/2026-28/11", "20–28/11", "28 tháng 13", "rằm tháng 13",
     "31/12 âm lịch", "28 decade", "từ", "ngày", "và", "28 và"],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_in_a_sentence(typed):
    with pytest.raises(UnreadableDate) as refused:
        read_dates(typed, today=TODAY)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("rằm tháng giêng", ["20/02/2027"]),
        ("rằm tháng 12", ["22/01/2027"]),
        ("28/12 âm lịch", ["04/02/2027"]),
        ("mùng 6 Tết, 28/11/2027 và 15/1 âm", ["11/02/2027", "20/02/2027", "28/11/2027"]),
        ("mung 1 tet; 12–13/12", ["12/12/2026", "13/12/2026", "06/02/2027"]),
    ],
)
def test_lunar_days_stand_in_a_list_as_they_do_alone(typed, days):
    assert read_dates(typed, today=TODAY) == [day(one) for one in days]


@pytest.mark.parametrize(
    "typed", ["5, 15/1 âm", "15–17/1 âm", "15/1 âm 16/1 âm", "mùng 5/12", "rằm tháng giêng, mai", "3–6 Tết"]
)
def test_what_is_lunar_only_by_half_is_never_taken_for_solar(typed):
    with pytest.raises(UnreadableDate):
        read_dates(typed, today=TODAY)


@pytest.mark.parametrize("typed", ["5-12", "12–13"])
def test_two_numbers_and_a_dash_are_asked_back_with_both_meanings(typed):
    with translation.override("vi"), pytest.raises(UnreadableDate, match="một ngày hay nhiều ngày"):
        read_day(typed, today=TODAY)


def said(typed: str, language: str = "vi") -> str:
    with translation.override(language), pytest.raises(UnreadableDate) as refused:
        read_dates(typed, today=TODAY)
    return str(refused.value)


def test_two_days_with_a_word_between_them_are_two_days():
    days = [dt.date(2026, 12, 28), dt.date(2026, 12, 29)]
    for typed in (
        "28 và 29/12",
        "28, 29/12",
        "28 and 29 December",
        "28/12 và 29/12",
        "28/12 and 29/12",
        "ngày 28/12, ngày 29/12",
        "28 tháng 12 và 29 tháng 12",
    ):
        assert read_dates(typed, today=TODAY) == days


def test_numbers_before_a_later_day_are_of_its_month_and_others_are_asked_back():
    assert read_dates("5, 12, 19–20/12", today=TODAY) == [dt.date(2026, 12, day) for day in (5, 12, 19, 20)]
    assert "“28”" in said("28, 5/12")


def test_two_days_that_were_turned_around_are_no_year_off():
    assert "“2/12-28/11” dài 362 ngày" in said("2/12-28/11")
    assert "“2/12-28/11” is 362 days" in said("2/12-28/11", "en")


def test_a_span_that_was_just_over_is_not_taken_for_next_year_s():
    assert "“20–28/11” đã qua từ 28/11/2026" in said("20–28/11")
    assert read_span("20–29/11", today=TODAY) == (dt.date(2026, 11, 20), TODAY)
    assert read_span("20–28/11/2027", today=TODAY) == (dt.date(2027, 11, 20), dt.date(2027, 11, 28))


def test_a_day_that_was_just_now_is_not_taken_for_next_year_s():
    assert said("28/11") == "“28/11” là hôm qua. Bạn ghi cả năm nhé, ví dụ 28/11/2027."
    assert said("28/11", "en") == "“28/11” was yesterday. Write the year too, like 28/11/2027."
    assert said("30/9") == "“30/9” đã qua 60 ngày. Bạn ghi cả năm nhé, ví dụ 30/9/2027."
    assert said("5/12, 28 tháng 11").startswith("“28 tháng 11” là hôm qua")
    assert read_day("28/11/2026", today=TODAY) == dt.date(2026, 11, 28)
    assert read_dates("28/11/26", today=TODAY) == [dt.date(2026, 11, 28)]
    with pytest.raises(UnreadableDate):
        read_day("20/12", today=dt.date(2027, 1, 3))
    with translation.override("vi"), pytest.raises(UnreadableDate, match="29/2/2032"):
        read_day("29/2", today=dt.date(2028, 3, 1))


def test_what_is_refused_is_named_as_it_was_typed():
    assert "“rằm tháng 13”" in said("5/12, rằm tháng 13")
    assert "“31/12 âm lịch”" in said("31/12 âm lịch")


def test_several_days_are_not_one():
    with translation.override("vi"), pytest.raises(UnreadableDate, match="“từ 5 đến 12/12” là nhiều ngày"):
        read_day("từ 5 đến 12/12", today=TODAY)


@settings(max_examples=150, derandomize=True, database=None)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.dates(dt.date(2001, 1, 1), dt.date(2060, 1, 1)))
def test_a_day_without_a_year_is_the_next_of_its_name(today, meant):
    if any(f"{(today - dt.timedelta(days=past)):%-d/%-m}" == f"{meant:%-d/%-m}" for past in range(1, 61)):
        with pytest.raises(UnreadableDate):
            read_day(f"{meant.day}/{meant.month}", today=today)
        return
    found = read_day(f"{meant.day}/{meant.month}", today=today)
    assert (found.day, found.month) == (meant.day, meant.month)
    assert today <= found
    assert (found - today).days <= (366 if (meant.day, meant.month) != (29, 2) else 8 * 366)


@settings(max_examples=200, derandomize=True, database=None)
@given(st.text(alphabet="0123456789/.-–, đếnto", max_size=30))
def test_whatever_is_typed_gives_days_or_a_sentence(typed):
    try:
        days = read_dates(typed, today=TODAY)
    except UnreadableDate:
        return
    assert days == sorted(set(days))
