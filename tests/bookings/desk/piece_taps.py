"""The taps on what guests made, for every_tap.py."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils import timezone

from bookings.models import Piece, PieceMove
from tests.bookings.desk.desk_helpers import Desk
from tests.factories.pieces import make_load, make_pieces, make_steps

DAYS = dt.timedelta(days=1)


def pieces(desk: Desk, number: int = 2) -> list[Piece]:
    make_steps(desk.experience.village.craft)
    return make_pieces(desk.book(), number, now=timezone.now())


def step(desk: Desk, name: str) -> int:
    return make_steps(desk.experience.village.craft)[name].pk


def pieces_move(desk: Desk) -> dict:
    ids = [piece.pk for piece in pieces(desk)]
    steps = {"seen": step(desk, "Shaped"), "to": step(desk, "Ready")}
    return {"data": {"key": str(uuid.uuid4()), "piece": ids} | steps}


def pieces_undo(desk: Desk) -> dict:
    desk.post("pieces_move", **pieces_move(desk))
    return {"data": {"tap": PieceMove.objects.latest("pk").key_hash}}


def pieces_put(desk: Desk) -> dict:
    batch = make_load(desk.host, now=timezone.now())
    return {"data": {"piece": [piece.pk for piece in pieces(desk)], "batch": batch.pk}}


def piece_broken(desk: Desk) -> dict:
    data = {"key": str(uuid.uuid4()), "seen": step(desk, "Shaped"), "then": "anew"}
    return {"code": pieces(desk)[0].code, "data": data}


def piece_out(desk: Desk) -> dict:
    return {"code": pieces(desk)[0].code}


def booking_pieces(desk: Desk) -> dict:
    step(desk, "Shaped")
    return {"reference": desk.book().reference, "data": {"key": str(uuid.uuid4()), "number": 2, "names": "Bo"}}


def slot_pieces(desk: Desk) -> dict:
    step(desk, "Shaped")
    first, second = desk.book(), desk.book()
    data = {"key": str(uuid.uuid4()), f"n{first.pk}": 2, f"n{second.pk}": 1}
    return {"pk": desk.soon.pk, "data": data}


def pieces_send(desk: Desk) -> dict:
    desk.post("pieces_move", **pieces_move(desk))
    rows = Piece.objects.select_related("booking")
    data = {"key": str(uuid.uuid4()), "piece": [piece.pk for piece in rows], "ship_to": "12 Hàng Gà"}
    return {"reference": rows[0].booking.reference, "data": data}


def batch_new(desk: Desk) -> dict:
    day = (timezone.localdate() + 4 * DAYS).isoformat()
    return {"data": {"key": str(uuid.uuid4()), "name": "Lò 3", "day": day, "capacity": 40}}


def loaded(desk: Desk) -> dict:
    tap = pieces_put(desk)
    desk.post("pieces_put", **tap)
    return tap["data"]


def batch_move(desk: Desk) -> dict:
    steps = {"seen": step(desk, "Shaped"), "to": step(desk, "Fired")}
    return {"pk": loaded(desk)["batch"], "data": {"key": str(uuid.uuid4())} | steps}


def batch_take(desk: Desk) -> dict:
    there = loaded(desk)
    return {"pk": there["batch"], "data": {"piece": there["piece"][0]}}


def batch_remove(desk: Desk) -> dict:
    return {"pk": make_load(desk.host, now=timezone.now()).pk}


PIECE_TAPS: dict[str, Callable[[Desk], dict]] = {
    "pieces_move": pieces_move,
    "pieces_undo": pieces_undo,
    "pieces_put": pieces_put,
    "pieces_send": pieces_send,
    "piece_broken": piece_broken,
    "piece_out": piece_out,
    "booking_pieces": booking_pieces,
    "slot_pieces": slot_pieces,
    "batch_new": batch_new,
    "batch_move": batch_move,
    "batch_take": batch_take,
    "batch_remove": batch_remove,
}
