"""What is handed in stands for ever; until it is returned nobody changes it."""

import datetime as dt
import hashlib

import pytest
from django.core.files.base import ContentFile

from ocop.domain.criteria.score import Choice
from ocop.domain.dossier import cycle, handing_in, offices, preparing
from ocop.domain.dossier.copies import FileChanged
from ocop.domain.dossier.details import write_details
from ocop.domain.dossier.handing_in import (
    AnotherSet,
    NoProduct,
    NothingAnswered,
    OnItsWay,
    Practice,
    TooEarly,
    hash_of,
)
from ocop.domain.dossier.path import MovedOn, with_offices
from ocop.domain.evidence.keeping import add_link, remove
from ocop.domain.evidence.places import Place
from ocop.domain.unsent import WithOffices
from ocop.enums import DossierState, EvaluationKind, EvidenceKind
from ocop.models import Dossier, Evidence, Submission, SubmittedFile
from tests.factories import make_certificate, make_product
from tests.factories.dossiers import Path

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.4 hop dong"


def prove(dossier, path, body=PAPER, code="1.1"):
    return Evidence.objects.create(
        dossier=dossier,
        code=code,
        position=1,
        kind=EvidenceKind.FILE,
        title="Hợp đồng",
        original_name="hợp đồng.pdf",
        media_type="application/pdf",
        file=ContentFile(body, name="a.pdf"),
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        added_at=path.now,
    )


def test_what_was_handed_in_carries_answers_proofs_and_a_hash_of_both():
    path = Path()
    dossier = path.dossier({"1.1": Choice(1)})
    prove(dossier, path)
    made = path.hand_in(dossier)
    assert made.content["answers"]["1.1"]["points"] == 3
    assert made.content["form01"]["representative"] == "Nguyễn Văn Đông"
    assert made.sha256 == hash_of(made.content)
    assert (made.version, made.total, dossier.state) == (1, 3, DossierState.HANDED_IN)
    with SubmittedFile.objects.get(submission=made).file.open("rb") as kept:
        assert kept.read() == PAPER


def test_the_file_that_was_handed_in_outlives_the_one_that_is_removed():
    path = Path()
    dossier = path.dossier()
    proof = prove(dossier, path)
    made = path.hand_in(dossier)
    proof.file.delete()
    with made.files.get().file.open("rb") as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == made.content["evidence"][0]["sha256"]


def test_nothing_that_was_handed_in_can_be_changed_or_deleted():
    path = Path()
    made = path.hand_in(path.dossier())
    made.total = 99
    for change in (
        made.save,
        made.delete,
        Submission.objects.all().delete,
        lambda: Submission.objects.update(total=99),
        made.steps.get().delete,
    ):
        with pytest.raises(TypeError):
            change()


def test_the_same_tap_twice_hands_in_once():
    path = Path()
    dossier = path.dossier()
    assert path.hand_in(dossier) == path.hand_in(dossier)
    assert dossier.submissions.count() == 1
    assert dossier.steps.count() == 1


def test_with_the_offices_no_answer_changes_and_it_is_not_put_away():
    path = Path()
    dossier = path.dossier()
    path.hand_in(dossier)
    with pytest.raises(WithOffices):
        preparing.answer(dossier=dossier, code="1.2", choice=Choice(0), reason="", seen=0, by=path.potter, now=path.now)
    with pytest.raises(WithOffices):
        preparing.say_what_stops(dossier=dossier, rules=[], now=path.now)
    with pytest.raises(WithOffices):
        preparing.put_away(dossier=dossier, now=path.now)


def test_it_is_taken_back_until_the_commune_took_it_in():
    path = Path()
    dossier = path.dossier()
    path.hand_in(dossier)
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    assert dossier.is_with_host
    again = path.hand_in(dossier)
    assert again.version == 2
    path.take_in(again, path.commune)
    with pytest.raises(MovedOn):
        handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)


def test_practice_and_an_empty_dossier_go_nowhere():
    path = Path()
    with pytest.raises(Practice):
        path.hand_in(path.dossier(practice=True))
    empty = preparing.begin(host=path.host, name="Rỗng", criteria_set=26, by=path.potter, now=path.now)
    with pytest.raises(NothingAnswered):
        path.hand_in(empty)


def test_a_file_that_is_not_the_one_that_was_added_stops_it_and_nothing_is_handed_in():
    path = Path()
    dossier = path.dossier()
    Evidence.objects.filter(pk=prove(dossier, path).pk).update(sha256="0" * 64)
    with pytest.raises(FileChanged):
        path.hand_in(dossier)
    assert not dossier.submissions.exists()


# Decision 26/2026/QĐ-TTg, art. 7: not earlier than 180 days before the last day.
def test_a_re_evaluation_opens_180_days_before_the_last_day():
    path = Path()
    product = make_product(path.host)
    certificate = make_certificate(
        product, issued_on=path.today - dt.timedelta(900), valid_until=path.today + dt.timedelta(days=181)
    )
    dossier = path.dossier(kind=EvaluationKind.AGAIN, product=product)
    with pytest.raises(TooEarly):
        path.hand_in(dossier)
    certificate.valid_until = path.today + dt.timedelta(days=180)
    certificate.save()
    assert path.hand_in(dossier)
    assert not handing_in.is_late(dossier, path.today)
    assert not handing_in.is_late(dossier, path.today + dt.timedelta(days=60))
    assert handing_in.is_late(dossier, path.today + dt.timedelta(days=61))


def test_a_re_evaluation_without_a_product_is_refused():
    path = Path()
    with pytest.raises(NoProduct):
        path.hand_in(path.dossier(kind=EvaluationKind.AGAIN))


def test_with_the_offices_no_proof_comes_or_goes_and_no_detail_changes():
    path = Path()
    dossier = path.dossier()
    proof = prove(dossier, path)
    path.hand_in(dossier)
    told = {"dossier": dossier, "place": Place("1.1"), "title": "x", "by": path.potter, "now": path.now}
    for change in (
        lambda: add_link(link="https://example.org/a", **told),
        lambda: remove(evidence=proof, now=path.now),
        lambda: write_details(dossier=dossier, changed={}, now=path.now),
    ):
        with pytest.raises(WithOffices):
            change()
    assert dossier.evidence.standing().count() == 1


def test_taken_back_it_is_where_it_was_and_no_office_reads_what_was_taken_back():
    path = Path()
    dossier = path.dossier()
    first = path.hand_in(dossier)
    sent = {"submission": first, "office": path.commune, "by": path.clerk, "now": path.now}
    offices.send_back(reasons={"1.1": "Thiếu"}, note="", **sent)
    path.hand_in(dossier)
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    assert dossier.state == DossierState.RETURNED
    assert with_offices(dossier) == first


def test_a_product_is_on_its_way_once_and_by_its_own_set():
    path = Path()
    product = make_certificate(
        make_product(path.host, criteria_set=26), valid_until=path.today + dt.timedelta(days=150)
    ).product
    again = {"kind": EvaluationKind.AGAIN, "product": product}
    with pytest.raises(AnotherSet):
        path.hand_in(path.dossier(criteria_set=21, **again))
    path.hand_in(path.dossier(**again))
    with pytest.raises(OnItsWay):
        path.hand_in(path.dossier(name="Lần nữa", **again))


def test_what_was_put_away_is_in_no_office():
    path = Path()
    dossier = path.dossier()
    cycle.register_idea(dossier=dossier, text="Ý tưởng", by=path.potter, now=path.now)
    preparing.put_away(dossier=dossier, now=path.now)
    assert not Dossier.objects.for_office(path.commune).exists()
