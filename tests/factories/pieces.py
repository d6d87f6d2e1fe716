"""A craft with its steps, and what guests made of it."""

import datetime as dt
import uuid

from bookings.domain.pieces.adding import Made, Wanted, add
from bookings.domain.pieces.batches import make_batch
from bookings.domain.pieces.moving import move
from bookings.models import Batch, Booking, Piece
from tests.factories.clock import NOW
from tests.factories.experiences import make_experience
from tests.factories.reviews import make_visited, past_slot
from villages.models import Craft, CraftStep, Host

STEPS = (
    ("Tạo hình", "Shaped", "under_way"),
    ("Phơi", "Drying", "under_way"),
    ("Nung", "Fired", "under_way"),
    ("Xong", "Ready", "ready"),
    ("Đã trao", "Collected", "handed_over"),
    ("Đã gửi", "Sent", "shipped"),
    ("Vỡ", "Broken", "broken"),
)


def make_steps(craft: Craft) -> dict[str, CraftStep]:
    """By their English name."""
    for n, (name, name_en, kind) in enumerate(STEPS):
        CraftStep.objects.get_or_create(
            craft=craft, name=name, defaults={"name_en": name_en, "kind": kind, "sort_order": n}
        )
    return {step.name_en: step for step in CraftStep.objects.filter(craft=craft)}


def make_party(*, now: dt.datetime = NOW, experience=None, **contact) -> Booking:
    """A party that was there, at a house whose craft has steps."""
    experience = experience or make_experience(cutoff_minutes=0, capacity=20, ready_min_days=21, ready_max_days=28)
    make_steps(experience.village.craft)
    return make_visited(past_slot(experience, now=now), now=now, **contact)


def make_pieces(
    booking: Booking | None = None, number: int = 1, *, names=(), now: dt.datetime = NOW, **made
) -> list[Piece]:
    booking = booking or make_party(now=now)
    host = booking.slot.experience.host
    wanted = [Wanted(booking.pk, number, tuple(names))]
    return add(key=uuid.uuid4(), host=host, wanted=wanted, made=Made(**made), now=now)


def make_load(
    host: Host, *, day: dt.date | None = None, capacity: int = 10, now: dt.datetime = NOW, name="Lò số 3"
) -> Batch:
    day = day or now.date() + dt.timedelta(days=3)
    return make_batch(key=uuid.uuid4(), host=host, name=name, day=day, capacity=capacity, now=now)


def led(pieces: list[Piece], to: str, *, now: dt.datetime = NOW, key: uuid.UUID | None = None) -> list[Piece]:
    """Moved from where the first of them is to the step of that English name; those that moved."""
    first = Piece.objects.select_related("step", "host").get(pk=pieces[0].pk)
    step = CraftStep.objects.get(craft=first.step.craft_id, name_en=to)
    ids = [piece.pk for piece in pieces]
    return move(key=key or uuid.uuid4(), host=first.host, pieces=ids, seen=first.step, to=step, now=now)
