"""Where a dossier stands, as its pages show it: points, stars, what stops the next one, what is cheapest to gain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ocop.domain.criteria.edition import Criterion, Rule
from ocop.domain.criteria.score import Choice, Raise, WayUp, next_raises, points_of, way_up
from ocop.domain.dossier.preparing import choices_of, edition_of, score_of, sheet_of
from ocop.domain.evidence.places import Place
from ocop.models import Dossier

SHOWN_RAISES = 3


@dataclass(frozen=True)
class Standing:
    """`certified`: whether so many stars bring a certificate. `answered` of `asked` criteria."""

    total: int
    star: int
    sections: list[tuple[str, int, int]]
    answered: int
    asked: int
    way: WayUp | None
    raises: list[Raise]
    stopped_by: tuple[Rule, ...]

    @property
    def certified(self) -> bool:
        return self.star >= 3


def standing(dossier: Dossier, choices: Mapping[str, Choice] | None = None) -> Standing:
    choices = dict(choices if choices is not None else choices_of(dossier))
    edition, sheet = edition_of(dossier), sheet_of(dossier)
    found = score_of(dossier, choices)
    points = points_of(sheet, choices)
    return Standing(
        total=int(found.total),
        star=found.star,
        sections=[(part.code, int(found.sections[part.code]), part.maximum) for part in sheet.sections],
        answered=len(points),
        asked=len(sheet.by_code),
        way=None if found.stopped_by else way_up(edition, sheet, points),
        raises=next_raises(sheet, choices)[:SHOWN_RAISES],
        stopped_by=found.stopped_by,
    )


def lines_of(
    dossier: Dossier, choices: Mapping[str, Choice], there: Mapping[Place, int], bare: Collection[str]
) -> list[dict[str, Any]]:
    """Sections, their groups, and a line for each criterion: its points so far, None where nothing is chosen, how much
    proves it, and whether it is one of the `bare`, whose points nothing proves."""
    sheet = sheet_of(dossier)
    points = points_of(sheet, choices)

    def line(leaf: Criterion) -> dict[str, Any]:
        code = leaf.code
        return {"criterion": leaf, "points": points.get(code), "n": there.get(Place(code), 0), "bare": code in bare}

    return [
        {"section": section, "groups": [{"lines": [line(leaf) for leaf in group.leaves()]} for group in section.groups]}
        for section in sheet.sections
    ]
