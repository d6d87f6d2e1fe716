"""Faults planted in what banks said are found, each by its own invariant."""

import datetime as dt

import pytest

from bookings.domain.money.bank import deciding
from bookings.models import BankNotice, BankNoticeEntry, BankNoticeMove, LedgerEntry
from tests.bookings.audit.audit_world import found
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user
from tests.factories.bank import make_matched
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DUE = 700_000


@shared
def notice():
    """Matched with a booking of 700.000 ₫, undone by hand and taken again; another one waits, a third is set aside."""
    owner = make_user()
    host = make_host(owner=owner, bank_bin="970436", bank_account="0000000001")
    booking = make_booking(make_slot(make_experience(host=host), now=NOW), adults=2, now=NOW - HOUR)
    notice = make_matched(host, DUE, f"VELANG {booking.reference}", now=NOW)
    deciding.undo(notice=notice, by=owner, now=NOW)
    deciding.accept(notice=notice, parts={booking.pk: DUE}, by=owner, now=NOW)
    make_matched(host, 5_000, "?", now=NOW)
    deciding.set_aside(notice=make_matched(host, 6_000, "?", now=NOW), reason="Tiền điện", by=owner, now=NOW)
    notice.refresh_from_db()
    return notice


def faults() -> set[str]:
    return {item.invariant for item in found() if item.invariant.startswith("bank")}


def change(model, pk, **fields) -> None:
    model._base_manager.filter(pk=pk).update(**fields)


def test_what_was_kept_well_has_no_fault(notice):
    assert faults() == set()


def test_a_sum_that_is_not_the_ledger_s(notice):
    change(BankNotice, notice.pk, amount_vnd=DUE + 1)
    assert faults() == {"bank-adds-up"}


def test_a_notice_in_the_ledger_without_a_row(notice):
    BankNoticeEntry._base_manager.all().delete()
    assert faults() == {"bank-adds-up"}


def test_a_row_of_a_notice_that_is_not_in_the_ledger(notice):
    other = BankNotice.objects.exclude(pk=notice.pk).first()
    change(BankNoticeEntry, notice.rows.last().pk, notice=other)
    assert faults() == {"bank-adds-up"}


def test_a_row_that_was_taken_back_pays_nothing(notice):
    taken_back = LedgerEntry.objects.filter(reversed_by__isnull=False).get()
    change(BankNoticeEntry, notice.rows.last().pk, entry=taken_back)
    assert faults() == {"bank-adds-up"}


def test_a_row_of_another_host(notice):
    change(LedgerEntry, notice.rows.last().entry_id, host=make_host())
    assert faults() == {"bank-is-the-hosts"}


def test_a_state_without_a_line_in_its_log(notice):
    last = BankNoticeMove.objects.filter(notice=notice).latest("pk")
    change(BankNoticeMove, last.pk, after="set_aside")
    assert faults() == {"bank-state-logged"}
