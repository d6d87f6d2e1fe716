"""What changed between two versions, or since the product was recognised: an upgrade shows it (art. 6)."""

from ocop.enums import DossierState
from ocop.models import Submission


def earlier(submission: Submission) -> Submission | None:
    """The version before; of the first, the last one that the same product was recognised upon."""
    before = submission.dossier.submissions.filter(version__lt=submission.version).order_by("-version").first()
    if before or submission.dossier.product_id is None:
        return before
    recognised = Submission.objects.filter(
        dossier__product=submission.dossier.product_id, dossier__state=DossierState.RECOGNISED
    ).exclude(dossier=submission.dossier_id)
    return recognised.order_by("-handed_in_at").first()


def changed(submission: Submission, before: Submission | None) -> dict[str, int | None]:
    """Points that stood before, by criterion, where they are others now. Nothing where two editions are compared."""
    if before is None or before.content["edition"] != submission.content["edition"]:
        return {}
    then, now = before.content["answers"], submission.content["answers"]
    points = {code: then.get(code, {}).get("points") for code in then.keys() | now.keys()}
    return {code: value for code, value in points.items() if value != now.get(code, {}).get("points")}
