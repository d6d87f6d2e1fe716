"""Loads: made once, never too full, and a piece waits in one of them at most."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.audit.run import audit
from bookings.domain.pieces import batches
from bookings.domain.pieces.house import OldForm
from bookings.domain.pieces.moving import move_batch
from bookings.models import Batch
from tests.factories import NOW
from tests.factories.pieces import led, make_load, make_pieces, make_steps
from villages.models import CraftStep

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_same_form_again_is_the_load_that_it_made():
    host, key = make_pieces()[0].host, uuid.uuid4()
    told = {"host": host, "name": "Lò 3", "day": NOW.date(), "capacity": 40, "now": NOW}
    first = batches.make_batch(key=key, **told)
    assert batches.make_batch(key=key, **told) == first
    with pytest.raises(OldForm):
        batches.make_batch(key=key, **told | {"capacity": 30})
    assert Batch.objects.count() == 1


def test_all_that_was_chosen_goes_in_or_nothing():
    pieces = make_pieces(number=3)
    batch = make_load(pieces[0].host, capacity=2)
    ids = [piece.pk for piece in pieces]
    with pytest.raises(batches.BatchFull):
        batches.put(batch=batch, pieces=ids, now=NOW)
    assert batches.put(batch=batch, pieces=ids[:2], now=NOW) == 2
    assert batches.put(batch=batch, pieces=ids[:2], now=NOW) == 0
    assert batches.take_from(batch=batch, piece=ids[0], now=NOW)
    assert not batches.take_from(batch=batch, piece=ids[0], now=NOW)
    assert batches.put(batch=batch, pieces=ids[2:], now=NOW) == 1
    with pytest.raises(batches.BatchFull):
        batches.change_batch(batch=batch, name="Lò 3", day=batch.day, capacity=1, now=NOW)
    with pytest.raises(batches.HasPieces):
        batches.remove_batch(batch=batch, now=NOW)
    assert list(audit(now=NOW)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.update(filled=3)


def test_a_piece_waits_in_one_load_and_keeps_those_it_went_with():
    (piece,) = make_pieces()
    first, second, third = (make_load(piece.host, day=NOW.date() + n * DAY) for n in (0, 5, 9))
    batches.put(batch=second, pieces=[piece.pk], now=NOW)
    batches.put(batch=first, pieces=[piece.pk], now=NOW)
    assert list(piece.places.values_list("batch", flat=True)) == [first.pk]
    steps = make_steps(CraftStep.objects.get(pk=piece.step_id).craft)
    told = {"seen": steps["Shaped"], "to": steps["Fired"], "now": NOW}
    move_batch(key=uuid.uuid4(), host=piece.host, batch=first, **told)
    batches.put(batch=third, pieces=[piece.pk], now=NOW)
    assert set(piece.places.values_list("batch", flat=True)) == {first.pk, third.pk}
    assert list(audit(now=NOW)) == []


def test_a_load_of_the_past_and_a_piece_that_left_are_refused():
    (piece,) = make_pieces()
    batch = make_load(piece.host)
    with pytest.raises(batches.BatchOver):
        batches.put(batch=batch, pieces=[piece.pk], now=NOW + 5 * DAY)
    led([piece], "Ready")
    led([piece], "Collected")
    with pytest.raises(batches.NotHere):
        batches.put(batch=batch, pieces=[piece.pk], now=NOW)
