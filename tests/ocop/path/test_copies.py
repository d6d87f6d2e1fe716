"""Files are copied before the lock, once however often a dossier is handed in, and nothing is left behind."""

from pathlib import Path as Folder

import pytest

from ocop.domain.dossier import handing_in
from ocop.domain.dossier import path as path_module
from ocop.domain.dossier.copies import Copies, FileChanged, StillAdding
from ocop.domain.dossier.handing_in import MOST_VERSIONS, NothingAnswered, TooOften
from ocop.models import Answer, Evidence, Submission, SubmittedFile
from tests.factories.dossiers import Path
from tests.ocop.path.test_handing_in import PAPER, prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path, monkeypatch) -> Folder:
    """Where this test's files of submissions lie."""
    settings.PRIVATE_ROOT = tmp_path
    storage = SubmittedFile._meta.get_field("file").storage
    for name in ("base_location", "location"):
        monkeypatch.setitem(storage.__dict__, name, str(tmp_path))
    return tmp_path / "ocop" / "submissions"


def files(kept: Folder) -> list[str]:
    return sorted(file.name for file in kept.iterdir()) if kept.exists() else []


def test_nothing_is_read_or_written_while_the_dossier_is_locked(kept, monkeypatch):
    path = Path()
    dossier = path.dossier()
    prove(dossier, path)
    copied_when_locked = []
    locked = path_module.locked
    monkeypatch.setattr(handing_in, "locked", lambda found: (copied_when_locked.append(files(kept)), locked(found))[1])
    path.hand_in(dossier)
    assert copied_when_locked == [files(kept)]
    assert len(files(kept)) == 1


def test_handed_in_again_it_takes_no_more_room(kept):
    path = Path()
    dossier = path.dossier()
    prove(dossier, path)
    prove(dossier, path, code="1.2")
    for _again in range(3):
        path.hand_in(dossier)
        handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    assert (SubmittedFile.objects.count(), len(files(kept))) == (6, 1)
    prove(dossier, path, body=b"%PDF-1.4 hop dong moi", code="1.3")
    path.hand_in(dossier)
    assert len(files(kept)) == 2


def test_a_damaged_copy_of_an_earlier_version_is_not_handed_in_again(kept):
    path = Path()
    dossier = path.dossier()
    prove(dossier, path)
    path.hand_in(dossier)
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    (kept / files(kept)[0]).write_bytes(b"hong")
    with path.hand_in(dossier).files.get().file.open("rb") as again:
        assert again.read() == PAPER


def test_what_is_refused_leaves_nothing_behind(kept):
    path = Path()
    dossier = path.dossier()
    prove(dossier, path)
    Answer.objects.all().delete()
    with pytest.raises(NothingAnswered):
        path.hand_in(dossier)
    assert files(kept) == []
    Evidence.objects.update(sha256="0" * 64)
    with pytest.raises(FileChanged):
        path.hand_in(dossier)
    assert files(kept) == []


def test_a_file_that_comes_while_others_are_copied_is_copied_too(kept, monkeypatch):
    path = Path()
    dossier = path.dossier()
    prove(dossier, path)
    late = [b"%PDF-1.4 den sau"]
    make = Copies.make

    def make_and_add(copies: Copies) -> None:
        make(copies)
        if late:
            prove(dossier, path, body=late.pop(), code="1.2")

    monkeypatch.setattr(Copies, "make", make_and_add)
    assert path.hand_in(dossier).files.count() == 2
    monkeypatch.setattr(Copies, "make", lambda copies: None)
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    with pytest.raises(StillAdding):
        path.hand_in(dossier)


def test_a_dossier_is_not_handed_in_without_end(kept):
    path = Path()
    dossier = path.dossier()
    for version in range(1, MOST_VERSIONS):
        told = {"content": {}, "sha256": "", "total": 0, "stars": 0, "handed_in_at": path.now}
        Submission.objects.create(dossier=dossier, version=version, **told)
    assert path.hand_in(dossier).version == MOST_VERSIONS
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    with pytest.raises(TooOften):
        path.hand_in(dossier)
    assert dossier.submissions.count() == MOST_VERSIONS
