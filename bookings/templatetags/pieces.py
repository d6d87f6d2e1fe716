"""Pieces in lists: their code as people read it out, and the load that one waits for."""

from django import template
from django.utils import timezone

from bookings.models import Piece
from ocop.domain.passport.codes import shown

register = template.Library()


@register.filter
def piece_code(code: str) -> str:
    """`7K2M 9XQT`, which never breaks in its middle."""
    return shown(code).replace(" ", "\xa0")


@register.filter
def next_load(piece: Piece) -> str:
    """`Kiln 3, 28/11`; "" where it waits for none. Its places come with their loads."""
    today = timezone.localdate()
    loads = [place.batch for place in piece.places.all() if place.batch.day >= today]  # type: ignore[attr-defined]  # reverse
    first = min(loads, key=lambda batch: batch.day, default=None)
    return f"{first.name}, {first.day:%d/%m}" if first else ""
