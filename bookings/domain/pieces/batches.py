"""Loads of a house: when which is worked on, and which pieces are in it. None is ever fuller than it may be."""

import datetime as dt
import uuid as uuids
from collections.abc import Collection

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.pieces.house import OldForm, hold_house, own
from bookings.domain.seats.idempotency import key_hash
from bookings.models import Batch, BatchPlace, Piece, PieceMove
from bookings.models.piece import ENDS
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Host


class BatchFull(Refused):
    """No room for that many more."""


class BatchGone(Refused):
    message = _("This load is not there any more.")


class BatchOver(Refused):
    message = _("The day of this load is past, so nothing is put into it or taken out of it any more.")


class HasPieces(Refused):
    message = _("Pieces are in this load. Take them out first.")


class NotHere(Refused):
    message = _("One of these pieces broke or has left the house, so it goes into no load.")


@atomic_with_retry
def make_batch(*, key: uuids.UUID, host: Host, name: str, day: dt.date, capacity: int, now: dt.datetime) -> Batch:
    """The same form again is the load that it made. Raises OldForm where it says something else."""
    hold_house(host)
    told = {"name": name, "day": day, "capacity": capacity}
    made, created = Batch.objects.get_or_create(
        key_hash=key_hash(key), defaults=told | {"host": host, "created_at": now}
    )
    if not created and (made.host_id != host.pk or any(getattr(made, k) != value for k, value in told.items())):
        raise OldForm
    return made


@atomic_with_retry
def change_batch(*, batch: Batch, name: str, day: dt.date, capacity: int, now: dt.datetime) -> Batch:
    """The same again changes nothing. Raises BatchFull, BatchGone."""
    hold_house(batch.host)
    batch = _fresh(batch)
    if capacity < batch.filled:
        said = _("%(n)s pieces are in it already: take some out first, or make room for them.")
        raise BatchFull(said % {"n": batch.filled})
    batch.name, batch.day, batch.capacity = name, day, capacity
    batch.save(update_fields=["name", "day", "capacity"])
    return batch


@atomic_with_retry
def remove_batch(*, batch: Batch, now: dt.datetime) -> None:
    """A second call changes nothing. Raises HasPieces."""
    hold_house(batch.host)
    if BatchPlace.objects.filter(batch=batch).exists() or batch.photos.exists():
        raise HasPieces
    Batch.objects.filter(pk=batch.pk).delete()


@atomic_with_retry
def put(*, batch: Batch, pieces: Collection[int], now: dt.datetime) -> int:
    """Put pieces into a load, out of any other that is still to come; returns how many were not in it before.

    All or none. Raises BatchFull, BatchOver, BatchGone, NotHere, PieceGone.
    """
    hold_house(batch.host)
    batch = _fresh(batch)
    today = timezone.localtime(now).date()
    if batch.day < today:
        raise BatchOver
    rows = own(batch.host, pieces)
    inside = set(BatchPlace.objects.filter(batch=batch).values_list("piece", flat=True))
    new = [piece for piece in rows if piece.pk not in inside]
    if any(piece.step.kind in ENDS for piece in new):
        raise NotHere
    room = batch.capacity - batch.filled
    if len(new) > room:
        said = _("There is room for %(room)s more, and you chose %(n)s. Choose fewer, or another load.")
        raise BatchFull(said % {"room": room, "n": len(new)})
    for piece in new:
        drop_places(piece, after=today)
    BatchPlace.objects.bulk_create(BatchPlace(batch=batch, piece=piece) for piece in new)
    Batch.objects.filter(pk=batch.pk).update(filled=F("filled") + len(new))
    return len(new)


@atomic_with_retry
def take_from(*, batch: Batch, piece: int, now: dt.datetime) -> bool:
    """Take one out again; whether it was in it. Raises BatchOver, BatchGone."""
    hold_house(batch.host)
    batch = _fresh(batch)
    there = BatchPlace.objects.filter(batch=batch, piece=piece)
    if not there.exists():
        return False
    if batch.day < timezone.localtime(now).date():
        raise BatchOver
    there.delete()
    Batch.objects.filter(pk=batch.pk).update(filled=F("filled") - 1)
    return True


def drop_places(piece: Piece, *, after: dt.date) -> None:
    """Out of every load of that day and of those to come that it did not go on with; the house is held."""
    went = PieceMove.objects.filter(piece=piece, batch__isnull=False).values("batch")
    to_come = BatchPlace.objects.filter(piece=piece, batch__day__gte=after).exclude(batch__in=went)
    ids = list(to_come.values_list("batch", flat=True))
    to_come.delete()
    Batch.objects.filter(pk__in=ids).update(filled=F("filled") - 1)


def _fresh(batch: Batch) -> Batch:
    found = Batch.objects.select_related("host").filter(pk=batch.pk).first()
    if found is None:
        raise BatchGone
    return found
