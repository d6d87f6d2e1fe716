"""A small world in which everything happened that an audit looks at, and nothing is wrong."""

import datetime as dt
import uuid as uuids
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from bookings.domain.audit.run import Finding, audit
from bookings.domain.booking.minimum import decide_due
from bookings.domain.calendar.closures import close_day
from bookings.domain.calendar.slots import make_slots
from bookings.domain.sharing import rota
from bookings.domain.waiting.entries import join
from bookings.enums import BookingStatus, UsePer
from bookings.models import Booking, Closure, Resource, Slot, WaitingEntry
from outbox.sending import send_due
from tests.factories import (
    NOW,
    ask,
    cancel_for_good,
    local_time,
    make_booking,
    make_contact,
    make_experience,
    make_host,
    make_resource,
    make_rota,
    make_schedule,
    make_slot,
    make_use,
    quantities,
)

BOOKED = NOW - dt.timedelta(hours=3)
DAY = dt.timedelta(days=1)


@dataclass
class World:
    """`party` has guests of every kind and extras; `alone` is the only visit of its day; `full` is waited for."""

    party: Booking
    alone: Booking
    beside: Booking
    full: Slot
    offered: WaitingEntry
    waits: WaitingEntry
    decided: Booking
    closed: Closure
    wheels: Resource
    guides: Resource

    @property
    def empty(self) -> Slot:
        """One of the party's experience that nobody booked, on an open day."""
        return self.party.slot.experience.slots.filter(taken=0, closure=None, starts_at__gt=NOW + 9 * DAY).first()


def make_world() -> World:
    host = make_host()
    pots = make_experience(host)
    bowls = make_experience(host, duration_minutes=120)
    wheels, guides = make_resource(host, changed_at=BOOKED - DAY), make_rota(host, changed_at=BOOKED - DAY)
    for experience, time in ((pots, "08:30"), (bowls, "09:00")):
        make_use(experience, wheels, setup=15, clearing=30)
        make_use(experience, guides, UsePer.SLOT, setup=30)
        make_schedule(experience, times=[time], valid_until=NOW.date() + 12 * DAY)
    make_slots(now=BOOKED, experiences=[pots, bowls])
    second, third, fifth = (pots.slots.get(starts_at=local_time(NOW.date() + days * DAY)) for days in (2, 3, 5))
    party = make_booking(second, adults=2, infants=1, extras={pots.extras.first().pk: 2}, now=BOOKED)
    beside = make_booking(bowls.slots.get(starts_at__date=second.starts_at.date()), adults=2, now=BOOKED)
    alone = make_booking(third, adults=2, now=BOOKED)
    make_booking(third, BookingStatus.CANCELLED, adults=1, now=BOOKED)
    make_booking(third, BookingStatus.EXPIRED, adults=1, now=BOOKED)
    ask(third, adults=1, now=NOW)
    offered, waits = _full_with_a_list(fifth)
    closed = close_day(host=host, day=NOW.date() + 8 * DAY, by=None, now=BOOKED)
    rota.plan(resource=guides, now=BOOKED)
    decided = _decided(host)
    send_due(now=NOW, deliver=lambda message: None)
    return World(party, alone, beside, fifth, offered, waits, decided, closed, wheels, guides)


def _full_with_a_list(slot: Slot) -> tuple[WaitingEntry, WaitingEntry]:
    first = make_booking(slot, adults=2, now=BOOKED)
    make_booking(slot, adults=6, now=BOOKED)
    entries = [
        join(
            key=uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=quantities(slot.experience, adults=2),
            extra_quantities={},
            contact=make_contact(),
            consent=True,
            language="vi",
            now=BOOKED,
        )
        for _ in range(2)
    ]
    cancel_for_good(first, now=BOOKED)
    for entry in entries:
        entry.refresh_from_db()
    slot.refresh_from_db()
    return entries[0], entries[1]


def _decided(host) -> Booking:
    songs = make_experience(host, min_to_run=2, decide_hours=48)
    booking = make_booking(make_slot(songs, now=NOW, days=1, hour=14), adults=2, now=BOOKED)
    decide_due(now=NOW)
    booking.slot.refresh_from_db()
    return booking


def found(now: dt.datetime = NOW) -> list[Finding]:
    return list(audit(now=now))


def faults(now: dt.datetime = NOW) -> set[str]:
    """Names of the invariants that do not hold."""
    return {item.invariant for item in found(now) if not item.open_decision}


def open_decisions(now: dt.datetime = NOW) -> set[str]:
    return {item.invariant for item in found(now) if item.open_decision}


@contextmanager
def without_check(table: str, *names: str):
    """Let a row in that the database forbids: without these CHECKs on PostgreSQL, without any on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
