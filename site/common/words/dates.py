"""Days and times as readers of each language expect them, always in Việt Nam's time."""

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, override

WEEKDAYS_VI = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]


def _vietnamese(language: str | None) -> bool:
    return (language or get_language() or "vi").startswith("vi")


def _english(day: dt.date, form: str) -> str:
    with override("en"):
        return date_format(day, form)


def local(moment: dt.datetime) -> dt.datetime:
    """`moment` (aware) in the platform's time zone."""
    return timezone.localtime(moment)


def day_text(day: dt.date, language: str | None = None) -> str:
    """`Thứ bảy, 28/11/2026` or `Saturday 28 November 2026`."""
    if _vietnamese(language):
        return f"{WEEKDAYS_VI[day.weekday()]}, {day:%d/%m/%Y}"
    return _english(day, "l j F Y")


def date_text(day: dt.date, language: str | None = None) -> str:
    """`28/11/2026` or `28 November 2026`."""
    return f"{day:%d/%m/%Y}" if _vietnamese(language) else _english(day, "j F Y")


def short_day_text(day: dt.date, language: str | None = None) -> str:
    """`T7 28/11` or `Sat 28 Nov`."""
    if _vietnamese(language):
        name = "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}"
        return f"{name} {day.day}/{day.month}"
    return _english(day, "D j M")


def month_text(day: dt.date, language: str | None = None) -> str:
    """`Tháng 11/2026` or `November 2026`."""
    if _vietnamese(language):
        return f"Tháng {day.month}/{day.year}"
    return _english(day, "F Y")


def time_text(moment: dt.datetime) -> str:
    """`09:00` in Việt Nam's time."""
    return f"{local(moment):%H:%M}"


def moment_text(moment: dt.datetime, language: str | None = None) -> str:
    """`09:00 thứ bảy, 28/11/2026` or `Saturday 28 November 2026, 09:00`: right inside a sentence and at its start."""
    when = local(moment)
    day = day_text(when.date(), language)
    return f"{when:%H:%M} {day[0].lower()}{day[1:]}" if _vietnamese(language) else f"{day}, {when:%H:%M}"
