"""Visits that were, and what guests say of them."""

import datetime as dt

from bookings.domain.reviews.write import Words, write
from bookings.models import Booking, Review, Slot
from experiences.models import Experience
from tests.factories.bookings import make_booking, make_contact, make_slot
from tests.factories.clock import NOW
from tests.factories.experiences import make_experience

HOUR = dt.timedelta(hours=1)
SAID = "Cô chú dạy rất kiên nhẫn, con tôi mang về được một chiếc bát."


def make_visited(slot: Slot | None = None, *, now: dt.datetime = NOW, language: str = "vi", **contact) -> Booking:
    """A party that was checked in; its visit ended an hour before `now` unless a slot is told."""
    slot = slot or past_slot(now=now)
    told = {"contact": make_contact(**contact), "language": language}
    return make_booking(slot, "REDEEMED", now=slot.starts_at - HOUR, **told)


def past_slot(experience: Experience | None = None, *, now: dt.datetime = NOW) -> Slot:
    experience = experience or make_experience(cutoff_minutes=0, capacity=20)
    length = dt.timedelta(minutes=experience.duration_minutes)
    # Each at a time of its own.
    starts_at = now - HOUR - length - dt.timedelta(minutes=experience.slots.count())
    return make_slot(experience, starts_at, capacity=20, closes_at=starts_at)


def make_review(booking: Booking | None = None, *, mark: int = 5, now: dt.datetime = NOW, **words) -> Review:
    """Written by the guest of a party that came."""
    told = {"text": SAID, "name": "Thu Hà", "language": "vi"} | words
    return write(booking=booking or make_visited(now=now), words=Words(mark=mark, **told), now=now)
