"""What breaks has its answer, what is sent its parcel; both are taken back like any other tap."""

import datetime as dt
import uuid

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.pieces.batches import put
from bookings.domain.pieces.breaking import MoreThanPrice, OutOfHouse, SayHowMuch, break_piece
from bookings.domain.pieces.house import MovedMeanwhile
from bookings.domain.pieces.moving import IsBroken, undo
from bookings.domain.pieces.sending import NothingReady, OnItsWay, ParcelFacts, SayWhereTo, choose, send
from bookings.enums import BrokenThen, PieceWay
from bookings.models import Batch, Parcel, Piece, PieceChoice, PieceMove
from tests.factories import NOW
from tests.factories.pieces import led, make_load, make_party, make_pieces

pytestmark = pytest.mark.django_db
WHERE = ParcelFacts(ship_to="12 Hàng Gà, Hà Nội", carrier="Bưu điện", tracking="VN123", cost_vnd=45_000)


def broken(piece, then=BrokenThen.NOTHING, refund=None, *, key=None, now=NOW):
    piece = Piece.objects.select_related("step", "host").get(pk=piece.pk)
    told = {"seen": piece.step, "then": then, "refund_vnd": refund}
    return break_piece(key=key or uuid.uuid4(), host=piece.host, code=piece.code, now=now, **told)


def sent(pieces, facts=WHERE, *, key=None):
    booking = pieces[0].booking
    ids = [piece.pk for piece in pieces]
    host = booking.slot.experience.host
    return send(key=key or uuid.uuid4(), host=host, booking=booking, pieces=ids, facts=facts, now=NOW)


def test_made_anew_another_piece_of_the_same_person_begins_once():
    (piece,) = make_pieces(names=["Bo"], material="đất sét đỏ")
    key = uuid.uuid4()
    led([piece], "Fired")
    broken(piece, BrokenThen.ANEW, key=key)
    seen = PieceMove.objects.filter(piece=piece).latest("pk").before
    told = {"host": piece.host, "code": piece.code, "seen": seen, "then": BrokenThen.ANEW, "refund_vnd": None}
    # The same tap, and another phone's.
    break_piece(key=key, now=NOW, **told)
    break_piece(key=uuid.uuid4(), now=NOW, **told)
    anew = Piece.objects.get(replaces=piece)
    assert (anew.whose, anew.material, anew.step.name_en, anew.expected_until) == ("Bo", "đất sét đỏ", "Shaped", None)
    assert list(audit(now=NOW)) == []
    undo(host=piece.host, tap=PieceMove.objects.filter(piece=piece).latest("pk").key_hash, now=NOW)
    assert not Piece.objects.filter(replaces=piece).exists()
    piece.refresh_from_db()
    assert (piece.broken_then, piece.step.name_en) == ("", "Fired")
    assert list(audit(now=NOW)) == []


def test_money_back_says_how_much_and_never_more_than_the_visit_cost():
    (piece,) = make_pieces()
    price = piece.booking.total_vnd
    for then, refund in ((BrokenThen.MONEY_BACK, None), (BrokenThen.MONEY_BACK, 0), (BrokenThen.NOTHING, 5)):
        with pytest.raises(SayHowMuch):
            broken(piece, then, refund)
    with pytest.raises(MoreThanPrice):
        broken(piece, BrokenThen.MONEY_BACK, price + 1)
    assert broken(piece, BrokenThen.MONEY_BACK, price).refund_vnd == price
    with pytest.raises(IsBroken):
        led([piece], "Ready")


def test_a_broken_piece_makes_room_in_loads_to_come_and_stays_in_those_it_went_with():
    pieces = make_pieces(number=2)
    batch = make_load(pieces[0].host, capacity=2)
    put(batch=batch, pieces=[piece.pk for piece in pieces], now=NOW)
    broken(pieces[0])
    assert Batch.objects.get().filled == 1
    broken(pieces[1], now=NOW + dt.timedelta(days=9))
    assert Batch.objects.get().filled == 1
    assert list(audit(now=NOW)) == []


def test_what_left_the_house_does_not_break_in_it():
    (piece,) = make_pieces()
    led([piece], "Ready")
    led([piece], "Collected")
    with pytest.raises(OutOfHouse):
        broken(piece)


def test_a_guest_chooses_until_the_last_piece_has_left():
    pieces = make_pieces(number=2)
    booking = pieces[0].booking
    with pytest.raises(SayWhereTo):
        choose(booking=booking, way=PieceWay.SHIP, ship_to="", now=NOW)
    choose(booking=booking, way=PieceWay.SHIP, ship_to="12 Hàng Gà", now=NOW)
    choose(booking=booking, way=PieceWay.PICK_UP, ship_to="12 Hàng Gà", now=NOW)
    assert PieceChoice.objects.values_list("way", "ship_to").get() == ("pick_up", "")
    led(pieces, "Ready")
    led(pieces, "Collected")
    with pytest.raises(OnItsWay):
        choose(booking=booking, way=PieceWay.SHIP, ship_to="12 Hàng Gà", now=NOW)


def test_what_is_ready_goes_in_one_parcel_once_and_comes_back_with_the_tap():
    pieces, key = make_pieces(number=2), uuid.uuid4()
    with pytest.raises(MovedMeanwhile):
        sent(pieces)
    led(pieces, "Ready")
    with pytest.raises(SayWhereTo):
        sent(pieces, ParcelFacts(ship_to=""))
    parcel = sent(pieces, key=key)
    assert sent(pieces, key=key) == parcel
    with pytest.raises(NothingReady):
        sent(pieces)
    assert set(Piece.objects.values_list("step__name_en", "parcel")) == {("Sent", parcel.pk)}
    assert PieceChoice.objects.get().ship_to == "12 Hàng Gà, Hà Nội"
    undo(host=pieces[0].host, tap=PieceMove.objects.latest("pk").key_hash, now=NOW)
    assert set(Piece.objects.values_list("step__name_en", "parcel")) == {("Ready", None)}
    assert not Parcel.objects.exists()
    assert list(audit(now=NOW)) == []


def test_pieces_of_another_party_do_not_go_into_its_parcel():
    first = make_pieces()
    other = make_pieces(make_party(experience=first[0].booking.slot.experience))
    led(first, "Ready")
    led(other, "Ready")
    sent([*first, *other])
    assert Piece.objects.get(pk=other[0].pk).step.name_en == "Ready"
