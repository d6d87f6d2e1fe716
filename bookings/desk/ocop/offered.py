"""What this site knows of a criterion, beside what was taken of it already."""

from dataclasses import dataclass

from django.utils import timezone

from ocop.domain.evidence.registry import Offered, offers
from ocop.enums import EvidenceKind
from ocop.models import Dossier, Evidence


@dataclass(frozen=True)
class Shown:
    """`taken`: it stands as evidence with this figure; `newer`: with another one."""

    offered: Offered
    taken: bool
    newer: bool


def offered_at(dossier: Dossier, code: str, kept: list[Evidence]) -> list[Shown]:
    figures = {row.shown.get("key"): row.shown.get("figure") for row in kept if row.kind == EvidenceKind.PLATFORM}
    found = []
    for one in offers(dossier, code, day=timezone.localdate()):
        key = one.shown["key"]
        same = key in figures and figures[key] == one.figure
        found.append(Shown(one, same, key in figures and not same))
    return found
