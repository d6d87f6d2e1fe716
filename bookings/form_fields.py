"""Lists of times and dates as people type them: "8h30, 14:00" and "28/11/2026, 5/12"."""

import datetime as dt
import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.text import single_line

TIME = re.compile(r"^(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?$", re.IGNORECASE)


class TimesField(forms.CharField):
    """Cleans to a sorted list of "HH:MM"."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        return sorted({_time(part) for part in re.split(r"[,;]+|\s+(?=\d)", single_line(text)) if part.strip()})


class DatesField(forms.CharField):
    """Cleans to a sorted list of ISO dates. A date without a year is the next one to come."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(f"{dt.date.fromisoformat(day):%d/%m/%Y}" for day in value)
        return value

    def clean(self, value):
        text = super().clean(value)
        return sorted({_date(part).isoformat() for part in re.split(r"[,;\s]+", single_line(text)) if part})


def _time(text: str) -> str:
    found = TIME.match(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise forms.ValidationError(_("“%(text)s” is not a time. Write it like 08:30."), params={"text": text.strip()})
    return f"{hour:02d}:{minute:02d}"


def _date(text: str) -> dt.date:
    today = timezone.localdate()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
        day, month, *year = (int(part) for part in re.split(r"[/.\-]", text))
        found = dt.date(year[0] if year else today.year, month, day)
        return found if year or found >= today else dt.date(today.year + 1, month, day)
    except (ValueError, OverflowError) as error:
        raise forms.ValidationError(
            _("“%(text)s” is not a date. Write it like 28/11/2026."), params={"text": text}
        ) from error
