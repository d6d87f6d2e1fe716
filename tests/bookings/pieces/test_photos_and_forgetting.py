"""Photos are kept once without what hangs on them; a guest who is forgotten leaves a piece that is nobody's."""

import datetime as dt
import errno

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.domain.pieces.adding import NotThere
from bookings.domain.pieces.batches import put
from bookings.domain.pieces.house import PieceGone
from bookings.domain.pieces.photos import NoPhoto, NotKept, add_photo, photos_by_piece, remove_photo
from bookings.domain.pieces.public import publish
from bookings.domain.pieces.sending import choose
from bookings.enums import PieceWay
from bookings.models import Piece, PieceChoice, PiecePhoto
from tests.factories import NOW
from tests.factories.pieces import make_load, make_pieces
from tests.ocop.evidence.files import picture

pytestmark = pytest.mark.django_db


def keep(of, data=None):
    return add_photo(of=of, data=data or picture(), step=None, now=NOW)


def test_the_same_photo_twice_is_one_and_what_is_none_is_refused(folder):
    (piece,) = make_pieces()
    assert keep(piece) == keep(piece)
    assert len(list(folder.rglob("*.jpg"))) == 2
    with pytest.raises(NoPhoto):
        keep(piece, b"GIF89a")


def test_a_load_s_photo_is_shown_with_each_piece_in_it():
    first, second, third = make_pieces(number=3)
    batch = make_load(first.host)
    put(batch=batch, pieces=[first.pk, second.pk], now=NOW)
    own, shared = keep(first), keep(batch)
    assert photos_by_piece([first, second, third]) == {first.pk: [own, shared], second.pk: [shared], third.pk: []}
    assert remove_photo(of=batch, pk=shared.pk)
    assert not remove_photo(of=batch, pk=own.pk)


def test_a_disk_that_is_full_is_said_in_a_sentence_and_leaves_nothing(monkeypatch, folder):
    (piece,) = make_pieces()

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PiecePhoto._meta.get_field("small").storage, "_save", full)
    with pytest.raises(NotKept):
        keep(piece)
    assert not PiecePhoto.objects.exists()


def test_a_forgotten_guest_leaves_a_piece_that_is_nobody_s(django_capture_on_commit_callbacks, folder):
    (piece,) = make_pieces(names=["Bo"], note="Chữ Bo ở đáy")
    booking, now = piece.booking, NOW + dt.timedelta(days=1)
    choose(booking=booking, way=PieceWay.SHIP, ship_to="12 Hàng Gà", now=NOW)
    publish(booking=booking, code=piece.code, name="Bo", now=NOW)
    keep(piece)
    batch = make_load(piece.host)
    put(batch=batch, pieces=[piece.pk], now=NOW)
    keep(batch)
    told = everything_about(booking)
    assert (told["pieces"][0]["whose"], told["pieces_to_me"]["ship_to"]) == ("Bo", "12 Hàng Gà")
    with django_capture_on_commit_callbacks(execute=True):
        erase(booking=booking, now=now)
    piece.refresh_from_db()
    assert (piece.whose, piece.note, piece.public_at, piece.public_name) == ("", "", None, "")
    assert not PieceChoice.objects.exists()
    assert PiecePhoto.objects.get().batch == batch
    assert len(list(folder.rglob("*.jpg"))) == 2
    assert [found for found in audit(now=now) if found.invariant.startswith("piece")] == []
    with pytest.raises(PieceGone):
        publish(booking=booking, code=piece.code, name="Bo", now=now)
    with pytest.raises(PieceGone):
        keep(Piece.objects.get())
    with pytest.raises(NotThere):
        make_pieces(booking)
