"""A submission as its readers see it: criterion by criterion, with the proofs of each."""

from django.utils.translation import gettext as _

from ocop.domain.criteria.edition import Criterion
from ocop.domain.criteria.reading import read
from ocop.domain.dossier.comparing import changed, earlier
from ocop.domain.dossier.details import PARTS, TICKS
from ocop.enums import EvidenceKind
from ocop.models import Submission


def content_of(submission: Submission) -> dict:
    """What templates/ocop/office/_content.html shows: `sections` of the sheet with their `lines`, general papers."""
    told = submission.content
    sheet = read(told["edition"]).sets[told["criteria_set"]]
    files = {file.sha256: file for file in submission.files.all()}
    proofs: dict[str, list[dict]] = {}
    for proof in told["evidence"]:
        proofs.setdefault(proof["code"], []).append(_proof(proof, files))
    before = earlier(submission)
    were = changed(submission, before)
    sections = [
        {
            "section": section,
            "points": sum(told["answers"].get(leaf.code, {}).get("points") or 0 for leaf in section.leaves()),
            "lines": [
                _line(leaf, told["answers"].get(leaf.code), proofs.get(leaf.code, []), were)
                for leaf in section.leaves()
            ],
        }
        for section in sheet.sections
    ]
    return {
        "sheet": sheet,
        "sections": sections,
        "papers": proofs.get("", []),
        "before": before,
        "rules": [rule for rule in sheet.stops if rule.key in told["stopped_by"]],
        "details": _details(told["details"]),
    }


def _details(told: dict) -> list[tuple[str, str]]:
    """Label and text of what form 02 says beside the criteria, in its order; what was ticked as one line."""
    found = [
        (str(detail.label), str(told[detail.key])) for part in PARTS for detail in part.details if told.get(detail.key)
    ]
    ticks = ", ".join(str(TICKS[key]) for key in told.get("ticks", []) if key in TICKS)
    return [*found, (_("Papers that are there"), ticks)] if ticks else found


def _line(criterion: Criterion, answer: dict | None, proofs: list[dict], were: dict) -> dict:
    return {
        "criterion": criterion,
        "points": answer["points"] if answer else None,
        "level": _level_text(criterion, answer),
        "reason": answer["reason"] if answer else "",
        "proofs": proofs,
        "changed": criterion.code in were,
        "before": were.get(criterion.code),
    }


def _level_text(criterion: Criterion, answer: dict | None) -> str:
    if answer is None or answer["level"] is None:
        return ""
    case = criterion.case(answer["case"])
    return str(case.levels[answer["level"]].text) if case else ""


def _proof(proof: dict, files: dict) -> dict:
    """`file` is what an office's page hands out; `link` an address elsewhere; `text` a figure of this site."""
    file = files.get(proof["sha256"]) if proof["kind"] in (EvidenceKind.FILE, EvidenceKind.PICTURE) else None
    return {"title": proof["title"], "file": file, "link": proof["link"], "shown": proof["shown"]}
