"""Times, dates and money as people type them: "8h30, 14:00", "28/11/2026, 5/12", "250.000 đ"."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.words.money import parse_vnd
from common.words.numbers import read_id
from common.words.text import single_line

# The years of common.words.lunar: whatever has a day has a lunar one.
YEARS = range(2000, 2070)
TIME = re.compile(r"^(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?$", re.IGNORECASE)


class TimesField(forms.CharField):
    """Cleans to a sorted list of "HH:MM"."""

    MOST = 24

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value)
        times = {_time(part) for part in re.split(r"[,;]+|\s+(?=\d)", single_line(text)) if part.strip()}
        if len(times) > self.MOST:
            raise forms.ValidationError(_("Write at most %(most)s times."), params={"most": self.MOST})
        return sorted(times)


class DatesField(forms.CharField):
    """Cleans to a sorted list of ISO dates. A date without a year is the next one to come."""

    MOST = 366

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(f"{dt.date.fromisoformat(day):%d/%m/%Y}" for day in value)
        return value

    def clean(self, value):
        text = super().clean(value)
        dates = {_date(part).isoformat() for part in re.split(r"[,;\s]+", single_line(text)) if part}
        if len(dates) > self.MOST:
            raise forms.ValidationError(_("Write at most %(most)s dates."), params={"most": self.MOST})
        return sorted(dates)


class TimeField(forms.CharField):
    """Cleans one time to a `dt.time`."""

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def clean(self, value):
        text = single_line(super().clean(value))
        return dt.time.fromisoformat(_time(text)) if text else None


class DayField(forms.DateField):
    """One day, with the phone's own picker; typed dates are read as day/month/year."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
    default_error_messages = {"invalid": _("Write the day like 28/11/2026.")}

    def to_python(self, value):
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class VndField(forms.CharField):
    """Cleans an amount in đồng to an integer, or to None where nothing is written: "250.000", "250k"."""

    MOST = 100_000_000

    def prepare_value(self, value):
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def clean(self, value):
        text = single_line(super().clean(value)).lower()
        if not text:
            return None
        amount = parse_vnd(text)
        if amount is None or amount > self.MOST:
            raise forms.ValidationError(_("“%(text)s” is not a price. Write it like 250.000."), params={"text": text})
        return amount


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number that no row can have is refused like that of a row which is not there."""

    default_error_messages = {"invalid_choice": _("One of these is not there any more. Please choose again.")}

    def clean(self, value):
        if any(read_id(key) is None for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def offer(form: forms.BaseForm, name: str, choices: Sequence[Any]) -> None:
    """Let the form's field `name`, a ChoiceField, choose among `choices`."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet) -> forms.ModelChoiceField:
    """Let the form's field `name`, a ModelChoiceField, choose among `rows`; returns the field."""
    field = cast(forms.ModelChoiceField, form.fields[name])
    field.queryset = rows
    return field


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
        found = dt.date(_century(year[0]) if year else today.year, month, day)
        if found.year not in YEARS:
            raise ValueError(text)
        return found if year or found >= today else dt.date(today.year + 1, month, day)
    except (ValueError, OverflowError) as error:
        raise forms.ValidationError(
            _("“%(text)s” is not a date. Write it like 28/11/2026."), params={"text": text}
        ) from error


def _century(year: int) -> int:
    """`26` is 2026."""
    return year + 2000 if year < 100 else year
