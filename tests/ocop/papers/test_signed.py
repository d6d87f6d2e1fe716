"""Scans of signed papers: taken for what they are, replaced by newer ones, never changed."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfWriter

from ocop.domain.evidence.contents import NotTaken
from ocop.domain.evidence.pdfs import ActivePdf
from ocop.domain.papers.decision import NoResultYet
from ocop.domain.papers.signed import (
    MOST,
    NotIssuedYet,
    TooManyScans,
    keep_of_dossier,
    keep_of_session,
    keep_of_sheet,
    standing,
)
from ocop.enums import PaperKind
from ocop.models import SignedPaper
from ocop.models.register_import import PrivateStorage
from tests.factories.dossiers import Path, worth

pytestmark = pytest.mark.django_db


def pdf(title: str = "") -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": title})
    writer.write(out)
    return out.getvalue()


def photo() -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "Nhà ông Đông"
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)


def keep_in(folder, monkeypatch) -> None:
    """Private files of signed papers lie in `folder`."""
    monkeypatch.setattr(SignedPaper._meta.get_field("file"), "storage", PrivateStorage(location=folder))


@pytest.fixture
def path():
    return Path()


def keep(path, submission, kind=PaperKind.FORM01, data=None, name="mau-01.pdf"):
    return keep_of_dossier(
        submission=submission, kind=kind, data=data or pdf(), name=name, by=path.potter, now=path.now
    )


def test_a_scan_is_kept_with_its_hash_and_stays_as_it_is(path):
    submission = path.hand_in(path.dossier())
    content = pdf("Phiếu đăng ký")
    row = keep(path, submission, data=content, name="../../Mẫu 01 đã ký.pdf")
    assert (row.name, row.media_type, row.size) == ("Mẫu 01 đã ký.pdf", "application/pdf", len(content))
    assert row.file.open("rb").read() == content
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    row.name = "khác.pdf"
    for change in (row.save, row.delete, SignedPaper.objects.all().delete):
        with pytest.raises(TypeError):
            change()


def test_the_newest_counts_and_those_before_it_stay(path):
    submission = path.hand_in(path.dossier())
    first, second = (keep(path, submission, data=pdf(title)) for title in ("một", "hai"))
    assert standing(submission.signed_papers.all()) == [(second, 1)]
    # The first one again is the newest again.
    third = keep(path, submission, data=pdf("một"))
    assert third.pk not in (first.pk, second.pk)
    assert standing(submission.signed_papers.all()) == [(third, 2)]


def test_the_same_scan_again_is_the_same_row_and_leaves_no_file(path, tmp_path):
    submission = path.hand_in(path.dossier())
    assert keep(path, submission).pk == keep(path, submission).pk
    assert sum(file.is_file() for file in tmp_path.rglob("*")) == 1


def test_a_photo_is_written_anew_without_what_a_phone_noted(path):
    row = keep(path, path.hand_in(path.dossier()), data=photo(), name="anh.jpg")
    kept = row.file.open("rb").read()
    assert row.media_type == "image/jpeg"
    assert "Nhà ông".encode() not in kept
    assert hashlib.sha256(kept).hexdigest() == row.sha256


def test_what_is_no_scan_is_refused_whatever_it_is_called(path):
    submission = path.hand_in(path.dossier())
    with pytest.raises(NotTaken):
        keep(path, submission, data=b"MZ\x90\x00", name="mau-01.pdf")
    with pytest.raises(ActivePdf):
        keep(path, submission, data=pdf() + b"<< /S /JavaScript /JS (app.alert) >>")
    assert not SignedPaper.objects.exists()


def test_nobody_can_have_signed_what_does_not_stand_yet(path):
    submission = path.hand_in(path.dossier())
    with pytest.raises(NotIssuedYet):
        keep(path, submission, PaperKind.FORM03)
    with pytest.raises(NoResultYet):
        keep(path, submission, PaperKind.DECISION)


def test_a_sheet_and_minutes_are_scanned_once_the_session_is_closed(path):
    item = path.on_agenda()
    path.sign(item, worth(80))
    told = {"data": pdf(), "name": "a.pdf", "by": path.officer, "now": path.now}
    with pytest.raises(NotIssuedYet):
        keep_of_sheet(sheet=item.sheets.first(), **told)
    with pytest.raises(NotIssuedYet):
        keep_of_session(session=item.session, **told)
    path.close(item.session)
    sheet = item.sheets.select_related("item__session").first()
    assert keep_of_sheet(sheet=sheet, **told).submission_id == item.submission_id
    assert keep_of_session(session=item.session, **told).kind == PaperKind.MINUTES
    assert keep(path, item.submission, PaperKind.DECISION).kind == PaperKind.DECISION


def test_one_paper_is_not_scanned_without_end(path):
    submission = path.hand_in(path.dossier())
    for number in range(MOST):
        keep(path, submission, data=pdf(str(number)))
    with pytest.raises(TooManyScans):
        keep(path, submission, data=pdf("một nữa"))
    # Of another paper there is room.
    keep(path, submission, PaperKind.FORM02)
