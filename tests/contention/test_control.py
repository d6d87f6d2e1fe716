"""The positive control: with the lock switched off, the same load sells more than there is.

If these fail, the tests beside this file prove nothing. A gate after the first count makes the window certain: every
thread counts before any of them writes.
"""

from contextlib import nullcontext
from threading import Barrier, local
from types import SimpleNamespace

import pytest
from django.db import connection

from bookings.domain.seats import counting, lock
from bookings.models import ResourceUse, Slot
from common.data import db
from tests.contention.crowd import all_at_once, booked, seats_of
from tests.contention.test_seats import CROWD, request
from tests.factories import make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
PATIENCE = 30


def read_without_a_lock(slot_id: int) -> Slot:
    slot = Slot.objects.select_related("experience__host", "experience__village").get(pk=slot_id)
    slot.shares = ResourceUse.objects.filter(experience=slot.experience_id).exists()
    return slot


@pytest.fixture
def count_before_anyone_writes(monkeypatch):
    """Each thread's first count waits until all have counted."""
    gate, seen, count = Barrier(CROWD), local(), counting.count

    def gated(*args, **kwargs):
        taken = count(*args, **kwargs)
        if not getattr(seen, "counted", False):
            seen.counted = True
            gate.wait(PATIENCE)
        return taken

    monkeypatch.setattr(counting, "count", gated)


@pytest.fixture
def no_lock(monkeypatch, isolation):
    """Off goes the UPDATE at the start, and whatever else at this level would stand in for it."""
    monkeypatch.setattr(lock, "lock_slot", read_without_a_lock)
    # Its UPDATE of the slot would make all but one fail under REPEATABLE READ, and its CHECK some elsewhere.
    monkeypatch.setattr(counting, "write_taken", lambda slot, **known: None)
    if connection.vendor == "sqlite":
        # BEGIN IMMEDIATE lets one writer in at a time, so there the whole transaction has to go.
        monkeypatch.setattr(db, "transaction", SimpleNamespace(atomic=nullcontext))


@pytest.mark.usefixtures("no_lock", "count_before_anyone_writes")
def test_without_the_lock_a_crowd_buys_more_than_ten_places(experience, now):
    slot = make_slot(experience, capacity=10, now=now)
    answers = all_at_once([request(slot, 1, now) for _ in range(CROWD)])
    assert len(booked(answers)) > slot.capacity
    assert seats_of(slot) > slot.capacity


@pytest.mark.usefixtures("count_before_anyone_writes")
def test_the_check_alone_does_not_hold_at_read_committed(experience, now, monkeypatch, isolation):
    """Only the lock is off: `taken` is still written under its CHECK, from counts that saw nobody else.

    REPEATABLE READ lets the first updater win, and SQLite lets one writer in at a time: nothing to show there.
    """
    if isolation != "READ COMMITTED":
        return
    monkeypatch.setattr(lock, "lock_slot", read_without_a_lock)
    slot = make_slot(experience, capacity=10, now=now)
    answers = all_at_once([request(slot, 1, now) for _ in range(CROWD)])
    assert len(booked(answers)) == seats_of(slot) == CROWD
