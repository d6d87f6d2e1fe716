"""Form fields for words as people type and paste them, and for the names that they give."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.words.names import has_web_address
from common.words.text import nfc, single_line


class LineField(forms.CharField):
    """One line in NFC, measured as it is kept: phones and Macs send NFD, which is longer."""

    def to_python(self, value: Any) -> str:
        return single_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Several lines in NFC, measured as they are kept; a line break is one character, as the browser counts it."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").replace("\r\n", "\n").replace("\x00", "")


def require_letters(name: str) -> None:
    if not any(char.isalpha() for char in name):
        raise ValidationError("", code="letters")


def require_no_address(name: str) -> None:
    """A name is mailed and shown in our words: no room for somebody's advertisement."""
    if has_web_address(name):
        raise ValidationError("", code="address")


class NameField(LineField):
    """What somebody or a house is called."""

    default_validators = [require_letters, require_no_address]
    default_error_messages = {
        "letters": _("Please write the name in letters."),
        "address": _("Please write only the name here, without a web or mail address."),
    }


class OwnNameField(NameField):
    """What whoever fills in the form is called."""

    default_error_messages = {
        "letters": _("Please write your name in letters."),
        "address": _("Please write only your name here, without a web or mail address."),
    }
