"""Faults planted in pieces are found, each by its own invariant."""

import pytest

from bookings.domain.pieces.batches import put
from bookings.models import Batch, Booking, Piece, PieceMove
from ocop.models import PassportCode
from tests.bookings.audit.audit_world import faults, without_check
from tests.factories import NOW, make_host
from tests.factories.pieces import led, make_load, make_pieces, make_steps
from tests.plugins.shared_stage import shared
from villages.models import CraftStep

pytestmark = pytest.mark.django_db


@shared
def piece():
    piece, other = make_pieces(number=2, names=["Bo"])
    led([piece, other], "Drying")
    put(batch=make_load(piece.host), pieces=[piece.pk, other.pk], now=NOW)
    return Piece.objects.select_related("step").get(pk=piece.pk)


def test_a_piece_at_another_step_than_its_history_says(piece):
    assert faults() == set()
    steps = make_steps(CraftStep.objects.get(pk=piece.step_id).craft)
    Piece.objects.filter(pk=piece.pk).update(step=steps["Fired"])
    assert faults() == {"piece-at-last-move"}
    Piece.objects.filter(pk=piece.pk).update(step=piece.step)
    led([piece], "Fired")
    PieceMove._base_manager.filter(step=steps["Fired"]).update(before=steps["Ready"])
    assert faults() == {"piece-at-last-move"}


def test_a_load_that_counts_wrongly_and_one_that_is_too_full(piece):
    Batch.objects.update(filled=1)
    assert faults() == {"batch-filled"}
    with without_check("bookings_batch", "batch_never_too_full"):
        Batch.objects.update(filled=2, capacity=1)
        assert faults() == {"batch-filled"}
    Batch.objects.update(filled=2, capacity=5)
    assert faults() == set()


def test_a_piece_of_another_house_and_in_another_s_load(piece):
    Piece.objects.filter(pk=piece.pk).update(host=make_host())
    assert faults() == {"piece-of-its-house", "batch-filled"}


def test_a_code_that_leads_nowhere(piece):
    PassportCode.objects.filter(code=piece.code).update(code="22222222")
    assert faults() == {"piece-code"}


def test_a_name_that_outlived_its_guest(piece):
    Booking.objects.filter(pk=piece.booking_id).update(erased_at=NOW)
    assert "piece-forgotten" in faults()
