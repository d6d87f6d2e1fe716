"""A lot as its host writes it down: what stands on the package, and what was done when."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.forms.fields import DayField
from common.words.text import single_line
from ocop.domain.lots import MOST_STEPS, LotFacts, Step
from ocop.models import Lot, OcopProduct
from ocop.models.lot import LOT_NUMBER, MOST_PIECES, SERIAL_PREFIX

NUMBERS = {"inputmode": "numeric", "autocomplete": "off"}
PLAIN = {"autocomplete": "off"}


def _line(label, *, most: int = 160, help_text="") -> forms.CharField:
    widget = forms.TextInput(attrs=PLAIN)
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text, widget=widget)


class LotForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Lot number"),
        max_length=20,
        help_text=gettext_lazy("As you count them: 14, or 2026-11."),
        widget=forms.TextInput(attrs=PLAIN),
        validators=[LOT_NUMBER],
        error_messages={"required": gettext_lazy("Give the lot a number, such as 14.")},
    )
    made_on = DayField(
        label=gettext_lazy("Made on"), error_messages={"required": gettext_lazy("Write the day on which it was made.")}
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("How many pieces"),
        min_value=1,
        max_value=MOST_PIECES,
        help_text=gettext_lazy("A code that is read far more often is shown as copied."),
        widget=forms.NumberInput(attrs=NUMBERS),
        error_messages={"required": gettext_lazy("Write how many pieces the lot has.")},
    )
    expires_on = DayField(label=gettext_lazy("Good until"), required=False)
    raw_material = _line(gettext_lazy("Raw material"), help_text=gettext_lazy("Such as: clay from the Cầu river."))
    workshop = _line(gettext_lazy("Workshop"))
    test_result = _line(gettext_lazy("Test result"))
    serial_prefix = forms.CharField(
        label=gettext_lazy("Letters before the number on each piece"),
        max_length=10,
        required=False,
        validators=[SERIAL_PREFIX],
        widget=forms.TextInput(attrs=PLAIN),
    )
    serial_first = forms.IntegerField(
        label=gettext_lazy("Number of the first piece"),
        min_value=0,
        max_value=999_999_999,
        required=False,
        help_text=gettext_lazy("Leave it empty where the pieces are not numbered."),
        widget=forms.NumberInput(attrs=NUMBERS),
    )

    def clean_number(self) -> str:
        return single_line(self.cleaned_data["number"])


class StepForm(forms.Form):
    """One step. `usual` is how the product is made: left as it is, without a day, it was not written down."""

    what = _line(gettext_lazy("What was done"))
    done_on = DayField(label=gettext_lazy("When"), required=False)
    place = _line(gettext_lazy("Where"), most=120)

    def __init__(self, data: Mapping | None, *, prefix: str, step: Step | None = None, usual: str = "") -> None:
        told = {"what": step.what, "done_on": step.done_on, "place": step.place} if step else {"what": usual}
        super().__init__(data, prefix=prefix, initial=told)
        self.usual = usual

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if not said.get("what") and (said.get("done_on") or said.get("place")):
            self.add_error("what", _("Write what was done that day."))
        return said

    def step(self) -> Step | None:
        said = self.cleaned_data
        what, place = single_line(said.get("what", "")), single_line(said.get("place", ""))
        bare = not said.get("done_on") and not place
        return None if not what or (bare and what == self.usual) else Step(what, said.get("done_on"), place)


class LotForms:
    """The whole page: `form`, and a row for each step that stands, that is usual, and for one more."""

    def __init__(self, data: Mapping | None, *, product: OcopProduct, lot: Lot | None = None) -> None:
        self.form = LotForm(data, initial=_said(lot) if lot else {"made_on": None})
        standing = [Step(step.what, step.done_on, step.place) for step in lot.steps.all()] if lot else []
        # Whoever has written steps down does not want the usual ones offered beside them.
        usual = [] if standing else [step.words for step in product.steps.all()]
        rows: list[tuple[Step | None, str]] = [(step, "") for step in standing]
        rows += [(None, words) for words in usual][: MOST_STEPS - len(rows)]
        if len(rows) < MOST_STEPS:
            rows.append((None, ""))
        self.steps = [
            StepForm(data, prefix=f"s{n}", step=step, usual=words) for n, (step, words) in enumerate(rows, start=1)
        ]

    @property
    def all(self) -> list[forms.Form]:
        return [self.form, *self.steps]

    def is_valid(self) -> bool:
        # A list, so that every row says what is wrong with it.
        return not [form for form in self.all if not form.is_valid()]

    def has_changed(self) -> bool:
        return any(form.has_changed() for form in self.all)

    def facts(self) -> LotFacts:
        said = self.form.cleaned_data
        return LotFacts(
            number=said["number"],
            made_on=said["made_on"],
            pieces=said["pieces"],
            expires_on=said["expires_on"],
            raw_material=single_line(said["raw_material"]),
            workshop=single_line(said["workshop"]),
            test_result=single_line(said["test_result"]),
            serial_prefix=said["serial_prefix"],
            serial_first=said["serial_first"],
            steps=_in_order([step for form in self.steps if (step := form.step())]),
        )


def _in_order(steps: list[Step]) -> list[Step]:
    """By day where each has one; else as they were typed."""
    dated = [(step.done_on, step) for step in steps if step.done_on]
    return [step for _day, step in sorted(dated, key=lambda pair: pair[0])] if len(dated) == len(steps) else steps


def _said(lot: Lot) -> dict:
    return {name: getattr(lot, name) for name in LotForm.base_fields}
