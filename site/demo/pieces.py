"""What guests of the days that are over made: on the board, in loads, one ready; through the domain, and made up."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from accounts.models import User
from bookings.domain.history import acting
from bookings.domain.pieces.adding import Made, Wanted, add
from bookings.domain.pieces.batches import make_batch, put
from bookings.domain.pieces.house import steps_of
from bookings.domain.pieces.moving import move, move_batch
from bookings.domain.pieces.public import publish
from bookings.domain.pieces.sending import choose
from bookings.enums import ActBy, BookingStatus, PieceWay
from bookings.models import Batch, Booking, Piece
from demo.reading import read
from villages.enums import StepKind
from villages.models import Artisan, CraftStep, Host

DAY = dt.timedelta(days=1)


def load_pieces(*, now: dt.datetime) -> None:
    """At each house that the content names, where its guests were there and nothing is written down yet."""
    content = read("pieces")
    for house in content["house"]:
        host = Host.objects.filter(slug=house["host"]).first()
        if host is None or Piece.objects.for_host(host).exists():
            continue
        owner = User.objects.filter(memberships__host=host, memberships__role="owner").first()
        with acting(ActBy.HOST, owner):
            _load(host, house, now=now)


def _load(host: Host, house: dict, *, now: dt.datetime) -> None:
    today = timezone.localtime(now).date()
    loads = [
        make_batch(
            key=uuid.uuid4(),
            host=host,
            name=row["name"],
            day=today + row["in_days"] * DAY,
            capacity=row["capacity"],
            now=now,
        )
        for row in house["load"]
    ]
    for row in house["party"]:
        visits = Booking.objects.filter(
            slot__experience__host=host, contact_name=row["guest"], status=BookingStatus.REDEEMED
        ).select_related("slot__experience__village__craft", "slot__experience__host")
        for booking in visits[:1]:
            _party(booking, row, house, loads, now=now)


def _party(booking: Booking, row: dict, house: dict, loads: list[Batch], *, now: dt.datetime) -> None:
    host = booking.slot.experience.host
    artisan = Artisan.objects.for_host(host).order_by("pk").first()
    made = Made(artisan, house["material"], row.get("note", ""))
    names = tuple(row["names"])
    wrote = booking.slot.ends_at
    pieces = add(key=uuid.uuid4(), host=host, wanted=[Wanted(booking.pk, len(names), names)], made=made, now=wrote)
    steps = steps_of(booking.slot.experience.village.craft)
    if "load" in row:
        put(batch=loads[row["load"]], pieces=[piece.pk for piece in pieces], now=now)
    _lead(pieces, steps, row, loads, now=now)
    if row.get("ship_to"):
        choose(booking=booking, way=PieceWay.SHIP, ship_to=row["ship_to"], now=now)
    if row.get("is_public"):
        publish(booking=booking, code=pieces[0].code, name=names[0], now=now)


def _lead(pieces: list[Piece], steps: list[CraftStep], row: dict, loads: list[Batch], *, now: dt.datetime) -> None:
    """Step by step to the one that the content says, an hour apart; the last under way with its load."""
    target = next(n for n, step in enumerate(steps) if step.name == row["step"])
    ids, host = [piece.pk for piece in pieces], pieces[0].host
    for n in range(target):
        at = now - (target - n) * dt.timedelta(hours=1)
        told: dict[str, Any] = {"key": uuid.uuid4(), "host": host, "seen": steps[n], "to": steps[n + 1], "now": at}
        if "load" in row and steps[n + 1].kind == StepKind.UNDER_WAY and n + 1 == min(target, row["fired_at"]):
            move_batch(batch=loads[row["load"]], **told)
        else:
            move(pieces=ids, **told)
