"""What a sheet's answers come to: points, stars, and what stands between a product and the next star.

How stars are read (Decision 26/2026/QĐ-TTg and the footnote of Appendix II): the total falls into a band; the
star then sinks while a criterion is below the level that is marked for it, and higher stars need the lower marks too.
The text calls the marks "minimum levels to be reached" and does not say how several evaluators are combined: here the
average of a criterion must reach the points of the marked level.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ocop.domain.criteria.edition import CriteriaSet, Criterion, Edition, Level, Rule

# Of one sheet whole numbers; averages of several are exact, for 70 of them is 70.
Points = float | Fraction


@dataclass(frozen=True)
class Choice:
    """The level chosen of a criterion: `level` counts from 0 in the list of its case."""

    level: int
    case: str = ""


@dataclass(frozen=True)
class Shortfall:
    """A criterion that stands below the level marked for `stars`: `needed` points, `has` points."""

    criterion: Criterion
    stars: int
    needed: int
    has: Points


@dataclass(frozen=True)
class Raise:
    """One level up: `gain` points of `criterion`, by reaching `level`."""

    criterion: Criterion
    level: Level
    gain: Points


@dataclass(frozen=True)
class Score:
    """`band` is the star of the total alone, `star` the one after the marks, 0 where a rule stops it.

    `sections` are points by A, B, C; `unanswered` criteria count as 0.
    """

    total: Points
    sections: dict[str, Points]
    band: int
    star: int
    shortfalls: tuple[Shortfall, ...]
    unanswered: tuple[Criterion, ...]
    stopped_by: tuple[Rule, ...]


class NoSuchLevel(ValueError):
    """An answer that the sheet does not know: another case, a level too many, a criterion of another set."""


def points_of(sheet: CriteriaSet, choices: Mapping[str, Choice]) -> dict[str, int]:
    """Points by criterion, of those that were answered. Raises NoSuchLevel."""
    return {code: level_of(sheet, code, choice).points for code, choice in choices.items()}


def level_of(sheet: CriteriaSet, code: str, choice: Choice) -> Level:
    """The level that `choice` names. Raises NoSuchLevel."""
    criterion = sheet.by_code.get(code)
    case = criterion.case(choice.case) if criterion else None
    if case is None or not 0 <= choice.level < len(case.levels):
        raise NoSuchLevel(code)
    return case.levels[choice.level]


def score(
    edition: Edition,
    sheet: CriteriaSet,
    points: Mapping[str, Points],
    *,
    stopped_by: tuple[Rule, ...] = (),
    rounded: Callable[[Points], Points] = lambda total: total,
) -> Score:
    """What `points` by criterion come to; averages of several sheets count the same way. A council may have the total
    `rounded` before its band is read."""
    sections = {part.code: sum(points.get(leaf.code, 0) for leaf in part.leaves()) for part in sheet.sections}
    total = rounded(sum(sections.values()))
    band = edition.star_of(total)
    short = tuple(shortfalls(sheet, points))
    star = band
    while any(item.stars <= star for item in short):
        star -= 1
    return Score(
        total=total,
        sections=sections,
        band=band,
        star=0 if stopped_by else star,
        shortfalls=short,
        unanswered=tuple(leaf for code, leaf in sheet.by_code.items() if code not in points),
        stopped_by=stopped_by,
    )


def shortfalls(sheet: CriteriaSet, points: Mapping[str, Points]) -> Iterator[Shortfall]:
    """Every mark that is not reached, in the order of the sheet. Cases have no marks in any set."""
    for code, criterion in sheet.by_code.items():
        for case in criterion.cases:
            for level in case.levels:
                if level.stars and points.get(code, 0) < level.points:
                    yield Shortfall(criterion, level.stars, level.points, points.get(code, 0))


def next_raises(sheet: CriteriaSet, choices: Mapping[str, Choice]) -> list[Raise]:
    """The next level of each criterion that has one, the greatest gain first: what is cheapest to gain is for the host
    to judge, who knows what a level costs."""
    raises = []
    for code, criterion in sheet.by_code.items():
        chosen = choices.get(code)
        case = criterion.case(chosen.case) if chosen else criterion.cases[0]
        has = level_of(sheet, code, chosen).points if chosen else 0
        above = [level for level in case.levels if level.points > has] if case else []
        if above:
            raises.append(Raise(criterion, above[0], above[0].points - has))
    return sorted(raises, key=lambda item: -item.gain)


@dataclass(frozen=True)
class WayUp:
    """What `star` still asks for: marks that must be reached, and points beyond what reaching them brings."""

    star: int
    marks: tuple[Shortfall, ...]
    points: Points


def way_up(edition: Edition, sheet: CriteriaSet, points: Mapping[str, Points]) -> WayUp | None:
    """What stands between a product and the next star; nothing at five."""
    now = score(edition, sheet, points)
    if now.star >= max(edition.bands):
        return None
    star = now.star + 1
    must: dict[str, Shortfall] = {}
    for item in now.shortfalls:
        known = must.get(item.criterion.code)
        if item.stars <= star and (known is None or item.needed > known.needed):
            must[item.criterion.code] = item
    raised = dict(points) | {code: item.needed for code, item in must.items()}
    return WayUp(star, tuple(must.values()), max(0, edition.bands[star] - score(edition, sheet, raised).total))
