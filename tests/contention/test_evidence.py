"""Evidence that several send, or take over, at the same moment."""

import hashlib

import pytest

from ocop.domain.evidence import keeping, registry
from ocop.domain.evidence.accepting import accept
from ocop.domain.evidence.keeping import NoRoom, add_file, bring_back, remove
from ocop.domain.evidence.places import Place
from ocop.domain.evidence.registry import Offered, both, offers, register
from ocop.models import Dossier
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_host, make_user
from tests.factories.villages import make_dossier, make_evidence
from tests.ocop.evidence.files import keep_in, pdf

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 6


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)
    yield
    Dossier.objects.all().delete()


@pytest.fixture
def dossier(isolation):
    return make_dossier(make_host(owner=make_user()))


def send(dossier, data: bytes, by, now):
    told = {"dossier": dossier, "place": Place("4.5"), "name": "to-roi.pdf", "title": "", "by": by, "now": now}
    return lambda: add_file(data=data, **told)


def files(root) -> int:
    return sum(path.is_file() for path in root.rglob("*"))


def test_the_same_file_sent_by_many_is_kept_once(dossier, now, tmp_path):
    data, people = pdf(), [make_user() for _ in range(CROWD)]
    answers = all_at_once([send(dossier, data, by, now) for by in people])
    assert not errors(answers)
    assert {answer.pk for answer in answers} == {dossier.evidence.get().pk}
    assert files(tmp_path) == 1


def test_many_who_fill_the_last_room_do_not_go_over_it(dossier, now, tmp_path, monkeypatch):
    papers, by = [pdf(f"to {number:03}") for number in range(CROWD)], make_user()
    monkeypatch.setattr(keeping, "LARGEST_DOSSIER", sum(len(data) for data in papers[:2]) + 20)
    answers = all_at_once([send(dossier, data, by, now) for data in papers])
    assert {type(error) for error in errors(answers)} == {NoRoom}
    assert dossier.evidence.count() == files(tmp_path) == 2
    assert len(set(dossier.evidence.values_list("position", flat=True))) == 2


def test_a_figure_taken_by_many_is_one(dossier, now, monkeypatch):
    monkeypatch.setattr(registry, "_sources", {})
    register("n", lambda _host, period: [Offered(3, both(lambda: "3 đơn"), period)], codes={26: ["4.4"]})
    (one,) = offers(dossier, "4.4", day=now.date())
    people = [make_user() for _ in range(CROWD)]
    told = {"dossier": dossier, "code": "4.4", "mark": one.mark, "now": now}
    answers = all_at_once([lambda by=by: accept(by=by, **told) for by in people])
    assert not errors(answers)
    assert dossier.evidence.count() == 1


def test_what_is_brought_back_by_many_while_the_same_is_sent_stands_once(dossier, now):
    data, by = pdf(), make_user()
    row = make_evidence(dossier, sha256=hashlib.sha256(data).hexdigest())
    remove(evidence=row, now=now)
    jobs = [lambda: bring_back(evidence=row, now=now) for _ in range(3)]
    answers = all_at_once([*jobs, *[send(dossier, data, by, now) for _ in range(3)]])
    assert not errors(answers)
    assert dossier.evidence.standing().count() == 1
