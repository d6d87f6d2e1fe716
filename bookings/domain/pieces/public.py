"""The page of a piece that its guest makes public, and takes back; until then its code is one that nobody knows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.house import PieceGone, hold_booking, hold_house
from bookings.models import Batch, Booking, Piece, PieceMove
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.enums import StepKind
from villages.models import CraftStep


class NotShown(Refused):
    message = _("This piece broke, so it has no page.")


@dataclass(frozen=True)
class Stage:
    """A step that a piece came to, and in which load, where it went there with one."""

    step: CraftStep
    at: dt.datetime
    batch: Batch | None


@atomic_with_retry
def publish(*, booking: Booking, code: str, name: str, now: dt.datetime) -> Piece:
    """Anybody with the code reads it, with `name` as the guest allows ("": nobody's). Raises PieceGone, NotShown."""
    piece = _own(booking, code)
    if piece.step.kind == StepKind.BROKEN:
        raise NotShown
    piece.public_at, piece.public_name = piece.public_at or now, name
    piece.save(update_fields=["public_at", "public_name"])
    return piece


@atomic_with_retry
def withdraw(*, booking: Booking, code: str, now: dt.datetime) -> Piece:
    """Nobody reads it any more. A second call changes nothing. Raises PieceGone."""
    piece = _own(booking, code)
    piece.public_at, piece.public_name = None, ""
    piece.save(update_fields=["public_at", "public_name"])
    return piece


def _own(booking: Booking, code: str) -> Piece:
    hold_house(booking.slot.experience.host)
    erased_at = hold_booking(booking.pk).erased_at
    piece = Piece.objects.filter(booking=booking, code=code).select_related("step").first()
    if piece is None or erased_at is not None:
        raise PieceGone
    return piece


def with_a_page() -> QuerySet[Piece]:
    """All that anybody may read, with what their page shows."""
    return Piece.objects.public().select_related(
        "step", "artisan", "host__village__craft", "booking__slot__experience__village__craft"
    )


def stages_by_piece(pieces: list[Piece]) -> dict[int, list[Stage]]:
    """The way of each, without what was taken back, in one query."""
    moves = PieceMove.objects.filter(piece__in=[piece.pk for piece in pieces], undoes__isnull=True)
    standing = moves.filter(undone_by__isnull=True).select_related("step", "batch").order_by("pk")
    ways: dict[int, list[Stage]] = {piece.pk: [] for piece in pieces}
    for move in standing:
        ways[move.piece_id].append(Stage(move.step, move.at, move.batch))
    return ways
