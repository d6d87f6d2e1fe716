"""How a set of criteria is answered so that it comes to so many stars, by its host and by seven members alike."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ocop.domain.criteria.edition import CriteriaSet, Criterion
from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Choice, Score, points_of, score
from ocop.domain.dossier import council
from ocop.models import AgendaItem, Council, ScoreSheet, Submission

MEMBERS = 7
# Which of the members give one level less for one criterion.
STRICT = (2, 5)
SHARES = tuple(number / 20 for number in range(5, 21))


@dataclass(frozen=True)
class Answered:
    """`points` by code; `sheets` are each member's levels as JSON, with its total. The rest is the council's result."""

    choices: dict[str, Choice]
    points: dict[str, int]
    own: Score
    sheets: tuple[tuple[str, int], ...]
    average: Decimal
    averages: str
    outcome: str


class OutOfReach(ValueError):
    """No way of answering this set comes to so many stars."""


@cache
def answered(edition: str, number: int, stars: int) -> Answered:
    """The poorest way that comes to `stars` for both. Raises OutOfReach."""
    for share in SHARES:
        found = _answered(edition, number, stars, share)
        if found.own.star == stars and found.outcome == str(stars):
            return found
    raise OutOfReach(edition, number, stars)


def _answered(edition: str, number: int, stars: int, share: float) -> Answered:
    sheet = read(edition).sets[number]
    choices = {code: _choice(criterion, stars, share) for code, criterion in sheet.by_code.items()}
    points = points_of(sheet, choices)
    item = AgendaItem(submission=Submission(content={"edition": edition, "criteria_set": number}))
    levels = [_of_member(sheet, choices, member) for member in range(MEMBERS)]
    sheets = [ScoreSheet(levels={code: [each.case, each.level] for code, each in sorted(it.items())}) for it in levels]
    came_to = council.result(Council(), item, sheets)
    averages = {code: f"{float(value):.4f}" for code, value in council.averages(item, sheets).items()}
    return Answered(
        choices=choices,
        points=points,
        own=score(read(edition), sheet, points),
        sheets=tuple(
            (json.dumps(each.levels), sum(points_of(sheet, taken).values()))
            for each, taken in zip(sheets, levels, strict=True)
        ),
        average=round(Decimal(float(came_to.total)), 4),
        averages=json.dumps(averages),
        outcome=council.outcome_of(came_to).value,
    )


def _choice(criterion: Criterion, stars: int, share: float) -> Choice:
    """About `share` of the way up, and no level below one that `stars` ask for."""
    case = criterion.cases[0]
    levels = case.levels
    least = max((place for place, level in enumerate(levels) if level.stars and level.stars <= stars), default=0)
    return Choice(max(least, round(share * (len(levels) - 1))), case.key)


def _of_member(sheet: CriteriaSet, choices: dict[str, Choice], member: int) -> dict[str, Choice]:
    if member not in STRICT:
        return choices
    unmarked = (
        code
        for code, criterion in sheet.by_code.items()
        if choices[code].level and not any(level.stars for level in criterion.cases[0].levels)
    )
    code = next(unmarked, None)
    return choices | ({code: Choice(choices[code].level - 1, choices[code].case)} if code else {})
