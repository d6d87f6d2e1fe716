"""Days and months in addresses."""

import datetime as dt

from django.urls import register_converter

from common.words.lunar import YEARS


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


class MonthConverter(DayConverter):
    """`2026-11`, as its first day."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return super().to_python(f"{value}-01")

    def to_url(self, value: dt.date | str) -> str:
        return super().to_url(value)[:7]


register_converter(DayConverter, "desk_day")
register_converter(MonthConverter, "desk_month")
