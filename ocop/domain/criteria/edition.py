"""One edition of the criteria, as plain values that never change (Decision 26/2026/QĐ-TTg, Appendices I and II).

A folder `ocop/criteria/<key>/` is an edition. Names of criteria are the legal ones; what a level, a rule or a note says
is put into our own plain words and not compared with the printed text, which `Edition.wording` says to readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """The same in both languages; as text, in the one of the page that is being made."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "vi").startswith("en") else self.vi


@dataclass(frozen=True)
class Rule:
    """What an edition says beside points. `effect` is `reject_dossier`, `stop_assessment`, `not_assessed`, `required`,
    `condition`, `evidence` or `guidance`."""

    key: str
    effect: str
    text: Words

    @property
    def stops(self) -> bool:
        """Whether it ends the assessment where it holds, whatever the points."""
        return self.effect in ("reject_dossier", "stop_assessment", "not_assessed")


@dataclass(frozen=True)
class Level:
    """One rung of a criterion. `stars`: a product needs at least this rung for so many stars (footnote of sets 1-25).
    `printed`: what the source prints where another number is used; `suspect`: what was probably meant where what is
    printed was kept."""

    points: int
    text: Words
    stars: int | None = None
    printed: str | None = None
    suspect: int | None = None
    implied: bool = False


@dataclass(frozen=True)
class Case:
    """One of the ways to judge a criterion: most have one, without a `key`; 8, 9 and 15 of set 26 have "a" and "b"."""

    key: str
    when: Words | None
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Criterion:
    """What is scored, with `code` as in the set (3.5, 7, 6.1.1), or, where it has `parts`, a heading over them."""

    code: str
    name: Words
    maximum: int
    cases: tuple[Case, ...] = ()
    parts: tuple["Criterion", ...] = ()
    rules: tuple[Rule, ...] = ()

    def leaves(self) -> Iterator["Criterion"]:
        """What is scored of it: itself, or its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def case(self, key: str = "") -> Case | None:
        """The case of that key, or nothing."""
        return next((case for case in self.cases if case.key == key), None)

    @property
    def has_cases(self) -> bool:
        return len(self.cases) > 1


@dataclass(frozen=True)
class CriterionGroup:
    code: str
    name: Words
    maximum: int
    criteria: tuple[Criterion, ...]

    def leaves(self) -> Iterator[Criterion]:
        for criterion in self.criteria:
            yield from criterion.leaves()


@dataclass(frozen=True)
class Section:
    """A, B or C of a set: 40, 25 and 35 points."""

    code: str
    name: Words
    maximum: int
    groups: tuple[CriterionGroup, ...]

    def leaves(self) -> Iterator[Criterion]:
        for group in self.groups:
            yield from group.leaves()


@dataclass(frozen=True)
class Note:
    """Where the source is in doubt: what it prints, what is used here and why. `at` names the place in the set."""

    kind: str
    at: str
    text: Words


@dataclass(frozen=True)
class CriteriaSet:
    """One of the 26 sheets: `kind` as in Appendix I, `samples` that come with a dossier, `agencies` who manage it."""

    number: int
    group: str
    name: Words
    kind: str
    samples: int
    agencies: tuple[Words, ...]
    sections: tuple[Section, ...]
    disqualifiers: tuple[Rule, ...]
    notes: tuple[Note, ...]

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """What is scored, by its code, in the order of the sheet."""
        return {leaf.code: leaf for section in self.sections for leaf in section.leaves()}

    @property
    def maximum(self) -> int:
        return sum(section.maximum for section in self.sections)

    @property
    def stops(self) -> list[Rule]:
        """What ends an assessment: of the whole set, then of its criteria, each once."""
        rules = [*self.disqualifiers, *(r for c in self.by_code.values() for r in c.rules if r.stops)]
        return list(dict.fromkeys(rules))


@dataclass(frozen=True)
class Edition:
    """`bands` are the least points of 1 to 5 stars, by star. `sets` by their number."""

    key: str
    decision: str
    issued_on: date
    in_force_from: date
    wording: Words
    bands: dict[int, int]
    sets: dict[int, CriteriaSet] = field(repr=False)
    open_questions: tuple[Words, ...] = field(repr=False, default=())

    def star_of(self, points: float | Fraction) -> int:
        """The stars of a total, before what single criteria ask for."""
        return max(star for star, least in self.bands.items() if points >= least)

    def __hash__(self) -> int:
        return hash(self.key)
