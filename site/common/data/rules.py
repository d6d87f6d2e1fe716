"""The rules that stand on a model's fields, for domain functions that write its rows."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model

from common.data.refusal import Refused


class NotPossible(Refused):
    """What the model's own rules refuse, in their words."""


def require_possible(row: Model, names: Iterable[str] | None = None) -> None:
    """All of `row`, or its fields called `names`, by the model's rules. Raises NotPossible."""
    others = [] if names is None else {field.name for field in row._meta.fields} - set(names)
    try:
        row.full_clean(exclude=others)
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
