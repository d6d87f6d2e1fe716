"""Files that were taken out of a dossier: kept while somebody may bring them back, and while a version holds them."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.tasks import tidy
from ocop.domain.criteria.score import Choice
from ocop.domain.dossier.handing_in import hand_in
from ocop.domain.dossier.preparing import answer
from ocop.domain.evidence import forgetting
from ocop.domain.evidence.forgetting import KEPT, forget_removed
from ocop.domain.evidence.keeping import Forgotten, bring_back, remove
from ocop.models import Dossier, Evidence, SubmittedFile
from tests.factories.dossiers import FORM
from tests.factories.people import make_user
from tests.factories.villages import make_dossier
from tests.ocop.evidence.files import pdf
from tests.ocop.evidence.test_keeping import dossier, files, linked, private, sent  # noqa: F401  fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)


def removed(row, at=NOW) -> Evidence:
    remove(evidence=row, now=at)
    return row


def handed_in(dossier) -> None:  # noqa: F811
    by = make_user()
    answer(dossier=dossier, code="1.1", choice=Choice(1), reason="", seen=0, by=by, now=NOW)
    hand_in(dossier=dossier, form=FORM, by=by, now=NOW)


def test_it_is_forgotten_once_nobody_can_have_meant_it_any_more_and_not_before(dossier, tmp_path):  # noqa: F811
    removed(sent(dossier))
    standing = sent(dossier, data=pdf("khác"))
    assert forget_removed(now=NOW + KEPT) == 0
    assert files(tmp_path) == 2
    assert forget_removed(now=NOW + KEPT + MINUTE) == 1
    assert list(Evidence.objects.all()) == [standing]
    assert files(tmp_path) == 1
    assert forget_removed(now=NOW + 2 * KEPT) == 0


def test_what_a_version_was_handed_in_with_is_never_forgotten(dossier, tmp_path):  # noqa: F811
    held, unheld = sent(dossier), removed(sent(dossier, data=pdf("khác")))
    handed_in(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(state="draft")
    removed(held)
    assert forget_removed(now=NOW + 10 * KEPT) == 1
    assert list(Evidence.objects.all()) == [held]
    assert not (tmp_path / unheld.file.name).exists()
    for kept in (held.file, SubmittedFile.objects.get().file):
        assert kept.storage.exists(kept.name)


def test_the_same_file_of_another_dossier_protects_nothing_here(dossier):  # noqa: F811
    data = pdf()
    other = make_dossier(dossier.host, name="Một buổi in tranh")
    sent(other, data=data)
    handed_in(other)
    removed(sent(dossier, data=data))
    assert forget_removed(now=NOW + 2 * KEPT) == 1


def test_what_has_no_file_costs_no_room_and_stays(dossier):  # noqa: F811
    removed(linked(dossier))
    assert forget_removed(now=NOW + 2 * KEPT) == 0


def test_what_was_brought_back_meanwhile_stays(dossier, monkeypatch, tmp_path):  # noqa: F811
    row = removed(sent(dossier))
    real = forgetting._forget

    def too_late(found, now):
        bring_back(evidence=row, now=NOW)
        return real(found, now)

    monkeypatch.setattr(forgetting, "_forget", too_late)
    assert forget_removed(now=NOW + 2 * KEPT) == 0
    assert files(tmp_path) == 1


def test_who_brings_back_what_is_forgotten_is_told(dossier):  # noqa: F811
    row = removed(sent(dossier))
    assert forget_removed(now=NOW + 2 * KEPT) == 1
    with pytest.raises(Forgotten):
        bring_back(evidence=row, now=NOW)


def test_a_file_that_cannot_be_removed_keeps_its_row_and_the_next_is_removed(
    dossier,  # noqa: F811
    monkeypatch,
    tmp_path,
):
    stuck, other = removed(sent(dossier)), removed(sent(dossier, data=pdf("khác")))
    storage = type(stuck.file.storage)
    delete = storage.delete

    def refuse(self, name):
        if name == stuck.file.name:
            raise OSError("read-only")
        delete(self, name)

    with monkeypatch.context() as broken:
        broken.setattr(storage, "delete", refuse)
        assert forget_removed(now=NOW + 2 * KEPT) == 1
    assert list(Evidence.objects.all()) == [stuck]
    assert not (tmp_path / other.file.name).exists()
    assert forget_removed(now=NOW + 2 * KEPT) == 1


def test_it_is_part_of_what_is_tidied_at_night(dossier, tmp_path):  # noqa: F811
    removed(sent(dossier), at=timezone.now() - 2 * KEPT)
    tidy()
    assert files(tmp_path) == 0
