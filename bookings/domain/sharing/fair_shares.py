"""Who does which visit: the fair choice itself, on plain values. `rota` reads and writes the rows."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

# Steps after which a search gives up; a cluster of a village's day takes a few dozen.
STEPS = 2_000
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Visit:
    """A slot with guests. From `begins` to `ends`, set-up and clearing included, it takes `need` people of the rota.

    `days` are the local days, first and last, that it touches. `by_hand` are those the host chose, `before` those whose
    turn it was when the rota was planned last.
    """

    slot_id: int
    days: tuple[dt.date, dt.date]
    begins: dt.datetime
    ends: dt.datetime
    need: int
    by_hand: tuple[int, ...] = ()
    before: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds() // 60)


@dataclass
class Book:
    """What is known of the people of a rota: who is off when, who is busy when, how many minutes each has had."""

    people: Sequence[int]
    off: dict[int, list[tuple[dt.date, dt.date]]] = field(default_factory=dict)
    busy: dict[int, list[tuple[dt.datetime, dt.datetime]]] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)

    def is_off(self, person: int, days: tuple[dt.date, dt.date]) -> bool:
        return any(first <= days[1] and last >= days[0] for first, last in self.off.get(person, ()))

    def is_free(self, person: int, visit: Visit) -> bool:
        if person not in self.people or self.is_off(person, visit.days):
            return False
        return all(ends <= visit.begins or begins >= visit.ends for begins, ends in self.busy.get(person, ()))

    def free_in_order(self, visit: Visit) -> list[int]:
        """Fewest minutes first, then the longest rest, then id."""
        free = [person for person in self.people if self.is_free(person, visit)]
        return sorted(free, key=lambda person: (self.minutes.get(person, 0), self._rested_since(person, visit), person))

    def take(self, person: int, visit: Visit) -> None:
        self.busy.setdefault(person, []).append((visit.begins, visit.ends))
        self.minutes[person] = self.minutes.get(person, 0) + visit.minutes

    def give_back(self, person: int, visit: Visit) -> None:
        self.busy[person].remove((visit.begins, visit.ends))
        self.minutes[person] -= visit.minutes

    def _rested_since(self, person: int, visit: Visit) -> dt.datetime:
        return max((ends for _begins, ends in self.busy.get(person, ()) if ends <= visit.begins), default=LONG_AGO)


Turns = dict[int, list[int]]


def share_out(visits: Iterable[Visit], book: Book) -> Turns:
    """The people of each visit by its slot's id; fewer than it needs where nobody more can come.

    In order of `begins` each visit takes whoever is free. That places everybody wherever at no moment more people are
    needed than are there, because those who are busy when a visit begins are all that stand in its way. What was
    promised before may stand in the way too: then a cluster of overlapping visits is shared out again, keeping what it
    can, and never what the host chose by hand. Writes the turns into `book`.
    """
    turns: Turns = {}
    order = sorted(visits, key=lambda visit: (visit.begins, visit.slot_id))
    for visit in order:
        turns[visit.slot_id] = []
        _take_those_free(visit, visit.by_hand, turns, book)
    by_hand = {slot_id: list(people) for slot_id, people in turns.items()}
    for visit in order:
        _take_those_free(visit, visit.before, turns, book)
    for cluster in clusters(order):
        _fill(cluster, turns, book)
        if missing(cluster, turns):
            _share_again(cluster, by_hand, turns, book)
    return turns


def missing(visits: Iterable[Visit], turns: Turns) -> int:
    """How many people are still wanted."""
    return sum(visit.need - len(turns[visit.slot_id]) for visit in visits)


def clusters(order: Sequence[Visit]) -> Iterator[list[Visit]]:
    """Runs of `order` that overlap, directly or through others; no visit of one stands in the way of another's."""
    cluster: list[Visit] = []
    until = LONG_AGO
    for visit in order:
        if cluster and visit.begins >= until:
            yield cluster
            cluster = []
        cluster.append(visit)
        until = max(until, visit.ends)
    if cluster:
        yield cluster


def _take_those_free(visit: Visit, wanted: Iterable[int], turns: Turns, book: Book) -> None:
    for person in wanted:
        if len(turns[visit.slot_id]) < visit.need and book.is_free(person, visit):
            book.take(person, visit)
            turns[visit.slot_id].append(person)


def _fill(cluster: list[Visit], turns: Turns, book: Book) -> None:
    for visit in cluster:
        _take_those_free(visit, book.free_in_order(visit), turns, book)


def _share_again(cluster: list[Visit], by_hand: Turns, turns: Turns, book: Book) -> None:
    """Better turns for `cluster`, if there are any: kept in order of start, or else searched for around `by_hand`."""
    kept = {visit.slot_id: list(turns[visit.slot_id]) for visit in cluster}
    _set(cluster, by_hand, turns, book)
    for visit in cluster:
        _take_those_free(visit, _as_before(visit, kept, book), turns, book)
    if missing(cluster, turns):
        in_order = {visit.slot_id: list(turns[visit.slot_id]) for visit in cluster}
        _set(cluster, by_hand, turns, book)
        if not _search(cluster, kept, turns, book, iter(range(STEPS))):
            _set(cluster, in_order, turns, book)
    if missing(cluster, turns) >= missing(cluster, kept):
        _set(cluster, kept, turns, book)


def _set(cluster: list[Visit], wanted: Turns, turns: Turns, book: Book) -> None:
    for visit in cluster:
        for person in turns[visit.slot_id]:
            book.give_back(person, visit)
    for visit in cluster:
        turns[visit.slot_id] = list(wanted[visit.slot_id])
        for person in turns[visit.slot_id]:
            book.take(person, visit)


def _as_before(visit: Visit, kept: Turns, book: Book) -> list[int]:
    """Whoever is free, those whose turn it is already first."""
    return sorted(book.free_in_order(visit), key=lambda person: person not in kept[visit.slot_id])


def _search(cluster: list[Visit], kept: Turns, turns: Turns, book: Book, steps: Iterator[int]) -> bool:
    """Try everybody in turn until each visit of `cluster` has its people; False where none fits, or after STEPS."""
    if not cluster:
        return True
    visit, *later = cluster
    chosen = list(turns[visit.slot_id])
    for people in combinations(_as_before(visit, kept, book), visit.need - len(chosen)):
        if next(steps, None) is None:
            return False
        for person in people:
            book.take(person, visit)
        turns[visit.slot_id] = chosen + list(people)
        if _search(later, kept, turns, book, steps):
            return True
        for person in people:
            book.give_back(person, visit)
        turns[visit.slot_id] = list(chosen)
    return False
