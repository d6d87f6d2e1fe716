"""Amounts in đồng as people type them: "250.000", "250k"; one that is far from the usual is asked back."""

from typing import Any

from django import forms
from django.db.models import PositiveIntegerField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.words.money import format_vnd, parse_vnd
from common.words.text import single_line

# Below this an amount was meant in thousands: no visit costs 150 ₫.
LEAST = 1_000
CHOICE = (
    '<label class="choice"><input type="radio" name="{}-meant" value="{}"{}>'
    '<span class="choice__text">{}</span></label>'
)
# How many times the usual, or what part of it, is far from it.
FAR = 20


def ask_back_in_the_cms() -> None:
    """In the editors' forms every whole number named `*_vnd` is an amount. Called where the app gets ready."""
    from wagtail.admin.forms.models import register_form_field_override

    register_form_field_override(
        PositiveIntegerField,
        override=lambda field: {"form_class": VndField} if field.name.endswith("_vnd") else {},
    )


def tell_usual(form: forms.BaseForm) -> None:
    """What stands is the usual for an amount in `form` and in its rows; for a new row, what most others have."""
    _tell(form, {})
    for rows in getattr(form, "formsets", {}).values():
        amounts: dict[str, list[int]] = {}
        for row in rows.initial_forms:
            for name in _amounts(row):
                amounts.setdefault(name, []).append(row.initial.get(name) or 0)
        others = {name: middle(found) for name, found in amounts.items()}
        for row in rows.forms:
            _tell(row, others)


def middle(amounts: list[int]) -> int:
    """What most of `amounts` are like; 0 where there are none."""
    return sorted(amounts)[len(amounts) // 2] if amounts else 0


def _tell(form: forms.BaseForm, others: dict[str, int]) -> None:
    for name in _amounts(form):
        form.fields[name].usual = form.initial.get(name) or others.get(name)  # type: ignore[attr-defined]  # an amount's


def _amounts(form: forms.BaseForm) -> list[str]:
    return [name for name, field in form.fields.items() if isinstance(field, VndField)]


class Typed(str):
    """What was typed, with what was chosen when it was asked back."""

    meant = ""


class VndInput(forms.TextInput):
    """A line to type in; where the amount was asked back, both meanings to choose from below it. Needs no script."""

    asked: tuple[int, int] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if value is None:
            return None
        typed = Typed(value)
        typed.meant = data.get(f"{name}-meant", "")
        return typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        line = super().render(name, value, attrs, renderer)
        if not self.asked:
            return line
        choices = format_html_join(
            "",
            CHOICE,
            (
                (name, amount, " checked" if getattr(value, "meant", "") == str(amount) else "", format_vnd(amount))
                for amount in self.asked
            ),
        )
        return format_html('{}<span class="choices">{}</span>', line, choices)


class VndField(forms.CharField):
    """Cleans to an integer, or to None where nothing is written. `usual` is what it costs otherwise, if that is known.

    An amount under 1,000 ₫, or many times the usual or a small part of it, is an error with the two amounts that it can
    mean; sent again with one of them, or with what stood there before, it is taken.
    """

    widget = VndInput
    MOST = 100_000_000
    LONGEST = 30

    def __init__(self, *, usual: int | None = None, **kwargs: Any) -> None:
        # A model's own field knows limits that are a number field's.
        kwargs = {name: value for name, value in kwargs.items() if name not in ("min_value", "max_value")}
        super().__init__(**kwargs)
        self.usual = usual

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = single_line(super().clean(value)).lower()
        if not text:
            return None
        amount = parse_vnd(text)
        if amount is None or amount > self.MOST:
            raise forms.ValidationError(
                _("“%(text)s” is not a price. Write it like 250.000."), params={"text": text[: self.LONGEST]}
            )
        return self._meant(amount, getattr(value, "meant", ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != initial
        except forms.ValidationError:
            return True

    def _meant(self, amount: int, meant: str) -> int:
        other = other_meaning(amount, self.usual)
        if other is None:
            return amount
        self.widget.asked = (amount, other)  # type: ignore[attr-defined]
        chosen = next((number for number in (amount, other) if meant == str(number)), None)
        if chosen is not None:
            return chosen
        said = _("Do you mean %(first)s or %(second)s? Choose below, or write the price again.")
        amounts = sorted((amount, other))
        raise forms.ValidationError(said % {"first": format_vnd(amounts[0]), "second": format_vnd(amounts[1])}, "far")


def other_meaning(amount: int, usual: int | None) -> int | None:
    """What `amount` may have been meant to be, where it is far from `usual`, or too little for any price; else None."""
    if not amount or amount == usual:
        return None
    if not usual:
        return amount * 1000 if amount < LEAST else None
    if usual / FAR < amount < usual * FAR:
        return None
    guesses = [amount * power if power > 0 else amount // -power for power in (1000, 100, 10, -10, -100, -1000)]
    near = [guess for guess in guesses if usual / FAR < guess < usual * FAR and guess <= VndField.MOST]
    return min(near, key=lambda guess: max(guess / usual, usual / guess), default=usual)
