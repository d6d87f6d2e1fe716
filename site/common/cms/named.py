"""Choosing among a thousand rows where no chooser can open: by what a row is called, found as people type.

Wagtail closes the window of one chooser when another opens, and has none for several rows at once.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.cms.keys import RowsField, is_key
from common.cms.search import find
from common.words.text import fold

# A list of so many is read at a glance; a longer one is searched.
FEW = 20
# Told where several are called so.
CANDIDATES = 8


def row_called(rows: QuerySet, text: str, fields: Sequence[str]) -> Model:
    """The one of `rows` that `text` names: its number, or words of its `fields`. Raises ValidationError."""
    if is_key(text):
        found = list(rows.filter(pk=text))
    else:
        found = list(find(rows, text, list(fields)))
        exactly = [row for row in found if fold(str(row)) == fold(text)]
        found = exactly if len(exactly) == 1 else found
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(_("Nothing is called “%(text)s”."), "invalid_choice", {"text": text[:80]})
    named = ", ".join(f"{row} ({row.pk})" for row in found[:CANDIDATES]) + ("…" if len(found) > CANDIDATES else "")
    raise ValidationError(
        _("Several are called so: %(rows)s. Write more of the name, or the number in brackets."),
        "invalid_choice",
        {"rows": named},
    )


class NameOrList(forms.Select):
    """A list while it is short; else a field to write the name in."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        if self.choices.queryset.count() <= FEW:  # type: ignore[attr-defined]  # a ModelChoiceIterator
            return super().render(name, value, attrs, renderer)
        row = self.choices.queryset.filter(pk=value).first() if is_key(str(value or "")) else None  # type: ignore[attr-defined]
        text = forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Name, or a part of it")})
        return text.render(name, str(row) if row else value, attrs, renderer)


class NamedRowField(forms.ModelChoiceField):
    """One row, chosen from a short list or named; `search_fields` are what it is found by."""

    widget = NameOrList

    def __init__(self, queryset: QuerySet, *, search_fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.search_fields = search_fields

    def to_python(self, value: Any) -> Model | None:
        text = str(value or "").strip()
        return row_called(self.queryset, text, self.search_fields) if text else None  # type: ignore[arg-type]


class ChosenAndNamed(forms.CheckboxSelectMultiple):
    """What is chosen, each with a box to take it away, and below it room to name others, one a line."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        lines = (line.strip() for line in str(data.get(f"{name}-named", "")).splitlines())
        return [*(super().value_from_datadict(data, files, name) or []), *filter(None, lines)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        keys = [key for key in self.format_value(value) if is_key(key)]
        rows = self.choices.queryset.filter(pk__in=keys)  # type: ignore[attr-defined]  # a ModelChoiceIterator
        named = [text for text in self.format_value(value) if not is_key(text)]
        chosen = format_html_join(
            "",
            '<label class="chosen-row"><input type="checkbox" name="{}" value="{}" checked> {}</label>',
            ((name, row.pk, str(row)) for row in rows),
        )
        more = forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "placeholder": _("Name or code, one a line")})
        field = more.render(f"{name}-named", "\n".join(named), attrs, renderer)
        return format_html('<div class="chosen-rows">{}{}</div>', chosen, field)


class NamedRowsField(RowsField):
    """Several rows, named one by one; `search_fields` are what they are found by."""

    widget = ChosenAndNamed

    def __init__(self, queryset: QuerySet, *, search_fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.search_fields = search_fields

    def clean(self, value: Any) -> Any:
        faults, keys = [], []
        for text in value or ():
            try:
                keys.append(row_called(self.queryset, str(text), self.search_fields).pk)  # type: ignore[arg-type]
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        return super().clean(keys)
