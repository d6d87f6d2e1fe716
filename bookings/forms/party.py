"""How many of each: the numbers of a party that is changed, with steppers that work without a script too."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bookings.domain.booking.party_choices import Choice, party_of
from bookings.domain.seats.extras import Stock
from bookings.forms.needs import all_sent
from bookings.models import DiscountCode
from bookings.price_words import steps_text, unit_words
from experiences.domain.extras import with_photos
from experiences.models import Extra, Unit
from experiences.texts import left_text

MOST = 500


class QuantitiesForm(forms.Form):
    """How many of each of `choices`, by their keys; `discount` is the booking's code."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choices: Sequence[Choice],
        discount: DiscountCode | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        standing = {choice.key: choice.quantity for choice in choices}
        super().__init__(data, initial=dict(initial or {}) | standing)
        self.choices, self.discount = choices, discount
        for choice in choices:
            self.fields[choice.key] = forms.IntegerField(
                label=choice_label(choice),
                required=False,
                min_value=0,
                max_value=MOST if choice.most is None else choice.most,
                # As the stepper names it, for links from the list of errors.
                widget=forms.NumberInput(attrs={"id": f"stepper-{choice.key}"}),
            )

    def stepped(self, step: str) -> dict[str, Any]:
        """What was sent, with one more or fewer of a kind: the stepper's buttons without a script."""
        data = all_sent(self.data, several=["dietary"])
        key, _sep, by = step.partition(":")
        if any(choice.key == key for choice in self.choices) and by in ("1", "-1"):
            data[key] = min(max(self.number(key) + int(by), 0), MOST)
        return data

    def number(self, key: str) -> int:
        """What stands in the field now, 0 for what is no number."""
        text = str(self[key].value() or "").strip()
        return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

    def quantities(self) -> dict[str, int]:
        """What was sent, for the domain."""
        return {choice.key: self.cleaned_data[choice.key] or 0 for choice in self.choices}

    def total_vnd(self) -> int:
        """What the party in the fields costs, in đồng."""
        numbers = {choice.key: self.number(choice.key) for choice in self.choices}
        return party_of(self.choices, numbers, self.discount).total_vnd

    def units(self) -> list[dict[str, Any]]:
        """Kinds of guests for components/stepper.html."""
        return [self._stepper(choice) for choice in self.choices if isinstance(choice.sold, Unit)]

    def extras(self, stock: Stock) -> list[dict[str, Any]]:
        """The same for extras, with how many of each the party can have at most."""
        with_photos([choice.sold for choice in self.choices if isinstance(choice.sold, Extra)])
        extras = [choice for choice in self.choices if isinstance(choice.sold, Extra)]
        return [self._stepper(choice) | self._limit(choice, stock.left(choice.sold.pk)) for choice in extras]

    def _limit(self, choice: Choice, left: int | None) -> dict[str, Any]:
        if left is None:
            return {}
        most = max(min(self.most_of(choice), left), choice.quantity)
        return {"max": most, "hint": left_text(max(left - self.number(choice.key), 0))}

    def most_of(self, choice: Choice) -> int:
        """Where its stepper ends."""
        return MOST if choice.most is None else choice.most

    def _stepper(self, choice: Choice) -> dict[str, Any]:
        error = next(iter(self.errors.get(choice.key, ())), "") if self.is_bound else ""
        sold = choice.sold
        return {
            "name": choice.key,
            "label": choice_label(choice),
            "price_vnd": sold.price_vnd,
            "value": self.number(choice.key),
            "max": self.most_of(choice),
            "seats": sold.seats if isinstance(sold, Unit) else None,
            "hint": " · ".join(unit_words(sold)) if isinstance(sold, Unit) else "",
            "steps": steps_text(sold) if isinstance(sold, Unit) else "",
            "photo": sold.photo if isinstance(sold, Extra) else None,
            "photo_text": sold.photo_text if isinstance(sold, Extra) else "",
            "error": error,
        }


def choice_label(choice: Choice) -> str:
    """In the language of now."""
    return str(choice.sold) if isinstance(choice.sold, Unit) else choice.sold.label
