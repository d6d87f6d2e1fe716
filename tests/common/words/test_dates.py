"""Days and times as readers expect them, in Việt Nam's time."""

import datetime as dt

import pytest
from django.utils import translation

from common.words import dates

SATURDAY = dt.date(2026, 11, 28)
EARLY_UTC = dt.datetime(2026, 11, 27, 18, 5, tzinfo=dt.UTC)  # 01:05 on Saturday in Việt Nam


@pytest.mark.parametrize(
    ("function", "vietnamese", "english"),
    [
        (dates.day_text, "Thứ bảy, 28/11/2026", "Saturday 28 November 2026"),
        (dates.short_day_text, "T7 28/11", "Sat 28 Nov"),
        (dates.month_text, "Tháng 11/2026", "November 2026"),
    ],
)
def test_a_day_in_both_languages(function, vietnamese, english):
    assert function(SATURDAY, "vi") == vietnamese
    with translation.override("en"):
        assert function(SATURDAY) == english


@pytest.mark.parametrize("function", [dates.day_text, dates.short_day_text, dates.month_text, dates.moment_text])
def test_a_named_language_beats_the_language_of_the_page(function):
    """A mail to an English guest is rendered by a worker, or by a host's Vietnamese page."""
    subject = EARLY_UTC if function is dates.moment_text else SATURDAY
    with translation.override("en"):
        expected = function(subject)
    assert function(subject, "en") == expected
    assert "thứ" not in function(subject, "en").lower()


@pytest.mark.parametrize(
    ("offset", "name"),
    list(enumerate(["T2 23/11", "T3 24/11", "T4 25/11", "T5 26/11", "T6 27/11", "T7 28/11", "CN 29/11"])),
)
def test_weekdays_as_vietnamese_calendars_count_them(offset, name):
    day = dt.date(2026, 11, 23) + dt.timedelta(days=offset)
    assert dates.short_day_text(day, "vi") == name
    assert dates.day_text(day, "vi").startswith(dates.WEEKDAYS_VI[offset])


def test_sunday_is_chủ_nhật():
    assert dates.day_text(dt.date(2026, 11, 29), "vi") == "Chủ nhật, 29/11/2026"


def test_moments_are_shown_in_việt_nam():
    assert dates.time_text(EARLY_UTC) == "01:05"
    assert dates.moment_text(EARLY_UTC, "vi") == "01:05 thứ bảy, 28/11/2026"
    assert dates.moment_text(EARLY_UTC + dt.timedelta(days=1), "vi") == "01:05 chủ nhật, 29/11/2026"
    with translation.override("en"):
        assert dates.moment_text(EARLY_UTC) == "Saturday 28 November 2026, 01:05"
    assert dates.local(EARLY_UTC).date() == SATURDAY


def test_without_a_language_it_is_vietnamese():
    with translation.override(None):
        assert dates.day_text(SATURDAY) == "Thứ bảy, 28/11/2026"
