"""A house writes down what guests made: once for each tap, each piece with a code that people can read out."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.house import (
    NoSteps,
    OldForm,
    PieceGone,
    hold_booking,
    hold_house,
    key_within,
    steps_of,
    write_move,
)
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import EXPECTED
from bookings.models import Booking, Piece, PieceMove
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.passport.codes import DRAWS, draw
from ocop.models import PassportCode
from villages.enums import StepKind
from villages.models import Artisan, CraftStep, Host

# What a code of ours stands for, in ocop.domain.passport.kinds.
PIECE = "piece"
# A school of forty where each child made two is far below it.
MOST_OF_BOOKING = 200


class NotThere(Refused):
    message = _("Pieces belong to a party that is confirmed or was checked in.")


class TooManyPieces(Refused):
    message = _("One party has at most 200 pieces.")


class MoreNames(Refused):
    message = _("There are more names than pieces.")


class HasMoved(Refused):
    message = _("This piece went on since, so it stays. If nothing became of it, say that it broke.")


@dataclass(frozen=True)
class Wanted:
    """So many pieces of one booking; of the first ones it is said whose they are."""

    booking_id: int
    number: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What is known of pieces: with whom and of what they were made, and what the workshop notes."""

    artisan: Artisan | None = None
    material: str = ""
    note: str = ""


def makes_pieces() -> Exists:
    """For an annotation of slots: whether something is ready later there, because the craft has steps."""
    craft = OuterRef("experience__village__craft")
    return Exists(CraftStep.objects.filter(craft__slug=craft, kind=StepKind.READY))


def has_pieces(booking: Booking) -> bool:
    """Whether pieces can be written down of this party."""
    craft = booking.slot.experience.village.craft_id
    return booking.status in EXPECTED and CraftStep.objects.filter(craft__slug=craft, kind=StepKind.READY).exists()


@atomic_with_retry
def add(*, key: uuids.UUID, host: Host, wanted: Sequence[Wanted], made: Made, now: dt.datetime) -> list[Piece]:
    """Write pieces of one or several bookings of `host` down, at the first step of their craft.

    The same tap again is the pieces that it made. Raises NotThere, NoSteps, MoreNames, TooManyPieces, OldForm.
    """
    hold_house(host)
    return [
        piece
        for each in wanted
        if each.number
        for piece in _add(key_within(key, each.booking_id), host, each, made, now)
    ]


def _add(key: uuids.UUID, host: Host, wanted: Wanted, made: Made, now: dt.datetime) -> list[Piece]:
    hashed = key_hash(key)
    there = list(Piece.objects.filter(key_hash=hashed).order_by("place"))
    names = [*wanted.names, *[""] * (wanted.number - len(wanted.names))]
    if there:
        if [piece.whose for piece in there] != names:
            raise OldForm
        return there
    if not Booking.objects.for_host(host).filter(pk=wanted.booking_id).exists():
        raise NotThere
    booking = hold_booking(wanted.booking_id)
    if booking.status not in EXPECTED or booking.erased_at is not None:
        raise NotThere
    if len(wanted.names) > wanted.number:
        raise MoreNames
    if Piece.objects.filter(booking=booking).count() + wanted.number > MOST_OF_BOOKING:
        raise TooManyPieces
    return [write_down(booking, name, made, key_hash=hashed, place=n, now=now) for n, name in enumerate(names)]


def write_down(booking: Booking, whose: str, made: Made, *, key_hash: str, now: dt.datetime, place: int = 0) -> Piece:
    """One piece at the first step of its craft. The house is held. Raises NoSteps."""
    experience = booking.slot.experience
    steps = steps_of(experience.village.craft)
    if StepKind.READY not in {step.kind for step in steps}:
        raise NoSteps
    day = timezone.localtime(booking.slot.starts_at).date()
    later = experience.ready_max_days
    piece = Piece(
        key_hash=key_hash,
        place=place,
        host_id=experience.host_id,
        booking=booking,
        whose=whose,
        artisan=made.artisan,
        material=made.material,
        note=made.note,
        expected_from=day + dt.timedelta(days=experience.ready_min_days) if later else None,
        expected_until=day + dt.timedelta(days=later) if later else None,
        created_at=now,
    )
    move = write_move(piece, steps[0], key_hash=key_hash, now=now, is_new=True)
    _save_with_code(piece, now)
    move.piece = piece
    move.save()
    return piece


def _save_with_code(piece: Piece, now: dt.datetime) -> None:
    for _number in range(DRAWS):
        piece.code = draw()
        try:
            with transaction.atomic():
                piece.save(force_insert=True)
                PassportCode.objects.create(code=piece.code, kind=PIECE, key=piece.pk, made_at=now)
                return
        except IntegrityError:
            # The lot fell on a code that is there.
            piece.pk = None
    raise RuntimeError(f"no code for a piece in {DRAWS} draws")


@atomic_with_retry
def take_out(*, host: Host, code: str, now: dt.datetime) -> bool:
    """Remove a piece that was written down by mistake; whether it was there. Raises HasMoved."""
    hold_house(host)
    piece = Piece.objects.for_host(host).filter(code=code).first()
    if piece is None:
        return False
    if PieceMove.objects.filter(piece=piece).count() > 1 or piece.places.exists() or piece.photos.exists():
        raise HasMoved
    erase_code(piece)
    piece.delete()
    return True


def erase_code(piece: Piece) -> None:
    PassportCode.objects.filter(kind=PIECE, key=piece.pk).delete()


@dataclass(frozen=True)
class PieceFacts:
    """What may be changed of a piece that is written down."""

    whose: str
    artisan: Artisan | None
    material: str
    note: str


@atomic_with_retry
def change(*, host: Host, code: str, facts: PieceFacts, now: dt.datetime) -> Piece:
    """The same again changes nothing; of a forgotten guest nobody is named any more. Raises PieceGone."""
    hold_house(host)
    piece = Piece.objects.for_host(host).filter(code=code).first()
    if piece is None:
        raise PieceGone
    if hold_booking(piece.booking_id).erased_at is not None:
        facts = replace(facts, whose="", note="")
    names = list(PieceFacts.__dataclass_fields__)
    for name in names:
        setattr(piece, name, getattr(facts, name))
    piece.save(update_fields=names)
    return piece
