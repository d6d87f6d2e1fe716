"""Phone numbers by which people sign in."""

from django import forms
from phonenumber_field.formfields import PhoneNumberField


def read_number(typed: str) -> str:
    """One spelling for a phone number however it was typed, such as "+84912345678"; empty where it is none."""
    try:
        return str(PhoneNumberField(required=False).clean(typed) or "")
    except forms.ValidationError:
        return ""
