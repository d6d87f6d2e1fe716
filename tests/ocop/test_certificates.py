"""How a certificate stands on a day, how it is extended, replaced and withdrawn (Decision 26/2026/QĐ-TTg)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from ocop.domain.certificates import NoReason, NotInForce, TooLong, extend, extension_mark, grant, last_day_for
from ocop.domain.withdrawal import (
    AlreadyConcluded,
    AlreadyOpen,
    NotConcluded,
    WrongDay,
    conclude,
    decide_by,
    open_withdrawal,
    withdraw,
)
from ocop.enums import Basis, CertificateState, RegisterAct, WithdrawalGround
from ocop.models import Certificate, OcopProduct
from tests.factories import make_certificate, make_product, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
STATE = CertificateState


@pytest.fixture
def officer():
    return make_user()


def acts(product):
    entries = ModelLogEntry.objects.for_instance(product).order_by("timestamp", "pk")
    return [entry.action for entry in entries]


@pytest.mark.parametrize(
    ("issued", "last"),
    [("2026-06-26", "2029-06-26"), ("2028-02-29", "2031-02-28"), ("2026-12-31", "2029-12-31")],
)
def test_a_certificate_lasts_36_months(issued, last):
    assert last_day_for(dt.date.fromisoformat(issued)) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-06-25", STATE.COMING),
        ("2026-06-26", STATE.IN_FORCE),
        ("2028-12-27", STATE.IN_FORCE),
        ("2028-12-28", STATE.EXPIRING),
        ("2029-06-26", STATE.EXPIRING),
        ("2029-06-27", STATE.EXPIRED),
    ],
)
def test_it_expires_soon_from_180_days_before_its_last_day_and_at_midnight(day, state):
    first = dt.date(2026, 6, 26)
    certificate = make_certificate(issued_on=first, valid_until=last_day_for(first))
    assert certificate.state_on(dt.date.fromisoformat(day)) == state


def both_ways(certificate, day):
    """In force as one that is loaded and as the database says it; the same, or this fails."""
    in_force = certificate.in_force_on(day)
    assert Certificate.objects.filter(pk=certificate.pk).valid_on(day).exists() is in_force
    return in_force


@pytest.mark.parametrize("field", ["withdrawn_on", "replaced_on"])
def test_what_ended_it_ends_it_on_that_day_and_not_before(now, field):
    today = now.date()
    certificate = make_certificate(**{field: today})
    assert not both_ways(certificate, today)
    assert both_ways(certificate, today - DAY)


def test_an_extension_holds_to_its_last_day_and_says_that_it_is_one(now, officer):
    today = now.date()
    certificate = make_certificate(issued_on=today - 900 * DAY, valid_until=today - DAY)
    extend(
        certificate=certificate,
        seen=extension_mark(certificate),
        until=today + 100 * DAY,
        reason="Hội đồng họp muộn",
        by=officer,
        now=now,
    )
    assert certificate.state_on(today) == STATE.EXTENDED
    assert both_ways(certificate, today + 100 * DAY)
    assert not both_ways(certificate, today + 101 * DAY)
    extend(
        certificate=certificate,
        seen=extension_mark(certificate),
        until=today + 100 * DAY,
        reason="Hội đồng họp muộn",
        by=officer,
        now=now,
    )
    assert acts(certificate.product) == [RegisterAct.EXTENDED]


@pytest.mark.parametrize(
    ("days", "reason", "refusal"), [(181, "Muộn", TooLong), (0, "Muộn", TooLong), (180, "  ", NoReason)]
)
def test_an_extension_lasts_180_days_at_most_and_has_a_reason(now, officer, days, reason, refusal):
    certificate = make_certificate(valid_until=now.date())
    with pytest.raises(refusal):
        extend(
            certificate=certificate,
            seen=extension_mark(certificate),
            until=now.date() + days * DAY,
            reason=reason,
            by=officer,
            now=now,
        )
    certificate.refresh_from_db()
    assert certificate.extended_until is None
    extend(
        certificate=certificate,
        seen=extension_mark(certificate),
        until=now.date() + 180 * DAY,
        reason="Muộn",
        by=officer,
        now=now,
    )


def test_what_was_withdrawn_is_not_extended(now, officer):
    certificate = make_certificate(valid_until=now.date() + DAY, withdrawn_on=now.date())
    with pytest.raises(NotInForce):
        extend(
            certificate=certificate,
            seen=extension_mark(certificate),
            until=now.date() + 90 * DAY,
            reason="Muộn",
            by=officer,
            now=now,
        )


def test_a_new_certificate_replaces_the_one_in_force_and_the_same_one_again_changes_nothing(now, officer):
    product = make_product()
    old = make_certificate(product, stars=3)
    told = {"decision_number": "77/QĐ-UBND", "issuer": "Chủ tịch UBND tỉnh Bắc Ninh", "issued_on": now.date()}
    new = grant(product=product, stars=4, by=officer, **told)
    assert grant(product=product, stars=4, by=officer, **told) == new
    old.refresh_from_db()
    assert old.state_on(now.date()) == STATE.REPLACED
    assert old.state_on(now.date() - DAY) == STATE.IN_FORCE
    assert list(Certificate.objects.valid_on(now.date())) == [new]
    assert new.valid_until == last_day_for(now.date())
    assert acts(product) == [RegisterAct.GRANTED]


def opened(certificate, officer, now):
    ground = WithdrawalGround.CRITERIA
    return open_withdrawal(certificate=certificate, ground=ground, seen="Xưởng đã đóng cửa", by=officer, now=now)


def test_a_withdrawal_runs_from_ground_to_conclusion_to_decision(now, officer):
    today, certificate = now.date(), make_certificate()
    case = opened(certificate, officer, now)
    assert both_ways(certificate, today), "it stands until a decision"
    conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=today, by=officer, now=now)
    assert decide_by(case) == today + 15 * DAY
    later = now + 3 * DAY
    told = {"decision_number": "12/QĐ-UBND", "decided_on": later.date(), "by": officer, "now": later}
    certificate = withdraw(withdrawal=case, **told)
    withdraw(withdrawal=case, **told)
    assert certificate.state_on(later.date()) == STATE.WITHDRAWN
    assert decide_by(case) is None
    assert acts(certificate.product) == [RegisterAct.OPENED, RegisterAct.CONCLUDED, RegisterAct.WITHDRAWN]


def test_a_withdrawn_product_is_public_no_more(now, officer):
    certificate = make_certificate()
    assert OcopProduct.objects.public(now.date()).exists()
    case = opened(certificate, officer, now)
    conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=now.date(), by=officer, now=now)
    withdraw(withdrawal=case, decision_number="12/QĐ-UBND", decided_on=now.date(), by=officer, now=now)
    assert not OcopProduct.objects.public(now.date()).exists()


def test_a_ground_that_did_not_hold_ends_the_procedure_and_another_may_begin(now, officer):
    certificate = make_certificate()
    case = opened(certificate, officer, now)
    with pytest.raises(AlreadyOpen):
        opened(certificate, officer, now)
    conclude(withdrawal=case, upheld=False, conclusion="Không đúng", concluded_on=now.date(), by=officer, now=now)
    with pytest.raises(AlreadyConcluded):
        conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=now.date(), by=officer, now=now)
    with pytest.raises(NotConcluded):
        withdraw(withdrawal=case, decision_number="12/QĐ-UBND", decided_on=now.date(), by=officer, now=now)
    assert both_ways(certificate, now.date())
    opened(certificate, officer, now)


def test_a_decision_waits_for_the_conclusion_and_carries_a_number(now, officer):
    certificate = make_certificate()
    case = opened(certificate, officer, now)
    decision = {"decided_on": now.date(), "by": officer, "now": now}
    with pytest.raises(NotConcluded):
        withdraw(withdrawal=case, decision_number="12/QĐ-UBND", **decision)
    with pytest.raises(WrongDay):
        conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=now.date() + DAY, by=officer, now=now)
    conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=now.date(), by=officer, now=now)
    with pytest.raises(NoReason):
        withdraw(withdrawal=case, decision_number=" ", **decision)
    with pytest.raises(WrongDay):
        withdraw(withdrawal=case, decision_number="12/QĐ-UBND", **decision | {"decided_on": now.date() + DAY})


def test_what_has_ended_is_not_withdrawn(now, officer):
    with pytest.raises(NotInForce):
        opened(make_certificate(valid_until=now.date() - DAY), officer, now)


def test_the_database_knows_one_open_withdrawal_a_certificate(now, officer):
    case = opened(make_certificate(), officer, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(case).objects.create(certificate=case.certificate, ground=case.ground, opened_at=now)


def test_a_proposal_is_not_public(now):
    shown = make_certificate()
    make_certificate(make_product(basis=Basis.PROPOSAL))
    make_certificate(make_product(), basis=Basis.PROPOSAL)
    assert list(OcopProduct.objects.public(now.date())) == [shown.product]


def test_a_certificate_written_later_for_an_earlier_day_is_ended_by_the_one_that_followed(now, officer):
    product, today = make_product(), now.date()
    newer = make_certificate(product, stars=3, issued_on=today - 10 * DAY)
    told = {"decision_number": "5/QĐ-UBND", "issuer": "", "by": officer}
    older = grant(product=product, stars=4, issued_on=today - 200 * DAY, **told)
    older.refresh_from_db()
    assert older.replaced_on == newer.issued_on
    assert list(Certificate.objects.valid_on(today)) == [newer]


def test_a_proposal_ends_no_certificate_and_shows_no_stars(now, officer):
    product, today = make_product(), now.date()
    real = make_certificate(product, stars=3)
    told = {"decision_number": "đề xuất", "issuer": "", "by": officer, "basis": Basis.PROPOSAL}
    grant(product=product, stars=5, issued_on=today, **told)
    assert product.certificate_on(today) == real
    assert OcopProduct.objects.public(today).get() == product
    OcopProduct.objects.update(basis=Basis.PROPOSAL)
    assert OcopProduct.objects.get().certificate_on(today) is None


def test_an_old_certificate_beside_a_newer_one_is_not_extended(now, officer):
    product, today = make_product(), now.date()
    old = make_certificate(product, issued_on=today - 900 * DAY, valid_until=today - 20 * DAY)
    make_certificate(product, issued_on=today - 5 * DAY)
    with pytest.raises(NotInForce):
        extend(certificate=old, seen=extension_mark(old), until=today + 30 * DAY, reason="Muộn", by=officer, now=now)
