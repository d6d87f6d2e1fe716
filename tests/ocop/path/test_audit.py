"""Each invariant of dossiers finds the fault planted for it, behind the back of the models that refuse it."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from ocop.domain.audit.run import audit
from ocop.domain.dossier import deciding
from ocop.enums import EvidenceKind, Outcome, PaperKind
from ocop.models import (
    AgendaItem,
    CouncilMember,
    CouncilSession,
    Dossier,
    Evidence,
    SignedPaper,
    Submission,
    SubmittedFile,
)
from tests.factories.dossiers import Path, worth

pytestmark = pytest.mark.django_db
PAPER = b"%PDF hop dong"


def decided() -> Submission:
    """A recognised dossier with a file, as the domain writes it."""
    path = Path()
    dossier = path.dossier(worth(80))
    Evidence.objects.create(
        dossier=dossier,
        code="1.1",
        position=1,
        kind=EvidenceKind.FILE,
        title="Hợp đồng",
        file=ContentFile(PAPER, name="a.pdf"),
        size=len(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        added_at=path.now,
    )
    item = path.on_agenda(path.at_province(dossier))
    path.sign(item, worth(80))
    path.close(item.session)
    deciding.recognise(
        submission=item.submission,
        outcome=Outcome.FOUR,
        number="1/QĐ",
        issuer="UBND",
        decided_on=path.today,
        by=path.officer,
        now=path.now,
    )
    return item.submission


def write(model, pk: int, column: str, value) -> None:
    """Past the models, as a hand in the database would."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE id = %s', [value, pk])


def found() -> list[str]:
    return [fault.invariant for fault in audit(now=timezone.now())]


def test_nothing_is_wrong_with_what_the_domain_writes():
    decided()
    assert found() == []


def test_content_that_was_changed_by_hand():
    write(Submission, decided().pk, "sha256", "0" * 64)
    assert found() == ["submission_unchanged"]


def test_a_file_that_was_changed_or_lost_on_the_disk():
    file = SubmittedFile.objects.get(submission=decided())
    with open(file.file.path, "ab") as opened:
        opened.write(b"!")
    assert found() == ["file_unchanged"]
    file.file.storage.delete(file.file.name)
    assert found() == ["file_unchanged"]


def test_the_scan_of_a_signed_paper_that_was_changed_or_is_gone():
    submission = decided()
    kept = {"name": "a.pdf", "media_type": "application/pdf", "size": len(PAPER), "at": timezone.now()}
    scan = SignedPaper.objects.create(
        kind=PaperKind.FORM01,
        submission=submission,
        file=ContentFile(PAPER, name="a.pdf"),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        **kept,
    )
    assert found() == []
    with open(scan.file.path, "ab") as opened:
        opened.write(b"!")
    assert found() == ["signed_paper_unchanged"]
    scan.file.storage.delete(scan.file.name)
    assert found() == ["signed_paper_unchanged"]


def test_a_decision_without_minutes():
    decided()
    CouncilSession.objects.update(minutes_at=None)
    assert found() == ["decision_minutes"]


def test_a_result_that_counts_sheets_nobody_signed():
    decided()
    AgendaItem.objects.update(sheets_counted=9)
    assert found() == ["closed_results"]


def test_a_sheet_of_somebody_who_gives_no_points():
    decided()
    CouncilMember.objects.filter(pk=CouncilMember.objects.order_by("pk").first().pk).update(scores=False)
    assert found() == ["closed_results"]


def test_a_recognition_that_no_certificate_knows():
    submission = decided()
    Dossier.objects.filter(pk=submission.dossier_id).update(state="scored")
    assert found() == ["recognised_certificate"]
