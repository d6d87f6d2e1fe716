"""The pieces of one house are written one after the other, so that no two phones move the same ones.

Nobody else holds a house's row but whoever closes its day.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterable, Sequence

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain.history import acting_user
from bookings.models import Batch, Booking, Piece, PieceMove
from common.data.refusal import Refused
from common.words.dates import moment_text
from villages.enums import StepKind
from villages.models import Craft, CraftStep, Host

# A slip of the thumb is taken back within this; no guest is told before it is over.
UNDO = dt.timedelta(minutes=5)


class NoSteps(Refused):
    message = _("Nobody has written down the steps of this craft yet. Ask whoever runs this site to add them.")


class OldForm(Refused):
    message = _("This page is old. Load it anew and tap again.")


class PieceGone(Refused):
    message = _("This piece is not there any more.")


class MovedMeanwhile(Refused):
    """Somebody else was quicker, with something else; says what and who."""

    def __init__(self, piece: Piece) -> None:
        last = piece.moves.select_related("step").order_by("pk").last()
        said = _("%(code)s is at “%(step)s” now: %(who)s, %(when)s. Look again before you move it.")
        told = {"code": piece.code, "step": piece.step.label, "who": "–", "when": moment_text(piece.step_since)}
        super().__init__(said % (told | ({"who": last.by_name or "–"} if last else {})))


def hold_house(host: Host) -> None:
    """Must be the transaction's first."""
    Host.objects.filter(pk=host.pk).update(kind=F("kind"))


def hold_booking(booking_id: int) -> Booking:
    """The booking fresh, held as whoever erases its guest holds it; after the house."""
    Booking.objects.filter(pk=booking_id).update(sequence=F("sequence"))
    return Booking.objects.get(pk=booking_id)


def steps_of(craft: Craft) -> list[CraftStep]:
    """In their order."""
    return list(CraftStep.objects.filter(craft=craft).order_by("sort_order", "pk"))


def step_of_kind(craft: Craft | int, kind: StepKind) -> CraftStep:
    """Raises NoSteps."""
    step = CraftStep.objects.filter(craft=craft, kind=kind).first()
    if step is None:
        raise NoSteps
    return step


def write_move(
    piece: Piece,
    step: CraftStep,
    *,
    key_hash: str,
    now: dt.datetime,
    batch: Batch | None = None,
    undoes: PieceMove | None = None,
    is_new: bool = False,
) -> PieceMove:
    """Put the piece there, and say so in its history; the row is not saved."""
    user = acting_user()
    before = None if is_new else piece.step
    piece.step, piece.step_since = step, now
    return PieceMove(
        key_hash=key_hash,
        piece=piece,
        before=before,
        step=step,
        batch=batch,
        undoes=undoes,
        by=user,
        by_name=str(user)[:120] if user else "",
        at=now,
    )


def add_moves(moves: Sequence[PieceMove]) -> None:
    PieceMove.objects.bulk_create(moves)  # type: ignore[no-untyped-call]  # of WrittenOnce


def own(host: Host, ids: Iterable[int]) -> list[Piece]:
    """Pieces of the house, fresh, in the order in which they were written down. Raises PieceGone."""
    wanted = set(ids)
    found = Piece.objects.for_host(host).filter(pk__in=wanted).select_related("step", "booking").order_by("pk")
    rows = list(found)
    if len(rows) != len(wanted):
        raise PieceGone
    return rows


def key_within(key: uuids.UUID, part: object) -> uuids.UUID:
    """The key of one part of what a form asks at once."""
    return uuids.uuid5(key, str(part))
