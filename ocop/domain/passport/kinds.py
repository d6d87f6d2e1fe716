"""What a code can stand for. Each app registers its kinds where it gets ready; nothing here knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ocop.domain.passport.codes import read
from ocop.models import PassportCode


@dataclass(frozen=True)
class Found:
    """A code and its row; `row` is None where that is gone, or where this release does not know the kind."""

    code: PassportCode
    row: Any


_secret: set[str] = set()
_rows: dict[str, Callable[[], QuerySet[Any, Any]]] = {}


def register(kind: str, rows: Callable[[], QuerySet[Any, Any]], *, secret: bool = False) -> None:
    """`rows()` are all that a code of `kind` may stand for, loaded with what their page shows.

    Of a `secret` kind, a code whose row is not among them is one that nobody knows.
    """
    _rows[kind] = rows
    if secret:
        _secret.add(kind)


def rows_of(kind: str) -> QuerySet[Any, Any] | None:
    """None for a kind that nobody has registered."""
    return _rows[kind]() if kind in _rows else None


def resolve(text: str) -> Found | None:
    """What stands behind a code as somebody typed it; None where there is no such code."""
    typed = read(text)
    code = PassportCode.objects.filter(code=typed).first() if typed else None
    if code is None:
        return None
    rows = rows_of(code.kind)
    row = rows.filter(pk=code.key).first() if rows is not None else None
    return None if row is None and code.kind in _secret else Found(code, row)
