"""Which page shows what a code stands for: each app registers its own, as it does with `domain.passport.kinds`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ocop.models import PassportCode

Face = Callable[[HttpRequest, PassportCode, Any], HttpResponse]
_faces: dict[str, Face] = {}


def register(kind: str, face: Face) -> None:
    """`face(request, code, row)` answers for every code of `kind`."""
    _faces[kind] = face


def of(kind: str) -> Face | None:
    return _faces.get(kind)
