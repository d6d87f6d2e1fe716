"""What can be the key of a row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Of what a database takes as a key.
LONGEST_KEY = 19


def is_key(text: str) -> bool:
    """Whether `text` is a number that every database takes as a key; "²" and thirty digits are none."""
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. What no database takes as a key is no choice, and no error of ours."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not is_key(str(key)):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(key)[:20]})
        return super().clean(value)
