"""What must hold of dossiers: what was handed in is what was handed in, and no decision without minutes."""

import datetime as dt
import hashlib
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from common.data.findings import Finding, Invariants, fault
from ocop.domain.dossier.handing_in import hash_of
from ocop.enums import DossierState
from ocop.models import AgendaItem, CouncilMember, Decision, Dossier, SignedPaper, Submission, SubmittedFile


def state(invariants: Invariants) -> None:
    """Add these to an audit."""
    for check in (submission_unchanged, file_unchanged, signed_paper_unchanged):
        invariants.state(check.__name__)(check)
    for check in (decision_minutes, closed_results, recognised_certificate):
        invariants.state(check.__name__)(check)


def submission_unchanged(_now: dt.datetime) -> Iterator[Finding]:
    """What was handed in has the hash that it had then."""
    for row in Submission.objects.order_by("pk").only("content", "sha256").iterator(chunk_size=50):
        if hash_of(row.content) != row.sha256:
            yield fault(f"submission {row.pk}", "is not what was handed in")


def file_unchanged(_now: dt.datetime) -> Iterator[Finding]:
    """A file of a submission has the bytes that it had when it was handed in."""
    yield from _changed("file", SubmittedFile.objects.all(), "is not the one that was handed in")


def signed_paper_unchanged(_now: dt.datetime) -> Iterator[Finding]:
    """The scan of a signed paper has the bytes that it had when it was sent."""
    yield from _changed("signed paper", SignedPaper.objects.all(), "is not the one that was sent")


def _changed(name: str, rows: QuerySet, said: str) -> Iterator[Finding]:
    for row in rows.order_by("pk").iterator(chunk_size=50):
        try:
            with row.file.open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:
            yield fault(f"{name} {row.pk}", "is not there")
            continue
        if found != row.sha256:
            yield fault(f"{name} {row.pk}", said)


def decision_minutes(_now: dt.datetime) -> Iterator[Finding]:
    """A decision rests on the minutes of a closed session."""
    wrong = Decision.objects.filter(
        Q(submission__item__isnull=True)
        | Q(submission__item__session__closed_at__isnull=True)
        | Q(submission__item__session__minutes_at__isnull=True)
    )
    for pk in wrong.order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"decision {pk}", "has no minutes of a closed session")


def closed_results(_now: dt.datetime) -> Iterator[Finding]:
    """A closed session has a result for each item, from signed sheets of members who give points."""
    signed = Count("sheets", filter=Q(sheets__signed_at__isnull=False))
    closed = AgendaItem.objects.filter(session__closed_at__isnull=False).annotate(signed=signed).order_by("pk")
    for pk, average, outcome, counted, there in closed.values_list(
        "pk", "average", "outcome", "sheets_counted", "signed"
    ).iterator():
        if average is None or not outcome or counted < 1 or counted > there:
            yield fault(f"agenda item {pk}", f"counts {counted} sheets of {there} signed")
    seats = CouncilMember.objects.filter(scores=False, sheets__signed_at__isnull=False).distinct()
    for pk in seats.order_by("pk").values_list("pk", flat=True):
        yield fault(f"council member {pk}", "signed a sheet and gives no points")


def recognised_certificate(_now: dt.datetime) -> Iterator[Finding]:
    """A dossier is recognised exactly where its decision has a certificate."""
    has = Q(submissions__decision__certificate__isnull=False)
    recognised = Q(state=DossierState.RECOGNISED)
    with_one = Dossier.objects.filter(has).values("pk")
    wrong = Dossier.objects.filter((recognised & ~Q(pk__in=with_one)) | (~recognised & Q(pk__in=with_one)))
    for pk, where in wrong.order_by("pk").values_list("pk", "state").iterator():
        yield fault(f"dossier {pk}", f"is {where} and its certificate says otherwise")
