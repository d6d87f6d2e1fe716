"""What is sent again: with the same words it is answered as before, with others it is refused."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused


class KeyReused(Refused):
    message = _(
        "This form was sent before with other words: those were kept, these were not. "
        "Look at what is there; send it again where these are to be kept as well."
    )


class WrittenOtherwise(Refused):
    message = _("Somebody has written this already, in other words than yours. Look at what stands; yours is not kept.")


def says(row: Model, **told: Any) -> None:
    """Nothing where `row` holds what is `told`. Raises WrittenOtherwise."""
    if fingerprint_of(row, told) != fingerprint_of(type(row)(**told), told):
        raise WrittenOtherwise


def fingerprint_of(row: Model, names: Iterable[str]) -> str:
    """64 letters that say what the fields of these names hold, as the database would keep it."""
    fields = [field for field in row._meta.concrete_fields if field.name in set(names)]
    body = {field.attname: field.get_prep_value(field.value_from_object(row)) for field in fields}
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
