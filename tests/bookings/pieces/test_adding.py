"""Pieces are written down once, for whoever was there, with a code of their own and the days that were told."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.pieces import adding
from bookings.domain.pieces.batches import put
from bookings.domain.pieces.house import NoSteps, OldForm
from bookings.models import Piece, PieceMove
from ocop.domain.passport.codes import read
from ocop.models import PassportCode
from tests.factories import NOW, make_booking, make_experience, make_slot
from tests.factories.pieces import led, make_load, make_party, make_pieces
from villages.models import CraftStep

pytestmark = pytest.mark.django_db


def add(booking, number, *names, key=None):
    wanted = [adding.Wanted(booking.pk, number, names)]
    host = booking.slot.experience.host
    return adding.add(key=key or uuid.uuid4(), host=host, wanted=wanted, made=adding.Made(), now=NOW)


def test_each_has_a_code_a_first_step_and_the_days_that_were_told():
    booking = make_party()
    pieces = add(booking, 3, "Hà", "Bo")
    assert [piece.whose for piece in pieces] == ["Hà", "Bo", ""]
    assert {piece.step.name_en for piece in pieces} == {"Shaped"}
    day = timezone.localtime(booking.slot.starts_at).date()
    assert pieces[0].expected_from == day + dt.timedelta(days=21)
    assert pieces[0].expected_until == day + dt.timedelta(days=28)
    assert len({piece.code for piece in pieces}) == 3
    assert all(read(piece.code) == piece.code for piece in pieces)
    codes = PassportCode.objects.filter(kind="piece").values_list("key", "code")
    assert dict(codes) == {piece.pk: piece.code for piece in pieces}
    assert list(audit(now=NOW)) == []


def test_the_same_tap_again_is_the_same_pieces_and_another_body_is_refused():
    booking, key = make_party(), uuid.uuid4()
    first = add(booking, 2, "Hà", key=key)
    assert add(booking, 2, "Hà", key=key) == first
    assert (Piece.objects.count(), PieceMove.objects.count()) == (2, 2)
    with pytest.raises(OldForm):
        add(booking, 3, "Hà", key=key)
    assert Piece.objects.count() == 2


def test_one_tap_for_several_parties_is_all_of_them_or_none():
    booking = make_party()
    other = make_booking(booking.slot, "REDEEMED", now=booking.slot.starts_at - dt.timedelta(hours=3))
    cancelled = make_booking(booking.slot, "CANCELLED", now=booking.slot.starts_at - dt.timedelta(hours=3))
    wanted = [adding.Wanted(row.pk, 2) for row in (booking, other, cancelled)]
    facts = {"host": booking.slot.experience.host, "made": adding.Made(), "now": NOW}
    with pytest.raises(adding.NotThere), transaction.atomic():
        adding.add(key=uuid.uuid4(), wanted=wanted, **facts)
    assert not Piece.objects.exists()
    assert len(adding.add(key=uuid.uuid4(), wanted=wanted[:2], **facts)) == 4


def test_nothing_is_written_down_for_who_is_of_another_house_or_has_too_much():
    booking, other = make_party(), make_party()
    with pytest.raises(adding.NotThere):
        adding.add(
            key=uuid.uuid4(),
            host=other.slot.experience.host,
            wanted=[adding.Wanted(booking.pk, 1)],
            made=adding.Made(),
            now=NOW,
        )
    with pytest.raises(adding.TooManyPieces):
        add(booking, adding.MOST_OF_BOOKING + 1)
    with pytest.raises(adding.MoreNames):
        add(booking, 1, "Hà", "Bo")
    assert not Piece.objects.exists()


def test_a_craft_without_steps_has_no_pieces():
    booking = make_booking(make_slot(make_experience()))
    with pytest.raises(NoSteps):
        add(booking, 1)


def test_another_code_is_drawn_where_the_lot_falls_on_one_that_is_there(monkeypatch):
    (first,) = make_pieces()
    codes = iter([first.code, first.code, "7K2M9XQT"])
    monkeypatch.setattr(adding, "draw", lambda: next(codes))
    (second,) = make_pieces(first.booking)
    assert second.code == "7K2M9XQT"
    assert list(audit(now=NOW)) == []


def test_what_was_written_down_by_mistake_is_taken_out_and_what_went_on_stays():
    first, second, third = make_pieces(number=3)
    assert adding.take_out(host=first.host, code=first.code, now=NOW)
    assert not adding.take_out(host=first.host, code=first.code, now=NOW)
    led([second], "Drying")
    put(batch=make_load(first.host), pieces=[third.pk], now=NOW)
    for piece in (second, third):
        with pytest.raises(adding.HasMoved):
            adding.take_out(host=first.host, code=piece.code, now=NOW)
    assert not PassportCode.objects.filter(code=first.code).exists()
    assert list(audit(now=NOW)) == []


def test_a_step_that_pieces_stand_at_is_not_deleted():
    (piece,) = make_pieces()
    with pytest.raises(ProtectedError):
        CraftStep.objects.get(pk=piece.step_id).delete()
