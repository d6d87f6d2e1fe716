"""Two people, or two tabs, at one form: what nobody touched stays as it stands, what both changed is asked.

A form carries what its fields held when it was opened. When it comes back, a field that still holds that is read as
what stands by now, so that only what was changed is written; one that somebody else changed too is an error with both
values.
"""

import json
import re
from collections.abc import Iterable, Iterator

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

OPENED = "opened"
LONGEST = 50_000


def held(*standing: forms.BaseForm) -> dict[str, list[str]]:
    """What the fields of unbound forms would send if nobody touched them, by name; nothing is an empty list."""
    return {field.html_name: _sent_by(field) for field in _fields(standing)}


def rows_held(rows: BaseFormSet) -> dict[str, list[str]]:
    """The same of the rows of a form, and how many there are."""
    counts = {f"{rows.prefix}-{name}_FORMS": [str(rows.initial_form_count())] for name in ("TOTAL", "INITIAL")}
    return held(*rows.initial_forms) | counts


def opened(*standing: forms.BaseForm, rows: Iterable[BaseFormSet] = ()) -> str:
    """The same as the text of the hidden field `opened`."""
    told = held(*standing)
    for formset in rows:
        told |= rows_held(formset)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class Sent:
    """A form as it came back, over what stands now: bind the forms to `data`, then ask `accepted`.

    `standing` are the same forms, unbound, as they would be shown now. Sent without `opened`, all is taken as it is.
    """

    def __init__(self, sent: QueryDict, *standing: forms.BaseForm) -> None:
        self.data = sent.copy()
        self.conflicts: dict[str, str] = {}
        self.rows_in_conflict: list[str] = []
        self.before = before = _read(sent.get(OPENED, ""))
        now = held(*standing)
        fields = {field.html_name: field for field in _fields(standing)}
        for name, stands in now.items():
            typed = _plain(sent.getlist(name))
            if name not in before:
                if before and name not in sent:
                    # Not there yet when the form was opened.
                    self.data.setlist(name, stands)
            elif typed == before[name]:
                self.data.setlist(name, stands)
            elif stands not in (before[name], typed):
                self.conflicts[name] = _shown(fields[name], stands)

    def take_rows(self, standing: BaseFormSet, title: str) -> None:
        """The same for rows of a form, as a whole: which of them is which follows from their order."""
        before, start = _read(self.data.get(OPENED, "")), f"{standing.prefix}-"
        now = rows_held(standing)
        was = {name: values for name, values in before.items() if name in now or name.startswith(start)}
        typed = {name: _plain(self.data.getlist(name)) for name in self.data if name.startswith(start)}
        if not was or now == was:
            return
        if {name: typed.get(name, []) for name in was} == was:
            for name in typed:
                del self.data[name]
            for name, values in now.items():
                self.data.setlist(name, values)
        elif {name: typed.get(name, []) for name in now} != now:
            fields = {field.html_name: field for form in standing.initial_forms for field in form}
            changed = [name for name, values in now.items() if values != was.get(name) and name in fields]
            stands = [f"{fields[name].label}: {_shown(fields[name], now[name])}" for name in changed]
            self.rows_in_conflict.append(f"{title} ({'; '.join(stands)})" if stands else title)

    def accepted(self, *bound: forms.BaseForm) -> bool:
        """Whether all of them are valid and nothing is to be decided; else their fields say what."""
        invalid = [form for form in bound if not form.is_valid()]
        for form in bound:
            for name in [name for name in form.fields if form[name].html_name in self.conflicts]:
                said = _("Meanwhile somebody changed this to “%(stands)s”. Save again to keep yours, or write theirs.")
                form.add_error(name, said % {"stands": self.conflicts[form[name].html_name]})
        for title in self.rows_in_conflict:
            said = _("Meanwhile somebody changed %(stands)s. Save again to keep yours, or open the page anew.")
            bound[0].add_error(None, said % {"stands": title})
        return not invalid and not self.conflicts and not self.rows_in_conflict


def changes(form: forms.BaseForm) -> bool:
    """Whether a bound form, or a list of rows in it, says anything but what stands."""
    lists = getattr(form, "formsets", {}).values()
    return any(name != OPENED for name in form.changed_data) or any(rows.has_changed() for rows in lists)


def as_new(sent: QueryDict) -> QueryDict:
    """What was typed into the form of something that is gone, as the form of a new one would send it."""
    data = sent.copy()
    data.pop(OPENED, None)
    for name in list(data):
        start, found, _rest = name.partition("-INITIAL_FORMS")
        if found:
            data[name] = "0"
            for row in [row for row in data if re.fullmatch(rf"{re.escape(start)}-\d+-id", row)]:
                data[row] = ""
    return data


def _fields(standing: tuple[forms.BaseForm, ...]) -> Iterator[forms.BoundField]:
    for form in standing:
        yield from form


def _sent_by(field: forms.BoundField) -> list[str]:
    if isinstance(field.field.widget, forms.CheckboxInput):
        return ["on"] if field.field.widget.check_test(field.value()) else []
    value = field.field.widget.format_value(field.value())
    return _plain(value if isinstance(value, list | tuple) else [value])


def _plain(values: Iterable[object]) -> list[str]:
    """Without what is empty, and with one kind of line break: as two senders of the same would agree on it."""
    return [str(value).replace("\r\n", "\n") for value in values if value not in (None, "")]


def _read(text: str) -> dict[str, list[str]]:
    """What was sent as `opened`; nothing where it is no such thing."""
    try:
        told = json.loads(text) if len(text) <= LONGEST else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: _plain(values) for name, values in told.items() if isinstance(values, list)}


def _shown(field: forms.BoundField, values: list[str]) -> str:
    """In the words of the form."""
    choices = dict(_flat(getattr(field.field, "choices", ())))
    words = [str(choices.get(value, value)) for value in values]
    return ", ".join(words) or _("nothing")


def _flat(choices) -> Iterator[tuple[str, object]]:
    for value, label in choices:
        yield str(value), label
