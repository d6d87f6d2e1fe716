"""Two phones at one load: it moves once, each guest is owed one mail, and no load is ever fuller than it may be."""

import uuid

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.pieces.batches import BatchFull, put
from bookings.domain.pieces.house import MovedMeanwhile
from bookings.domain.pieces.moving import move_batch
from bookings.domain.pieces.sending import choose
from bookings.enums import MessageKind, PieceWay
from bookings.models import Batch, Piece, PieceMove
from outbox.models import OutboxMessage
from tests.contention.crowd import all_at_once, errors
from tests.factories.pieces import make_load, make_party, make_pieces, make_steps
from villages.models import CraftStep

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
HANDS = 5


def loaded(now, *, capacity=10):
    pieces = make_pieces(make_party(now=now), 4, now=now)
    batch = make_load(pieces[0].host, capacity=capacity, now=now)
    put(batch=batch, pieces=[piece.pk for piece in pieces], now=now)
    return batch, pieces, make_steps(CraftStep.objects.get(pk=pieces[0].step_id).craft)


def test_a_load_that_many_phones_move_at_once_moves_once(now):
    batch, pieces, steps = loaded(now)
    facts = {"host": batch.host, "batch": batch, "seen": steps["Shaped"], "to": steps["Ready"], "now": now}
    answers = all_at_once([lambda: move_batch(key=uuid.uuid4(), **facts) for _ in range(HANDS)])
    assert errors(answers) == []
    assert sorted(len(moved) for moved in answers) == [0, 0, 0, 0, 4]
    assert PieceMove.objects.filter(step=steps["Ready"]).count() == len(pieces)
    assert OutboxMessage.objects.filter(kind=MessageKind.PIECE_READY).count() == 1
    assert list(audit(now=now)) == []


def test_of_two_that_move_it_to_different_steps_one_is_told_of_the_other(now):
    batch, _pieces, steps = loaded(now)
    facts = {"host": batch.host, "batch": batch, "seen": steps["Shaped"], "now": now}
    jobs = [lambda to=to: move_batch(key=uuid.uuid4(), to=steps[to], **facts) for to in ("Drying", "Fired")]
    (refused,) = errors(all_at_once(jobs))
    assert isinstance(refused, MovedMeanwhile)
    assert Piece.objects.values_list("step").distinct().count() == 1
    assert list(audit(now=now)) == []


def test_no_load_gets_more_than_it_holds(now):
    batch, pieces, _steps = loaded(now, capacity=6)
    others = make_pieces(pieces[0].booking, HANDS, now=now)
    answers = all_at_once([lambda one=one: put(batch=batch, pieces=[one.pk], now=now) for one in others])
    refused = errors(answers)
    assert len(refused) == HANDS - 2
    assert all(isinstance(error, BatchFull) for error in refused)
    assert Batch.objects.get(pk=batch.pk).filled == 6
    assert list(audit(now=now)) == []


def test_a_guest_who_chooses_twice_at_once_has_chosen_once(now):
    booking = make_pieces(make_party(now=now), now=now)[0].booking
    jobs = [lambda: choose(booking=booking, way=PieceWay.SHIP, ship_to="12 Hàng Gà", now=now) for _ in range(HANDS)]
    assert errors(all_at_once(jobs)) == []
