"""Steps of late cancelling as people type them: a line each, two numbers in it."""

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from experiences.terms import is_steps, read_steps

HELP = _(
    "A line for each step: how many hours before the start, and how many percent of the price come back until then, "
    "as in 24: 50. After the last step nothing comes back. Empty: guest and host settle it between them."
)


class CancelStepsField(forms.CharField):
    """`24 hours: 50 %` and the like, kept as `experiences.terms` writes it; what cannot be read stays as typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", capfirst(_("cancelled later, what comes back")))
        options.setdefault("help_text", HELP)
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and is_steps(value):
            return "\n".join(f"{step.hours}: {step.percent}" for step in read_steps(value))
        return value

    def to_python(self, value: Any) -> str:
        lines = [re.findall(r"\d+", line) for line in (super().to_python(value) or "").splitlines() if line.strip()]
        # The model's own validator says what is wrong with a line of one number, or of none.
        return " ".join(":".join(numbers) or "?" for numbers in lines)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or "")
