"""Pieces go from step to step: one, several or a whole load with one tap, which is taken back within minutes.

What goes wrong and what goes out has rules of its own: `breaking` and `sending`.
"""

import datetime as dt
import hashlib
import uuid as uuids
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.pieces.adding import erase_code
from bookings.domain.pieces.house import UNDO, MovedMeanwhile, add_moves, hold_house, own, write_move
from bookings.domain.pieces.telling import tell_ready
from bookings.domain.seats.idempotency import key_hash
from bookings.models import Batch, Parcel, Piece, PieceMove
from common.data.db import atomic_with_retry, parts
from common.data.refusal import Refused
from villages.enums import StepKind
from villages.models import CraftStep, Host

# They ask for more than a step.
ASK_MORE = (StepKind.BROKEN, StepKind.SHIPPED)
CHANGED = ["step", "step_since", "ready_at", "parcel", "broken_then", "refund_vnd"]


class NotThisWay(Refused):
    message = _("Where a piece broke or is sent, more has to be said: open the piece for that.")


class OtherCraft(Refused):
    message = _("This step belongs to another craft. Load the page anew.")


class IsBroken(Refused):
    message = _("A broken piece goes no further. If it was a slip, take it back within a few minutes.")


class TooLateToUndo(Refused):
    message = _("This was some minutes ago. Move the piece to where it is instead.")


@atomic_with_retry
def move(
    *,
    key: uuids.UUID,
    host: Host,
    pieces: Collection[int],
    seen: CraftStep,
    to: CraftStep,
    now: dt.datetime,
) -> list[Piece]:
    """Move pieces that the page showed at `seen`; returns those that moved by this call.

    All of them or none: the same tap again, or somebody with the same, moves nothing more.
    Raises MovedMeanwhile, NotThisWay, OtherCraft, IsBroken, PieceGone.
    """
    hold_house(host)
    return shift(own(host, pieces), key=key, seen=seen, to=to, now=now)


@atomic_with_retry
def move_batch(
    *, key: uuids.UUID, host: Host, batch: Batch, seen: CraftStep, to: CraftStep, now: dt.datetime
) -> list[Piece]:
    """Move all of a load that stand at `seen`; those that broke, or went on alone, stay where they are.

    Raises MovedMeanwhile where none stands there any more, NotThisWay, OtherCraft, IsBroken.
    """
    hold_house(host)
    inside = Piece.objects.for_host(host).filter(places__batch=batch).select_related("step", "booking").order_by("pk")
    there = list(inside.filter(step=seen))
    others = [] if there else list(inside.exclude(step__kind=StepKind.BROKEN)[:1])
    return shift(there or others, key=key, seen=seen, to=to, now=now, batch=batch)


def shift(
    rows: Sequence[Piece],
    *,
    key: uuids.UUID,
    seen: CraftStep,
    to: CraftStep,
    now: dt.datetime,
    batch: Batch | None = None,
    ask_more: bool = True,
) -> list[Piece]:
    """What both do, of a house that is held; `ask_more` False where more was said."""
    hashed = key_hash(key)
    if seen.craft_id != to.craft_id:
        raise OtherCraft
    if ask_more and to.kind in ASK_MORE:
        raise NotThisWay
    done = {move.piece_id for move in PieceMove.objects.filter(key_hash=hashed)}
    waiting = [piece for piece in rows if piece.pk not in done and piece.step_id != to.pk]
    for piece in waiting:
        if piece.step_id != seen.pk:
            raise MovedMeanwhile(piece)
    if waiting and seen.kind == StepKind.BROKEN:
        raise IsBroken
    first = []
    moves = []
    for piece in waiting:
        moves.append(write_move(piece, to, key_hash=hashed, now=now, batch=batch))
        if to.kind not in ASK_MORE:
            piece.parcel = None
        if to.kind == StepKind.READY and piece.ready_at is None:
            piece.ready_at = now
            first.append(piece)
    _save(waiting, seen)
    add_moves(moves)
    tell_ready(first, now=now)
    return waiting


def _save(rows: Sequence[Piece], seen: CraftStep) -> None:
    """Compare and swap: the house is held, so that nothing else is there but by a fault."""
    for ids in parts([piece.pk for piece in rows]):
        if Piece.objects.filter(pk__in=ids, step=seen).count() != len(ids):
            raise MovedMeanwhile(rows[0])
    Piece.objects.bulk_update(rows, CHANGED, batch_size=100)


@atomic_with_retry
def undo(*, host: Host, tap: str, now: dt.datetime) -> list[Piece]:
    """Take back all moves of one tap, named by its `key_hash`; returns the pieces that went back by this call.

    A parcel, a way out of breaking and a piece that was begun anew go with it. No guest was told yet.
    Raises TooLateToUndo, MovedMeanwhile.
    """
    hold_house(host)
    of_tap = PieceMove.objects.filter(key_hash=tap, piece__host=host, before__isnull=False, undoes__isnull=True)
    moves = list(of_tap.select_related("piece__step", "before", "step").order_by("pk"))
    standing = [move for move in moves if not PieceMove.objects.filter(undoes=move).exists()]
    if not standing:
        return []
    if now - standing[0].at > UNDO:
        raise TooLateToUndo
    hashed = hashlib.sha256(f"undo {tap}".encode()).hexdigest()
    parcels = {move.piece.parcel_id for move in standing if move.piece.parcel_id}
    rows, back = [], []
    for made in standing:
        piece = made.piece
        if piece.moves.order_by("-pk").values_list("pk", flat=True).first() != made.pk:
            raise MovedMeanwhile(piece)
        if made.before is None:
            continue
        back.append(write_move(piece, made.before, key_hash=hashed, now=now, undoes=made))
        if piece.ready_at == made.at:
            piece.ready_at = None
        if made.step.kind == StepKind.SHIPPED:
            piece.parcel = None
        if made.step.kind == StepKind.BROKEN:
            piece.broken_then, piece.refund_vnd = "", None
            _not_anew(piece)
        rows.append(piece)
    Piece.objects.bulk_update(rows, CHANGED, batch_size=100)
    add_moves(back)
    Parcel.objects.filter(pk__in=parcels, pieces__isnull=True).delete()
    return rows


def _not_anew(piece: Piece) -> None:
    anew = Piece.objects.filter(replaces=piece).select_related("step").first()
    if anew is None:
        return
    if anew.moves.count() > 1 or anew.places.exists() or anew.photos.exists():
        raise MovedMeanwhile(anew)
    erase_code(anew)
    anew.delete()


def last_tap(host: Host, *, now: dt.datetime, by: User) -> PieceMove | None:
    """The last thing that this person did with pieces, while it can be taken back."""
    made = PieceMove.objects.filter(piece__host=host, by=by, at__gt=now - UNDO, before__isnull=False)
    last = made.select_related("step", "piece").order_by("-pk").first()
    if last is None or last.undoes_id or PieceMove.objects.filter(undoes=last).exists():
        return None
    return last
