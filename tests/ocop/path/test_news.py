"""Houses and offices are told of what happens to a dossier, and in time of what runs out; each once."""

import datetime as dt

import pytest

from ocop.domain import reminders
from ocop.domain.dossier import deciding, offices, rounds
from ocop.domain.dossier.working_days import after_working_days
from ocop.domain.reminders import remind
from ocop.enums import DossierNews, EvaluationKind, Outcome, QualityStandard, RegisterNews
from ocop.models import QualityCertificate
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_certificate, make_office, make_product
from tests.factories.dossiers import Path, worth

pytestmark = pytest.mark.django_db


def owed(kind) -> set[str]:
    return set(OutboxMessage.objects.filter(kind=kind).values_list("to", flat=True))


def send(kind, mailoutbox):
    deliver(OutboxMessage.objects.filter(kind=kind).latest("pk"))
    return mailoutbox[-1]


def test_an_office_is_told_when_a_dossier_comes_to_it_and_the_house_when_it_is_taken_in(mailoutbox):
    path = Path()
    submission = path.hand_in(path.dossier())
    assert owed(DossierNews.ARRIVED) == {path.clerk.email}
    path.take_in(submission, path.commune)
    assert owed(DossierNews.TAKEN_IN) == {path.host.email}
    path.request(submission)
    assert owed(DossierNews.ARRIVED) == {path.clerk.email, path.officer.email}
    mail = send(DossierNews.ARRIVED, mailoutbox)
    assert f"/ocop-office/{path.province.slug}/ho-so/{submission.dossier_id}/" in mail.body


def test_what_was_returned_is_told_unless_it_was_handed_in_meanwhile(mailoutbox):
    path = Path()
    dossier = path.dossier()
    submission = path.hand_in(dossier)
    asked = {"submission": submission, "office": path.commune, "by": path.clerk, "now": path.now}
    offices.send_back(reasons={}, note="Thiếu bản sao", **asked)
    assert "Hồ sơ bị trả lại" in send(DossierNews.RETURNED, mailoutbox).subject
    path.hand_in(dossier)
    with pytest.raises(Overtaken):
        send(DossierNews.RETURNED, mailoutbox)


def test_the_house_reads_of_the_decision(mailoutbox):
    path = Path()
    submission = path.scored(worth(80))
    deciding.recognise(
        submission=submission,
        outcome=Outcome.FOUR,
        number="1/QĐ",
        issuer="UBND",
        decided_on=path.today,
        by=path.officer,
        now=path.now,
    )
    mail = send(DossierNews.DECIDED, mailoutbox)
    assert mail.to == [path.host.email]
    assert "được công nhận" in mail.body


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (181, None),
        (180, RegisterNews.WINDOW_OPENS),
        (134, RegisterNews.WINDOW_CLOSES),
        # Its day has passed: nobody is told of it.
        (119, None),
        (30, RegisterNews.CERTIFICATE_ENDS),
    ],
)
def test_a_certificate_that_ends_is_told_of_by_its_stages_and_once(days, kind, mailoutbox):
    path = Path()
    product = make_product(path.host)
    make_certificate(product, valid_until=path.today + dt.timedelta(days=days))
    for _run in range(2):
        remind(now=path.now)
    told = {each for each in RegisterNews if owed(each)}
    assert told == ({kind} if kind else set())
    if kind:
        assert path.host.email in owed(kind)
        assert send(kind, mailoutbox).body


def test_whoever_has_handed_a_re_evaluation_in_is_not_reminded_of_it():
    path = Path()
    product = make_product(path.host)
    make_certificate(product, valid_until=path.today + dt.timedelta(days=130))
    path.hand_in(path.dossier(kind=EvaluationKind.AGAIN, product=product))
    remind(now=path.now)
    assert owed(RegisterNews.WINDOW_CLOSES) == set()


def test_a_quality_paper_that_ends_in_a_month_is_told_of(mailoutbox):
    path = Path()
    product = make_product(path.host)
    QualityCertificate.objects.create(
        product=product, standard=QualityStandard.HACCP, number="1", valid_until=path.today + dt.timedelta(days=30)
    )
    remind(now=path.now)
    assert product.name in send(RegisterNews.PAPER_ENDS, mailoutbox).subject


def test_a_dossier_that_stands_longer_than_its_fifteen_working_days_is_told_of():
    path = Path()
    path.hand_in(path.dossier())
    due = after_working_days(path.today, 15)
    for after, readers in ((0, set()), (1, {path.clerk.email})):
        remind(now=path.now + (due - path.today) + dt.timedelta(days=after))
        assert owed(DossierNews.OVERDUE) == readers


def test_communes_hear_of_a_round_that_closes_in_two_weeks(mailoutbox):
    path = Path()
    rounds.set_round(
        office=path.province,
        year=path.today.year,
        number=3,
        requests_before=path.today + dt.timedelta(days=14),
        decide_before=path.today + dt.timedelta(days=60),
    )
    remind(now=path.now)
    assert owed(RegisterNews.ROUND_CLOSES) == {path.clerk.email}
    assert send(RegisterNews.ROUND_CLOSES, mailoutbox).body


def test_an_office_whose_rounds_cannot_be_written_stops_no_reminder(monkeypatch):
    path, ensure = Path(), reminders.ensure_rounds
    product = make_product(path.host)
    make_certificate(product, valid_until=path.today + dt.timedelta(days=30))

    def fail(office, year):
        if office == path.province:
            raise ValueError("poisoned")
        return ensure(office, year)

    monkeypatch.setattr(reminders, "ensure_rounds", fail)
    other = make_office()
    remind(now=path.now)
    assert other.rounds.count() == 2
    assert path.host.email in owed(RegisterNews.CERTIFICATE_ENDS)
