"""The register that make_load writes is one that the rules could have written, to the last hash."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from bookings.load.hosts import make_hosts
from bookings.load.register.answers import MEMBERS, answered
from bookings.load.register.fill import fill_register
from bookings.load.register.path import STANDS, planned
from bookings.load.register.products import POINTS, THINGS
from ocop.domain.audit.run import audit
from ocop.domain.certificates import end_followed
from ocop.domain.criteria.reading import keys, newest, read
from ocop.domain.dossier.council import result
from ocop.domain.dossier.handing_in import Form01, content_of
from ocop.domain.dossier.preparing import choices_of, score_of
from ocop.domain.words import write_words
from ocop.enums import CertificateState, DossierState, EvaluationKind
from ocop.models import (
    AgendaItem,
    Certificate,
    Decision,
    Dossier,
    Evidence,
    OcopProduct,
    Office,
    OfficeMember,
    QualityCertificate,
    SalesPoint,
    ScoreSheet,
    Submission,
)
from outbox.models import OutboxMessage
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SIZES = {"hosts": 3, "bookings": 0, "products": 60, "dossiers": 40}


@pytest.fixture(autouse=True)
def near_horizon(settings):
    settings.SLOT_HORIZON_DAYS = 1


def load(**options) -> str:
    out = io.StringIO()
    call_command("make_load", stdout=out, stderr=io.StringIO(), **SIZES | options)
    return out.getvalue()


def fill_part(*, products: int, dossiers: int, done: int = 0) -> None:
    now = timezone.now()
    make_hosts([0, 1, 2], seed=1, first_day=timezone.localdate(now), now=now)
    fill_register(done=done, products=products, dossiers=dossiers, seed=1, now=now, tell=lambda count: None)


@pytest.fixture
def loaded(db) -> None:
    fill_part(products=60, dossiers=40)


def test_the_audit_finds_nothing_wrong(loaded):
    assert list(audit(now=timezone.now())) == []


def test_all_of_it_is_marked_as_an_example(loaded):
    assert OcopProduct.objects.count() == 60
    for model in (OcopProduct, Certificate, SalesPoint, Office):
        assert model.objects.exists()
        assert not model.objects.exclude(is_example=True).exists()
    assert OcopProduct.objects.filter(name__endswith="(ví dụ)").count() == 60


def test_certificates_are_in_every_state_that_a_list_tells_apart(loaded):
    today = timezone.localdate()
    found = {each.state_on(today) for each in Certificate.objects.all()}
    assert found == set(CertificateState) - {CertificateState.COMING}
    # Not even the day on which one was followed is another than the rules write.
    before = list(Certificate.objects.order_by("pk").values_list("pk", "replaced_on"))
    end_followed(OcopProduct.objects.values_list("pk", flat=True))
    assert list(Certificate.objects.order_by("pk").values_list("pk", "replaced_on")) == before


def test_products_are_found_by_their_words_and_sold_somewhere(loaded):
    assert write_words(OcopProduct.objects.all()) == 0
    assert not OcopProduct.objects.filter(words="").exists()
    assert SalesPoint.objects.filter(products__isnull=False).distinct().count() == POINTS
    assert QualityCertificate.objects.exists()


def test_dossiers_stand_at_every_step_of_their_way_as_their_last_step_says(loaded):
    assert Dossier.objects.count() == 40
    assert set(Dossier.objects.values_list("state", flat=True)) == set(DossierState)
    assert set(Dossier.objects.values_list("kind", flat=True)) == set(EvaluationKind)
    for dossier in Dossier.objects.prefetch_related("steps"):
        last = dossier.steps.order_by("-pk").first()
        assert dossier.state == (last.state if last else DossierState.DRAFT)
        assert last is None or (dossier.state_since, last.at <= timezone.now()) == (last.at, True)


def test_what_was_handed_in_is_what_the_domain_would_have_frozen(loaded):
    submissions = Submission.objects.select_related("dossier")
    assert submissions.count() == Dossier.objects.filter(steps__act="hand_in").count() > 20
    for each in submissions:
        assert each.content == content_of(each.dossier, Form01(**each.content["form01"]))
        own = score_of(each.dossier, choices_of(each.dossier))
        assert (float(each.total), each.stars) == (own.total, own.star)
    assert Evidence.objects.exists()


def test_results_of_the_council_are_those_of_its_sheets(loaded):
    closed = AgendaItem.objects.filter(session__closed_at__isnull=False)
    for item in closed.select_related("session__council", "submission"):
        sheets = list(item.sheets.all())
        assert len(sheets) == item.sheets_counted == MEMBERS
        assert float(item.average) == pytest.approx(float(result(item.session.council, item, sheets).total), abs=1e-4)
    assert closed.exists()
    open_sheets = ScoreSheet.objects.filter(item__session__closed_at__isnull=True)
    assert {True, False} == {sheet.signed_at is not None for sheet in open_sheets}


def test_a_recognised_dossier_leads_to_the_certificate_of_its_product(loaded):
    found = Decision.objects.filter(certificate__isnull=False).select_related("certificate", "submission__dossier")
    assert found.exists()
    for each in found:
        certificate = each.certificate
        assert certificate.product_id == each.submission.dossier.product_id
        assert (certificate.decision_number, certificate.issued_on) == (each.number, each.decided_on)
        assert str(certificate.stars) == each.outcome


def test_a_re_evaluation_lies_within_its_window(loaded):
    again = Dossier.objects.filter(kind=EvaluationKind.AGAIN)
    assert again.exists()
    for dossier in again:
        handed_in = timezone.localdate(dossier.submissions.get().handed_in_at)
        left = dossier.product.certificate_on(timezone.localdate()).valid_until - handed_in
        assert dt.timedelta(days=120) <= left <= dt.timedelta(days=180)


def test_nobody_is_told_of_it(loaded):
    assert not OutboxMessage.objects.exists()
    assert not User.objects.filter(is_active=True).exists()


def test_it_goes_on_where_it_was_stopped_and_is_not_written_twice():
    fill_part(products=20, dossiers=20)
    assert "0 hosts with 0 bookings, 40 OCOP products" in load()
    assert (OcopProduct.objects.count(), Dossier.objects.count()) == (60, 40)
    assert list(audit(now=timezone.now())) == []
    with pytest.raises(CommandError, match="60 OCOP products and 40 dossiers"):
        load()


def test_no_more_dossiers_than_products_can_be_asked_for():
    with pytest.raises(CommandError, match="no more dossiers than products"):
        load(dossiers=61)


def test_an_account_is_given_the_office_too():
    user = make_user("thu@example.org")
    load(member="thu@example.org", products=3, dossiers=0)
    assert OfficeMember.objects.filter(user=user, office__province__isnull=False).exists()


def test_every_set_that_is_used_can_be_answered_for_every_star_that_is_asked():
    for edition in keys():
        for number, *_names in THINGS:
            found = [answered(edition, number, stars) for stars in (2, 3, 4, 5)]
            assert [each.own.star for each in found] == [2, 3, 4, 5]
            assert all(set(each.choices) == set(read(edition).sets[number].by_code) for each in found)


def test_no_dossier_comes_before_the_edition_that_it_is_made_by():
    today = timezone.localdate()
    begun = [planned(number, seed=1, today=today).begun for number in range(20 * len(STANDS))]
    assert min(begun) > today - dt.timedelta(days=100)
    assert newest(today).in_force_from <= today
