"""A dossier's way through the offices, as its host reads it."""

from typing import Any

from ocop.domain.dossier.offices import due_on
from ocop.domain.dossier.path import newest
from ocop.enums import DossierAct, DossierState
from ocop.models import Dossier

STEPS = 30


def path_of(dossier: Dossier) -> dict[str, Any]:
    """What templates/desk/ocop/_path.html shows: where it stands, until when, what was asked for, what happened."""
    submission = newest(dossier)
    intakes = list(submission.intakes.order_by("pk")) if submission else []
    steps = list(dossier.steps.select_related("office")[:STEPS])
    returned = next((step for step in steps if step.act == DossierAct.RETURN), None)
    return {
        "with_host": dossier.is_with_host,
        "submission": submission,
        "intakes": intakes,
        "due": due_on(submission, intakes) if submission else None,
        "steps": steps,
        "returned": returned if dossier.state == DossierState.RETURNED else None,
        "can_take_back": dossier.state == DossierState.HANDED_IN,
        "decision": getattr(submission, "decision", None),
    }
