"""Pieces: where their history says that they are, in loads that hold them, behind a code of their own."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from bookings.domain.audit.finding import Finding, fault, invariant
from bookings.models import Batch, BatchPlace, Parcel, Piece, PieceChoice, PieceMove, PiecePhoto
from ocop.models import PassportCode

KIND = "piece"


@invariant("piece-at-last-move")
def piece_at_its_last_move(now: dt.datetime) -> Iterator[Finding]:
    """Each piece stands where its last move led, since then, and each move began where the one before it ended."""
    last = PieceMove.objects.filter(piece=OuterRef("pk")).order_by("-pk")
    rows = Piece.objects.annotate(told=Subquery(last.values("step")[:1]), told_at=Subquery(last.values("at")[:1]))
    wrong = rows.filter(Q(told__isnull=True) | ~Q(told=F("step")) | ~Q(told_at=F("step_since"))).order_by("pk")
    for code in wrong.values_list("code", flat=True).iterator():
        yield fault(f"piece {code}", "is at another step than its history says")
    earlier = PieceMove.objects.filter(piece=OuterRef("piece"), pk__lt=OuterRef("pk")).order_by("-pk")
    moves = PieceMove.objects.annotate(came_from=Subquery(earlier.values("step")[:1]))
    broken = moves.filter(~Q(came_from=F("before")) | Q(came_from__isnull=True, before__isnull=False))
    for code in broken.order_by("pk").values_list("piece__code", flat=True).iterator():
        yield fault(f"piece {code}", "has a move that begins where the one before it did not end")


@invariant("piece-of-its-house")
def piece_of_its_house(now: dt.datetime) -> Iterator[Finding]:
    """A piece is of the house, and at a step of the craft, of what its guest visited."""
    rows = Piece.objects.order_by("pk").values_list("code", flat=True)
    for code in rows.exclude(host=F("booking__slot__experience__host")).iterator():
        yield fault(f"piece {code}", "belongs to another house than its booking")


@invariant("batch-filled")
def batch_filled(now: dt.datetime) -> Iterator[Finding]:
    """A load counts the pieces that are in it, never more than it holds, all of its house."""
    rows = Batch.objects.annotate(n=Count("places")).order_by("pk")
    for pk, filled, capacity, n in rows.values_list("pk", "filled", "capacity", "n").iterator():
        if n != filled:
            yield fault(f"load {pk}", f"counts {filled} pieces and has {n}")
        if n > capacity:
            yield fault(f"load {pk}", f"holds {capacity} pieces and has {n}")
    others = BatchPlace.objects.exclude(piece__host=F("batch__host")).order_by("pk")
    for pk in others.values_list("batch", flat=True).iterator():
        yield fault(f"load {pk}", "has a piece of another house")


@invariant("piece-code")
def piece_code(now: dt.datetime) -> Iterator[Finding]:
    """The code of a piece is that of the row that readers of it are led by."""
    codes = PassportCode.objects.filter(kind=KIND, key=OuterRef("pk"), code=OuterRef("code"))
    for code in Piece.objects.exclude(Exists(codes)).order_by("pk").values_list("code", flat=True).iterator():
        yield fault(f"piece {code}", "has a code that leads nowhere")


@invariant("piece-forgotten")
def piece_forgotten(now: dt.datetime) -> Iterator[Finding]:
    """Of a guest who was erased, no piece has a name, a note, a page or a photo, and no address or number is kept."""
    erased = Q(booking__erased_at__isnull=False)
    told = ~Q(whose="") | ~Q(note="") | ~Q(public_name="") | Q(public_at__isnull=False)
    for code in Piece.objects.filter(erased & told).order_by("pk").values_list("code", flat=True).iterator():
        yield fault(f"piece {code}", "still names or shows a guest who was erased")
    photos = PiecePhoto.objects.filter(piece__booking__erased_at__isnull=False).order_by("pk")
    for code in photos.values_list("piece__code", flat=True).iterator():
        yield fault(f"piece {code}", "still has a photo of a guest who was erased")
    for model, kept in ((PieceChoice, ~Q(way="")), (Parcel, ~Q(tracking=""))):
        rows = model.objects.filter(erased & kept).order_by("pk")
        for reference in rows.values_list("booking__reference", flat=True).iterator():
            yield fault(f"booking {reference}", "is erased, and still says where what was made went")
