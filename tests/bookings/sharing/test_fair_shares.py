"""The fair choice on plain values: whatever the capacity allows is placed, nobody twice at once, hours even out."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.sharing.fair_shares import Book, Visit, clusters, missing, share_out
from tests.factories import NOW, local_time

DAY = NOW.date()


def visit(slot_id: int, begins: float, ends: float, need: int = 1, **fields) -> Visit:
    """Hours after midnight of DAY."""
    midnight = local_time(DAY, 0, 0)
    first, last = (midnight + dt.timedelta(hours=hours) for hours in (begins, ends))
    return Visit(slot_id, (first.date(), last.date()), first, last, need, **fields)


def clashes(visits, turns) -> list:
    """Pairs of visits that overlap and have somebody in common."""
    return [
        (one.slot_id, other.slot_id)
        for one in visits
        for other in visits
        if one.slot_id < other.slot_id
        and one.begins < other.ends
        and other.begins < one.ends
        and set(turns[one.slot_id]) & set(turns[other.slot_id])
    ]


@st.composite
def sold_days(draw):
    """Visits over two days, accepted one by one wherever at no moment more people are needed than are not off."""
    people = draw(st.integers(1, 4))
    off = {person: [(DAY + dt.timedelta(days=1),) * 2] for person in range(people) if draw(st.booleans())}
    visits = []
    for slot_id in range(draw(st.integers(1, 9))):
        begins = draw(st.integers(0, 40))
        new = visit(slot_id, begins, begins + draw(st.integers(1, 6)), draw(st.integers(1, 2)))
        if fits([*visits, new], people, off):
            visits.append(new)
    return visits, people, off


def fits(visits, people: int, off) -> bool:
    new = visits[-1]
    there = sum(all(day > new.days[1] or day < new.days[0] for day, _last in off.get(one, ())) for one in range(people))
    moments = {max(item.begins, new.begins) for item in visits if item.begins < new.ends and item.ends > new.begins}
    return all(sum(item.need for item in visits if item.begins <= at < item.ends) <= there for at in moments)


@settings(max_examples=300, deadline=None)
@given(sold_days(), st.randoms(use_true_random=False))
def test_what_fits_the_capacity_is_placed_whatever_was_promised_before(days, chance: random.Random):
    visits, people, off = days
    visits = [item for item in visits if item.days[0] == item.days[1]]
    promised = [
        Visit(**{**vars(item), "before": tuple(chance.sample(range(people), chance.randint(0, people)))})
        for item in visits
    ]

    turns = share_out(promised, Book(range(people), off))

    assert missing(promised, turns) == 0
    assert clashes(promised, turns) == []
    assert not any(Book(range(people), off).is_off(one, item.days) for item in visits for one in turns[item.slot_id])


@settings(max_examples=200, deadline=None)
@given(sold_days())
def test_a_second_planning_changes_nothing(days):
    visits, people, off = days
    turns = share_out(visits, Book(range(people), off))
    again = [Visit(**{**vars(item), "before": tuple(turns[item.slot_id])}) for item in visits]

    assert share_out(again, Book(range(people), off)) == turns


@settings(max_examples=200, deadline=None)
@given(sold_days(), st.randoms(use_true_random=False))
def test_what_was_chosen_by_hand_stays(days, chance: random.Random):
    visits, people, off = days
    book = Book(range(people), off)
    chosen = chance.choice(visits) if visits else None
    if chosen is None:
        return
    person = chance.randrange(people)
    by_hand = [
        Visit(**{**vars(item), "by_hand": (person,)}) if item is chosen and book.is_free(person, item) else item
        for item in visits
    ]
    turns = share_out(by_hand, book)

    assert all(person in turns[item.slot_id] for item in by_hand if item.by_hand)
    assert clashes(by_hand, turns) == []


def test_hours_of_two_hundred_visits_differ_by_no_more_than_one_visit():
    for seed in range(20):
        chance = random.Random(seed)
        people = chance.randint(2, 5)
        visits = []
        for slot_id in range(200):
            begins = 24 * chance.randint(0, 59) + chance.choice([8, 9, 10, 13, 14, 15])
            visits.append(visit(slot_id, begins, begins + chance.choice([1, 2, 3])))
        book = Book(range(people))

        share_out(visits, book)

        worked = [book.minutes.get(person, 0) for person in range(people)]
        assert max(worked) - min(worked) <= 3 * 60, seed


def test_the_fewest_hours_go_first_then_the_longest_rest_then_the_lowest_id():
    morning, noon, evening = visit(1, 8, 9), visit(2, 10, 11), visit(3, 12, 13)

    assert share_out([morning], Book([7, 8], minutes={7: 60})) == {1: [8]}
    assert share_out([noon], Book([7, 8], busy={7: [(morning.begins, morning.ends)]})) == {2: [8]}
    assert share_out([morning, noon, evening], Book([7, 8])) == {1: [7], 2: [8], 3: [7]}


def test_a_turn_is_kept_though_another_has_fewer_hours():
    turns = share_out([visit(1, 8, 9, before=(7,))], Book([7, 8], minutes={7: 600}))

    assert turns == {1: [7]}


def test_a_turn_moves_where_somebody_could_not_be_placed_otherwise():
    """7 was promised a visit in the middle, 8 those around it: nobody is free for the long one until they change."""
    visits = [visit(1, 8, 9, before=(7,)), visit(2, 10, 12, before=(8,)), visit(3, 8.5, 11)]

    turns = share_out(visits, Book([7, 8]))

    assert missing(visits, turns) == 0
    assert clashes(visits, turns) == []
    assert turns[1] == [7]


def test_a_choice_by_hand_is_planned_around_by_searching():
    """Whoever takes the first has to leave the third to the one who was chosen for it."""
    visits = [visit(1, 8, 10), visit(2, 9, 12), visit(3, 11, 13, by_hand=(7,))]

    for minutes in ({7: 60}, {8: 60}):
        turns = share_out(visits, Book([7, 8], minutes=dict(minutes)))
        assert turns == {1: [7], 2: [8], 3: [7]}


def test_too_few_people_place_as_many_as_there_are():
    visits = [visit(1, 8, 10, need=3)]

    turns = share_out(visits, Book([7, 8]))

    assert sorted(turns[1]) == [7, 8]
    assert missing(visits, turns) == 1


def test_visits_that_follow_one_another_do_not_overlap():
    order = [visit(1, 8, 10), visit(2, 9, 11), visit(3, 11, 12)]

    assert [[item.slot_id for item in cluster] for cluster in clusters(order)] == [[1, 2], [3]]
