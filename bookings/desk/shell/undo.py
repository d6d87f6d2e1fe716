"""Taking a removal back: what was removed goes along, signed, in the form that brings it back."""

from typing import Any, TypeVar

from django.core import signing
from django.db import models

from villages.models import Host

Row = TypeVar("Row", bound=models.Model)

SALT = "bookings.desk.shell.undo"
DAY = 24 * 60 * 60


def undo_token(row: models.Model, *, host: Host, fields: list[str]) -> str:
    """`fields` of `row`, readable only for `host` and for a day."""
    data = {name: getattr(row, _field(type(row), name).attname) for name in fields}
    return signing.dumps(
        [row._meta.model_name, host.pk, {name: _plain(value) for name, value in data.items()}],
        salt=SALT,
        compress=True,
    )


def read_undo(token: str, *, model: type[Row], host: Host) -> Row | None:
    """The unsaved row that `token` carries, or None where it is too old, another host's or not ours."""
    try:
        kind, host_pk, data = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    if (kind, host_pk) != (model._meta.model_name, host.pk):
        return None
    return model(**{_field(model, name).attname: _back(model, name, value) for name, value in data.items()})


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _back(model: type[models.Model], name: str, value: object) -> object:
    field = _field(model, name)
    return value if isinstance(field, models.ForeignKey) else field.to_python(value)
