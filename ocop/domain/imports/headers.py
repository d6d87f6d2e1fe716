"""Which rows of a sheet are its heading, and which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from common.words.text import words
from ocop.domain.imports.columns import COLUMNS, NEEDED

# A heading stands among the first rows: under a title, a number of a decision and the like.
LOOKED_AT = 40
# How alike two headings are that mean the same: "Tên sản phâm", "Chủ thê". Below it "Mã số" would be "Mã số thuế".
ALIKE = 0.88
LONGEST = 60


@dataclass(frozen=True)
class Heading:
    """`first` and `last` are its rows, from 0. `columns` are what each column tells, "" where we do not know."""

    first: int
    last: int
    columns: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def score(self) -> int:
        return sum(bool(column) for column in self.columns)

    @property
    def is_complete(self) -> bool:
        return all(key in self.columns for key in NEEDED)


_EXACT = {word: column.key for column in COLUMNS for word in (words(column.title), *column.words)}


def find_heading(rows: Sequence[Sequence[str]]) -> Heading | None:
    """The best heading among the first rows of a sheet, of one row or two; None where there is none.

    A cell that was merged over several columns stands in the first of them, or in all.
    """
    found: list[Heading] = []
    top = rows[:LOOKED_AT]
    for number, row in enumerate(top):
        if sum(_exact(text) != "" for text in row) >= len(NEEDED):
            found.append(_read(number, number, [[text] for text in row]))
    for number, (upper, lower) in enumerate(pairwise(top)):
        if sum(1 for text in upper if text) >= len(NEEDED) and any(_exact(text) for text in upper):
            found.append(_read(number, number + 1, _stacked(upper, lower)))
    complete = [heading for heading in found if heading.is_complete]
    # One row is enough where a second tells nothing more: the first row of products is no heading.
    return max(complete, key=lambda heading: (heading.score, heading.first - heading.last), default=None)


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> list[list[str]]:
    """For each column the ways to read its two cells: both together, the lower one, the upper one."""
    above, columns = "", []
    for number in range(max(len(upper), len(lower))):
        own = upper[number] if number < len(upper) else ""
        below = lower[number] if number < len(lower) else ""
        # An upper cell reaches over what is empty beside it, as far as something stands below.
        above = own or (above if below else "")
        columns.append([f"{above} {below}".strip(), below, above] if below and below != above else [above])
    return columns


def _read(first: int, last: int, columns: list[list[str]]) -> Heading:
    keys: list[str] = []
    # What is written exactly goes before what is only alike, wherever it stands.
    for know in (_exact, _alike):
        for number, ways in enumerate(columns):
            if number < len(keys) and keys[number]:
                continue
            key = next((key for way in ways if (key := know(way)) and key not in keys), "")
            if number < len(keys):
                keys[number] = key
            else:
                keys.append(key)
    width = max((number for number, ways in enumerate(columns, 1) if ways[0]), default=0)
    return Heading(first, last, tuple(keys[:width]), tuple(ways[0] for ways in columns[:width]))


def _exact(text: str) -> str:
    return _EXACT.get(_folded(text), "")


def _alike(text: str) -> str:
    folded = _folded(text)
    if not folded or len(folded) > LONGEST:
        return ""
    best, likeness = "", ALIKE
    for word, key in _EXACT.items():
        matcher = SequenceMatcher(None, folded, word, autojunk=False)
        if matcher.real_quick_ratio() >= likeness and (ratio := matcher.ratio()) >= likeness:
            best, likeness = key, ratio
    return best


def _folded(text: str) -> str:
    """Without what stands in brackets, as in "Số sao (3–5)"."""
    return words(text.split("(")[0]) or words(text)
