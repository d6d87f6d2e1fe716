"""What stands in a dossier, in the order of its criteria."""

from collections.abc import Iterable, Mapping

from ocop.domain.criteria.edition import Criterion
from ocop.domain.criteria.score import Choice, level_of
from ocop.domain.evidence.places import PAPERS, Place, sheet_of
from ocop.models import Dossier, Evidence


def in_order(dossier: Dossier) -> dict[Place, list[Evidence]]:
    """All that stands, by its place: criteria as in the sheet, then the general papers. Empty places are left out."""
    found: dict[Place, list[Evidence]] = {}
    for row in dossier.evidence.standing().select_related("added_by").order_by("position", "pk"):
        found.setdefault(Place(row.code, row.paper), []).append(row)
    return {place: found[place] for place in every_place(dossier) if place in found}


def every_place(dossier: Dossier) -> Iterable[Place]:
    yield from (Place(code) for code in sheet_of(dossier).by_code)
    yield from (Place(paper=number) for number in PAPERS)


def at(dossier: Dossier, place: Place) -> list[Evidence]:
    """What stands in one place."""
    rows = dossier.evidence.standing().filter(code=place.code, paper=place.paper)
    return list(rows.select_related("added_by").order_by("position", "pk"))


def counts(dossier: Dossier) -> dict[Place, int]:
    """How much stands in each place that has any."""
    found: dict[Place, int] = {}
    for code, paper in dossier.evidence.standing().values_list("code", "paper"):
        found[Place(code, paper)] = found.get(Place(code, paper), 0) + 1
    return found


def lacking(dossier: Dossier, choices: Mapping[str, Choice], there: Mapping[Place, int]) -> list[Criterion]:
    """Criteria with points that nothing proves yet, in the order of the sheet."""
    sheet = sheet_of(dossier)
    return [
        criterion
        for code, criterion in sheet.by_code.items()
        if code in choices and level_of(sheet, code, choices[code]).points and not there.get(Place(code))
    ]
