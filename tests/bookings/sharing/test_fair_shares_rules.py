"""A search for better turns that takes too long is given up, and what was found in order stands."""

import datetime as dt

import pytest

from bookings.domain.sharing import fair_shares
from bookings.domain.sharing.fair_shares import Book, Visit, share_out
from tests.factories import NOW, local_time

MIDNIGHT = local_time(NOW.date(), 0, 0)


def visit(slot_id: int, begins: int, ends: int, **fields) -> Visit:
    """Hours after midnight."""
    first, last = (MIDNIGHT + dt.timedelta(hours=hours) for hours in (begins, ends))
    return Visit(slot_id, (first.date(), last.date()), first, last, 1, **fields)


@pytest.mark.parametrize(
    ("steps", "turns"),
    [(0, {1: [8], 2: [], 3: [7]}), (3, {1: [8], 2: [], 3: [7]}), (4, {1: [7], 2: [8], 3: [7]})],
)
def test_a_search_that_runs_out_of_steps_leaves_what_was_found_in_order(monkeypatch, steps, turns):
    """Whoever takes the first has to leave the third to the one who was chosen for it: the fourth step finds that."""
    visits = [visit(1, 8, 10), visit(2, 9, 12), visit(3, 11, 13, by_hand=(7,))]
    monkeypatch.setattr(fair_shares, "STEPS", steps)
    assert share_out(visits, Book([7, 8], minutes={7: 60})) == turns
