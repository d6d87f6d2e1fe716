"""Editions as they lie in `ocop/criteria/`, read once a process.

A folder holds `edition.json` (decision, bands, what the text leaves open), `rules.json`, `criteria_a.json` to
`criteria_c.json` (what stands in sections A, B and C, each criterion once however many sets share it) and `sets.json`
(the sheets: which criteria they are made of, in what order and under what code).
"""

import datetime as dt
import json
from functools import cache
from pathlib import Path

from ocop.domain.criteria.edition import (
    Case,
    CriteriaSet,
    Criterion,
    CriterionGroup,
    Edition,
    Level,
    Note,
    Rule,
    Section,
    Words,
)

FOLDER = Path(__file__).resolve().parents[2] / "criteria"


def keys() -> list[str]:
    """The editions there are, the oldest first."""
    return sorted((path.parent.name for path in FOLDER.glob("*/edition.json")), key=lambda key: read(key).in_force_from)


def newest(day: dt.date) -> Edition:
    """The edition that a dossier begun on `day` is made by."""
    return [edition for edition in map(read, keys()) if edition.in_force_from <= day][-1]


@cache
def read(key: str) -> Edition:
    """The edition of that key; KeyError where there is none."""
    if not (FOLDER / key / "edition.json").is_file() or Path(key).name != key:
        raise KeyError(key)
    data = _json(key, "edition")
    rules = {name: Rule(name, row["effect"], _words(row)) for name, row in _json(key, "rules").items()}
    criteria = {name: row for part in "abc" for name, row in _json(key, f"criteria_{part}").items()}
    sheets = _json(key, "sets")
    return Edition(
        key=key,
        decision=data["decision"],
        issued_on=dt.date.fromisoformat(data["issued_on"]),
        in_force_from=dt.date.fromisoformat(data["in_force_from"]),
        wording=_words(data["wording"]),
        bands={int(star): least for star, least in data["bands"].items()},
        open_questions=tuple(_words(row) for row in data["open_questions"]),
        sets={
            row["number"]: _set(row, sheets, rules, criteria, {k: _words(v) for k, v in data["agencies"].items()})
            for row in sheets["sets"]
        },
    )


def _json(key: str, name: str):
    return json.loads((FOLDER / key / f"{name}.json").read_text(encoding="utf-8"))


def _words(row: dict) -> Words:
    return Words(row["vi"], row["en"])


def _set(row: dict, sheets: dict, rules: dict, criteria: dict, agencies: dict) -> CriteriaSet:
    return CriteriaSet(
        number=row["number"],
        group=row["group"],
        name=_words(row["name"]),
        kind=row["kind"],
        samples=row["samples"],
        agencies=tuple(agencies[key] for key in row["agencies"]),
        sections=tuple(_section(sheets["sections"][key], sheets, rules, criteria) for key in row["sections"]),
        disqualifiers=tuple(rules[key] for key in row["disqualifiers"]),
        notes=tuple(Note(note["kind"], note["at"], _words(note)) for note in row["notes"]),
    )


def _section(row: dict, sheets: dict, rules: dict, criteria: dict) -> Section:
    groups = []
    for code, key in row["groups"]:
        group = sheets["groups"][key]
        items = [
            _criterion(name, f"{code}.{tail}" if tail else code, rules, criteria) for tail, name in group["criteria"]
        ]
        groups.append(CriterionGroup(code, _words(group["name"]), group["maximum"], tuple(items)))
    return Section(row["code"], _words(row["name"]), row["maximum"], tuple(groups))


def _criterion(name: str, code: str, rules: dict, criteria: dict) -> Criterion:
    row = criteria[name]
    return Criterion(
        code=code,
        name=_words(row["name"]),
        maximum=row["maximum"],
        cases=tuple(
            Case(case.get("case", ""), _words(case["when"]) if "when" in case else None, _levels(case["levels"]))
            for case in row.get("cases", ())
        ),
        parts=tuple(_criterion(part, f"{code}.{tail}", rules, criteria) for tail, part in row.get("parts", ())),
        rules=tuple(rules[key] for key in row.get("rules", ())),
    )


def _levels(rows: list[dict]) -> tuple[Level, ...]:
    return tuple(
        Level(
            row["points"],
            _words(row),
            row.get("stars"),
            row.get("printed"),
            row.get("suspect"),
            row.get("implied", False),
        )
        for row in rows
    )
