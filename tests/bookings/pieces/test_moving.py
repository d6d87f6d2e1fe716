"""Pieces go from step to step once, are taken back within minutes, and nobody is told before that."""

import datetime as dt
import uuid

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.pieces.batches import put
from bookings.domain.pieces.house import UNDO, MovedMeanwhile
from bookings.domain.pieces.moving import NotThisWay, OtherCraft, TooLateToUndo, move, move_batch, undo
from bookings.enums import MessageKind
from bookings.models import Piece, PieceMove
from outbox.models import OutboxMessage
from tests.factories import NOW, make_craft
from tests.factories.pieces import led, make_load, make_party, make_pieces, make_steps

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def step(piece, name):
    return make_steps(Piece.objects.get(pk=piece.pk).step.craft)[name]


def at(pieces):
    return [Piece.objects.get(pk=piece.pk).step.name_en for piece in pieces]


def told():
    return OutboxMessage.objects.filter(kind=MessageKind.PIECE_READY)


def test_one_tap_moves_several_and_the_same_again_moves_nothing():
    pieces, key = make_pieces(number=3), uuid.uuid4()
    assert led(pieces, "Drying", key=key) == pieces
    facts = {"host": pieces[0].host, "pieces": [piece.pk for piece in pieces], "now": NOW}
    facts |= {"seen": step(pieces[0], "Shaped"), "to": step(pieces[0], "Drying")}
    assert move(key=key, **facts) == []
    assert move(key=uuid.uuid4(), **facts) == []
    assert PieceMove.objects.filter(before__isnull=False).count() == 3
    assert list(audit(now=NOW)) == []


def test_all_go_or_none_where_somebody_moved_one_elsewhere():
    pieces = make_pieces(number=2)
    led(pieces[:1], "Fired")
    with pytest.raises(MovedMeanwhile) as refused:
        move(
            key=uuid.uuid4(),
            host=pieces[0].host,
            pieces=[piece.pk for piece in pieces],
            seen=step(pieces[0], "Shaped"),
            to=step(pieces[0], "Drying"),
            now=NOW,
        )
    assert pieces[0].code in str(refused.value)
    assert at(pieces) == ["Fired", "Shaped"]


def test_the_step_of_another_craft_and_those_that_ask_for_more_are_refused():
    (piece,) = make_pieces()
    other = make_steps(make_craft("other", name="Khác"))["Drying"]
    facts = {"key": uuid.uuid4(), "host": piece.host, "pieces": [piece.pk], "seen": piece.step, "now": NOW}
    with pytest.raises(OtherCraft):
        move(to=other, **facts)
    for name in ("Broken", "Sent"):
        with pytest.raises(NotThisWay):
            move(to=step(piece, name), **facts)


def test_a_whole_load_moves_and_what_went_on_alone_stays():
    pieces = make_pieces(number=4)
    batch = make_load(pieces[0].host)
    put(batch=batch, pieces=[piece.pk for piece in pieces[:3]], now=NOW)
    led(pieces, "Drying")
    led(pieces[2:3], "Ready")
    facts = {"host": batch.host, "batch": batch, "seen": step(pieces[0], "Drying"), "to": step(pieces[0], "Fired")}
    moved = move_batch(key=uuid.uuid4(), now=NOW, **facts)
    assert [piece.pk for piece in moved] == [pieces[0].pk, pieces[1].pk]
    assert at(pieces) == ["Fired", "Fired", "Ready", "Drying"]
    assert {row.batch for row in PieceMove.objects.filter(step=facts["to"])} == {batch}
    # Another phone, a moment later, with the same and with something else.
    assert move_batch(key=uuid.uuid4(), now=NOW, **facts) == []
    with pytest.raises(MovedMeanwhile):
        move_batch(key=uuid.uuid4(), now=NOW, **facts | {"to": step(pieces[0], "Ready")})
    assert list(audit(now=NOW)) == []


def test_a_guest_is_told_once_of_all_that_is_ready_and_not_before_it_can_stay():
    booking = make_party(email="ha@example.com", language="en")
    pieces = make_pieces(booking, 3)
    led(pieces[:1], "Ready")
    led(pieces[1:2], "Ready", now=NOW + MINUTE)
    (message,) = told()
    assert (message.to, message.language, message.due_at) == ("ha@example.com", "en", NOW + UNDO)
    # What is ready later is news again.
    led(pieces[2:], "Ready", now=NOW + 2 * UNDO)
    assert told().count() == 2
    # What had been told of is not told of anew.
    led(pieces[2:], "Fired", now=NOW + 3 * UNDO)
    led(pieces[2:], "Ready", now=NOW + 4 * UNDO)
    assert told().count() == 2


def test_a_guest_without_an_address_is_owed_nothing():
    pieces = make_pieces(make_party(email=""))
    led(pieces, "Ready")
    assert not told().exists()
    assert Piece.objects.get().ready_at == NOW


def test_one_tap_is_taken_back_as_a_whole_within_minutes():
    pieces = make_pieces(number=2)
    led(pieces, "Ready")
    tap = PieceMove.objects.latest("pk").key_hash
    assert len(undo(host=pieces[0].host, tap=tap, now=NOW + UNDO)) == 2
    assert at(pieces) == ["Shaped", "Shaped"]
    assert not Piece.objects.filter(ready_at__isnull=False).exists()
    assert undo(host=pieces[0].host, tap=tap, now=NOW + UNDO) == []
    assert list(audit(now=NOW)) == []
    led(pieces, "Ready", now=NOW + UNDO)
    last = PieceMove.objects.latest("pk").key_hash
    with pytest.raises(TooLateToUndo):
        undo(host=pieces[0].host, tap=last, now=NOW + 3 * UNDO)
    assert at(pieces) == ["Ready", "Ready"]


def test_nothing_is_taken_back_under_somebody_who_went_on():
    pieces = make_pieces(number=2)
    led(pieces, "Drying")
    tap = PieceMove.objects.latest("pk").key_hash
    led(pieces[1:], "Fired")
    with pytest.raises(MovedMeanwhile):
        undo(host=pieces[0].host, tap=tap, now=NOW)
    assert at(pieces) == ["Drying", "Fired"]


def test_nobody_takes_back_what_another_house_did():
    (piece,), (other,) = make_pieces(), make_pieces()
    led([piece], "Drying")
    tap = PieceMove.objects.latest("pk").key_hash
    assert undo(host=other.host, tap=tap, now=NOW) == []
    assert at([piece]) == ["Drying"]
