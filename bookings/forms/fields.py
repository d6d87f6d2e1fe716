"""Times and dates as people type them: "8h30, 14:00", "28/11/2026, 12–13/12"."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.words.numbers import read_id
from common.words.text import single_line
from common.words.typed_dates import UnreadableDate, read_dates, read_day, read_span

TIME = re.compile(r"^(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?$", re.IGNORECASE)


class ReadField(forms.CharField):
    """Text that is read: it has changed where it means something else than before."""

    def has_changed(self, initial, data):
        try:
            return (self.clean(data) or None) != (initial or None)
        except forms.ValidationError:
            return True


class TimesField(ReadField):
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


class DatesField(ReadField):
    """Cleans to a sorted list of ISO dates, of days and spans as `common.words.typed_dates` reads them."""

    MOST = 366

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(f"{dt.date.fromisoformat(day):%d/%m/%Y}" for day in value)
        return value

    def clean(self, value):
        text = super().clean(value)
        try:
            dates = [day.isoformat() for day in read_dates(single_line(text), today=timezone.localdate())]
        except UnreadableDate as error:
            raise forms.ValidationError(str(error)) from error
        if len(dates) > self.MOST:
            raise forms.ValidationError(_("Write at most %(most)s dates."), params={"most": self.MOST})
        return dates


class TimeField(ReadField):
    """Cleans one time to a `dt.time`."""

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def clean(self, value):
        text = single_line(super().clean(value))
        return dt.time.fromisoformat(_time(text)) if text else None


class DayField(forms.DateField):
    """One day, with the phone's own picker; typed days are read as day/month, with a year or the next such day."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": _("Write the day like 28/11/2026.")}

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        text = single_line(value)
        try:
            return read_day(text, today=timezone.localdate()) if text else None
        except UnreadableDate as error:
            raise forms.ValidationError(str(error), code="invalid") from error


def with_span(data: Any, first: str, last: str) -> Any:
    """What was sent, with a span that was typed into the field of its first day put into both fields."""
    if not data or data.get(last):
        return data
    try:
        start, end = read_span(single_line(data.get(first, "")), today=timezone.localdate())
    except UnreadableDate:
        return data
    return data if start == end else {**data.dict(), first: start.isoformat(), last: end.isoformat()}


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
