"""One fact before and after, in words."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def differences(model: type[models.Model], before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What `after` says of a row's fields and `before` said, in the order of the fields and the reader's language.

    What a field refers to is given by its key, or by its name.
    """
    fields = [field for field in model._meta.fields if field.name in after]
    return [
        Difference(
            capfirst(str(field.verbose_name)), _words(field, before[field.name]), _words(field, after[field.name])
        )
        for field in fields
    ]


def _words(field: Any, value: Any) -> str:
    if field.many_to_one and isinstance(value, int):
        value = field.related_model._default_manager.filter(pk=value).first() or ""
    if value and isinstance(field, PhoneNumberField):
        value = PhoneNumber.from_string(value).as_national
    return str(dict(field.flatchoices).get(value, value)) or "–"
