"""Each invariant of the register finds the fault planted for it, and no other takes it for its own."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ocop.domain.audit.run import INVARIANTS, audit
from ocop.domain.certificates import grant
from ocop.domain.passport.codes import code_of
from ocop.domain.withdrawal import conclude, open_withdrawal, withdraw
from ocop.enums import WithdrawalGround
from ocop.models import Certificate, Lot, PassportCode, Withdrawal
from tests.factories import NOW, make_certificate, make_lot, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """One of each, as the domain writes it: nothing is wrong with it."""
    certificate, officer = make_certificate(), make_user()
    make_lot(certificate.product)
    grant(product=certificate.product, stars=4, decision_number="1/QĐ", issuer="UBND", issued_on=NOW.date(), by=officer)
    ended = make_certificate()
    told = {"by": officer, "now": NOW}
    case = open_withdrawal(certificate=ended, ground=WithdrawalGround.CRITERIA, seen="Đóng cửa", **told)
    conclude(withdrawal=case, upheld=True, conclusion="Đúng", concluded_on=NOW.date(), **told)
    withdraw(withdrawal=case, decision_number="2/QĐ", decided_on=NOW.date(), **told)
    # Written down as withdrawn without a procedure of ours, as those of years before are.
    make_certificate(withdrawn_on=NOW.date())
    return case


def found() -> list[str]:
    return [fault.invariant for fault in audit(now=NOW)]


def test_nothing_is_wrong_with_what_the_domain_writes(world):
    assert found() == []


def test_two_certificates_in_force(world):
    make_certificate(Certificate.objects.valid_on(NOW.date()).first().product)
    assert found() == ["one_certificate"]


def test_a_decided_withdrawal_without_its_end(world):
    Certificate.objects.filter(pk=world.certificate_id).update(withdrawn_on=None)
    assert found() == ["withdrawal_decided"]


def test_an_end_before_its_decision(world):
    Withdrawal.objects.filter(pk=world.pk).update(decided_on=None, decision_number="")
    assert found() == ["withdrawal_decided"]


def test_a_code_of_nothing(world):
    code_of(kind="lot", key=987_654, now=NOW)
    assert found() == ["code_subject"]


def test_a_code_of_a_kind_that_nobody_knows(world):
    code_of(kind="nothing", key=1, now=NOW)
    assert found() == ["code_subject"]


def test_a_lot_without_a_code(world):
    PassportCode.objects.filter(kind="lot", key=Lot.objects.get().pk).delete()
    assert found() == ["lot_code"]


def test_each_invariant_has_its_fault_here():
    here = {"one_certificate", "withdrawal_decided", "code_subject", "lot_code"}
    # Those of dossiers: tests/ocop/path/test_audit.py
    of_dossiers = {"submission_unchanged", "file_unchanged", "decision_minutes", "closed_results"}
    assert INVARIANTS.keys() == here | of_dossiers | {"recognised_certificate", "signed_paper_unchanged"}
    assert all(item.promise.endswith(".") for item in INVARIANTS.values())


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("audit_ocop", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_so_and_ends_with_1_where_something_is_wrong(world):
    assert "10 invariants checked: nothing wrong." in run()
    code_of(kind="lot", key=987_654, now=timezone.now())
    code_of(kind="lot", key=987_655, now=timezone.now())
    with pytest.raises(SystemExit) as ended:
        run("--most", "1")
    assert ended.value.code == 1
    assert "nothing wrong" in run("--only", "lot_code")
    with pytest.raises(CommandError, match="No such invariant"):
        run("--only", "nothing")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_ocop", "--json", stdout=out)
    assert [json.loads(line)["invariant"] for line in out.getvalue().splitlines()] == ["code_subject"] * 2
    assert "one_certificate" in run("--list")
