"""Scans of one paper that several send at the same moment."""

import pytest
from django.utils import timezone

from ocop.domain.papers.signed import MOST, keep_of_dossier
from ocop.enums import PaperKind
from ocop.models import SignedPaper, Submission
from tests.contention.crowd import all_at_once, errors
from tests.factories.dossiers import Path
from tests.ocop.papers.test_signed import keep_in, pdf

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 6


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)


@pytest.fixture
def path(isolation):
    return Path()


def send(path, submission, data):
    def keep():
        keep_of_dossier(
            submission=Submission.objects.get(pk=submission.pk),
            kind=PaperKind.FORM01,
            data=data,
            name="a.pdf",
            by=path.potter,
            now=timezone.now(),
        )

    return keep


def test_the_same_scan_sent_many_times_at_once_is_one_row_and_one_file(path, tmp_path):
    submission, same = path.hand_in(path.dossier()), pdf("một")
    assert errors(all_at_once([send(path, submission, same)] * CROWD)) == []
    assert SignedPaper.objects.count() == 1
    assert sum(file.is_file() for file in tmp_path.rglob("*")) == 1


def test_no_paper_gets_more_scans_than_it_may_have_however_they_come(path):
    submission = path.hand_in(path.dossier())
    for number in range(MOST - 1):
        send(path, submission, pdf(str(number)))()
    all_at_once([send(path, submission, pdf(f"cùng lúc {number}")) for number in range(CROWD)])
    assert SignedPaper.objects.count() == MOST
