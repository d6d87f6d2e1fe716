"""Days in addresses."""

import datetime as dt

from django.urls import register_converter

# The years of common.words.lunar, which every page of a day asks.
YEARS = range(2000, 2070)


class DayConverter:
    """`2026-11-28`; anything that is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        day = dt.date.fromisoformat(value)
        if day.year not in YEARS:
            raise ValueError(value)
        return day

    def to_url(self, value: dt.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "desk_day")
