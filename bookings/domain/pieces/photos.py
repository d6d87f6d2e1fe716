"""Photos of a piece or of a whole load: written anew, so that nothing of where they were taken is kept."""

import datetime as dt
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.house import PieceGone, hold_booking, hold_house
from bookings.models import Batch, BatchPlace, Piece, PiecePhoto
from common.data.db import atomic_with_retry, cannot_write
from common.data.refusal import Refused
from ocop.domain.evidence.pictures import as_shown, is_picture
from villages.models import CraftStep

# Of one piece, or of one load.
MOST = 12
# Bytes of one as it is sent; dots on the longer side as it is shown, and in lists.
LARGEST = 10_000_000
LONG, SHORT, QUALITY = 1_600, 480, 80


class TooManyPhotos(Refused):
    message = _("Twelve photos are kept of one, and there are as many. Remove one first.")


class TooLargePhoto(Refused):
    message = _("This photo is larger than 10 MB. Save it smaller, then send that.")


class NoPhoto(Refused):
    message = _("This is no picture (JPEG, PNG or WebP). Choose another file.")


class NotKept(Refused):
    message = _("The photo could not be kept just now. Try it again a little later.")


def add_photo(*, of: Piece | Batch, data: bytes, step: CraftStep | None, now: dt.datetime) -> PiecePhoto:
    """Keep a photo of a piece or a load. The same again is the one that is there.

    Raises TooLargePhoto, NoPhoto, TooManyPhotos, PieceGone, NotKept, and what `as_shown` raises.
    """
    if len(data) > LARGEST:
        raise TooLargePhoto
    if not is_picture(data):
        raise NoPhoto
    photo = PiecePhoto(sha256=hashlib.sha256(data).hexdigest(), step=step, taken_at=now)
    kept: PiecePhoto | None = None
    try:
        _write_files(photo, data)
        kept = _put(of, photo)
    except OSError as error:
        if not cannot_write(error):
            raise
        raise NotKept from error
    finally:
        if kept is not photo:
            _delete_files(photo)
    return kept


def _write_files(photo: PiecePhoto, data: bytes) -> None:
    """Before any lock is held; nobody has the names of what is left behind."""
    shown = as_shown(data, long=LONG, short=SHORT, quality=QUALITY)
    photo.width, photo.height = shown.width, shown.height
    photo.file.save("x.jpg", ContentFile(shown.large), save=False)
    photo.small.save("x.jpg", ContentFile(shown.small), save=False)


@atomic_with_retry
def _put(of: Piece | Batch, photo: PiecePhoto) -> PiecePhoto:
    hold_house(of.host)
    if not type(of).objects.filter(pk=of.pk).exists():
        raise PieceGone
    if isinstance(of, Piece) and hold_booking(of.booking_id).erased_at is not None:
        raise PieceGone
    photo.pk, photo.piece, photo.batch = None, None, None
    setattr(photo, "piece" if isinstance(of, Piece) else "batch", of)
    there = PiecePhoto.objects.filter(piece=photo.piece, batch=photo.batch)
    if same := there.filter(sha256=photo.sha256).first():
        return same
    if there.count() >= MOST:
        raise TooManyPhotos
    photo.save(force_insert=True)
    return photo


@atomic_with_retry
def remove_photo(*, of: Piece | Batch, pk: int) -> bool:
    """Take one away; whether it was there."""
    hold_house(of.host)
    photo = of.photos.filter(pk=pk).first()
    if photo is not None:
        _drop(photo)
    return photo is not None


def drop_photos_of(pieces: list[int]) -> None:
    """Inside the transaction that forgets a guest; those of whole loads name nobody and stay."""
    for photo in PiecePhoto.objects.filter(piece__in=pieces):
        _drop(photo)


def photos_by_piece(pieces: list[Piece]) -> dict[int, list[PiecePhoto]]:
    """Of each its own and those of its loads, the oldest first; in two queries."""
    ids = [piece.pk for piece in pieces]
    loads: dict[int, list[int]] = {}
    for batch_id, piece_id in BatchPlace.objects.filter(piece__in=ids).values_list("batch", "piece"):
        loads.setdefault(batch_id, []).append(piece_id)
    shown: dict[int, list[PiecePhoto]] = {pk: [] for pk in ids}
    found = PiecePhoto.objects.filter(piece__in=ids) | PiecePhoto.objects.filter(batch__in=list(loads))
    for photo in found.select_related("step").order_by("taken_at", "pk"):
        for pk in [photo.piece_id] if photo.piece_id else loads[photo.batch_id or 0]:
            shown[pk].append(photo)
    return shown


def _drop(photo: PiecePhoto) -> None:
    photo.delete()
    transaction.on_commit(lambda: _delete_files(photo))


def _delete_files(photo: PiecePhoto) -> None:
    for file in (photo.file, photo.small):
        if file.name:
            file.storage.delete(str(file.name))
