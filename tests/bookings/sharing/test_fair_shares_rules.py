"""What a cluster that is shared out again keeps of the turns that were promised, and when the search ends."""

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


def test_sharing_out_again_keeps_the_turns_that_need_not_change():
    """The third stands in the way of the first two, so one of them changes; it is not the one that begins first."""
    visits = [visit(1, 8, 9, before=(8,)), visit(2, 10, 12, before=(7,)), visit(3, 8, 11)]
    assert share_out(visits, Book([7, 8])) == {1: [8], 2: [8], 3: [7]}


def test_a_promised_turn_is_not_given_up_where_no_more_people_are_placed_by_it():
    """Two people for three visits at once: whichever they take, one visit has nobody."""
    visits = [visit(1, 10, 13), visit(2, 11, 12, before=(8,)), visit(3, 10, 14)]
    assert share_out(visits, Book([7, 8])) == {1: [7], 2: [8], 3: []}


def test_minutes_add_up_to_those_that_were_worked_before():
    book = Book([7, 8], minutes={7: 60, 8: 90})
    assert share_out([visit(1, 8, 9), visit(2, 10, 11), visit(3, 12, 13)], book) == {1: [7], 2: [8], 3: [7]}
    assert book.minutes == {7: 180, 8: 150}


def test_who_has_never_worked_is_like_who_has_worked_no_minute():
    book = Book([7, 8], minutes={8: 0})
    assert share_out([visit(1, 8, 9)], book) == {1: [7]}
    assert book.minutes == {7: 60, 8: 0}


def test_who_comes_straight_from_another_visit_has_rested_least():
    earlier = {7: visit(2, 8, 9), 8: visit(3, 6, 7)}
    busy = {person: [(item.begins, item.ends)] for person, item in earlier.items()}
    assert share_out([visit(1, 9, 10)], Book([7, 8], busy=busy, minutes={7: 60, 8: 60})) == {1: [8]}


@pytest.mark.parametrize(("off", "free"), [(-1, True), (0, False), (1, False), (2, True)])
def test_a_day_off_at_either_end_of_a_visit_over_midnight_keeps_from_it(off, free):
    day = NOW.date() + dt.timedelta(days=off)
    assert Book([7], off={7: [(day, day)]}).is_free(7, visit(1, 22, 26)) is free
