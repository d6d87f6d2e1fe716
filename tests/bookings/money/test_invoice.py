"""A guest asks for a VAT invoice, the host writes down that it was issued, and nothing else is pretended."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in, mark_no_show
from bookings.domain.booking.cancel import cancel
from bookings.domain.money.invoice import (
    AlreadyIssued,
    InvoiceClosed,
    NoInvoice,
    NotAsked,
    ask,
    invoice_of,
    issued,
    may_ask,
    not_issued,
    take_back,
)
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.enums import Act, Buyer, CancelledBy
from bookings.models import DayClosing
from common.words.tax_code import read_tax_code
from tests.factories import make_booking, make_invoice, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def booking(now):
    return make_booking(make_slot(now=now), now=now)


def told(booking) -> list[str]:
    return [act.after["invoice"] for act in booking.acts.filter(act=Act.INVOICE).order_by("pk")]


def test_it_is_asked_changed_taken_back_and_each_is_written_once(booking, now):
    for _ in range(2):
        ask(booking=booking, details=make_invoice(), now=now)
    for _ in range(2):
        ask(booking=booking, details=make_invoice(name="Công ty Khác"), now=now)
    assert invoice_of(booking).name == "Công ty Khác"
    for _ in range(2):
        take_back(booking=booking, now=now)
    assert invoice_of(booking) is None
    assert told(booking) == ["asked", "changed", "taken back"]
    assert list(audit(now=now)) == []


def test_the_history_does_not_hold_whose_it_is(booking, now):
    ask(booking=booking, details=make_invoice(), now=now)
    assert "Thí Dụ" not in json.dumps([act.after for act in booking.acts.all()], ensure_ascii=False)


def test_once_issued_the_guest_changes_it_no_more_and_the_host_may_take_that_back(booking, now):
    ask(booking=booking, details=make_invoice(), now=now)
    owner = make_user()
    for _ in range(2):
        issued(booking=booking, number="1C26T 15", by=owner, now=now)
    standing = invoice_of(booking)
    assert (standing.issued_at, standing.number, standing.issued_by_name) == (now, "1C26T 15", str(owner))
    with pytest.raises(AlreadyIssued):
        ask(booking=booking, details=make_invoice(name="Khác"), now=now)
    with pytest.raises(AlreadyIssued):
        take_back(booking=booking, now=now)
    for _ in range(2):
        not_issued(booking=booking, now=now)
    assert invoice_of(booking).issued_at is None
    assert told(booking) == ["asked", "issued", "not issued"]


def test_a_number_may_be_missing_and_follow(booking, now):
    ask(booking=booking, details=make_invoice(), now=now)
    issued(booking=booking, number="", by=None, now=now)
    later = now + dt.timedelta(days=1)
    assert issued(booking=booking, number="15", by=None, now=later).issued_at == now


def test_until_the_day_of_the_visit_closes(booking, now):
    day = timezone.localtime(booking.slot.starts_at).date()
    midnight = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    assert may_ask(booking, now=midnight - dt.timedelta(seconds=1))
    with pytest.raises(InvoiceClosed):
        ask(booking=booking, details=make_invoice(), now=midnight)


def test_not_after_the_host_has_counted_that_day(booking, now):
    host = booking.slot.experience.host
    DayClosing.objects.create(
        host=host,
        day=timezone.localtime(booking.slot.starts_at).date(),
        number=1,
        key_hash="x",
        counted_vnd=0,
        float_vnd=0,
        expected_cash_vnd=0,
        expected_transfer_vnd=0,
        closed_at=now,
    )
    assert not may_ask(booking, now=now)
    with pytest.raises(InvoiceClosed):
        ask(booking=booking, details=make_invoice(), now=now)


def test_only_of_a_visit_that_stands(now):
    off, missing, here = (make_booking(make_slot(now=now), now=now) for _ in range(3))
    cancel(booking=off, by=CancelledBy.GUEST, now=now)
    mark_no_show(booking=missing, now=missing.slot.starts_at)
    check_in(booking=here, now=here.slot.starts_at)
    for booking in (off, missing):
        with pytest.raises(NoInvoice):
            ask(booking=booking, details=make_invoice(), now=now)
    assert ask(booking=here, details=make_invoice(), now=here.slot.starts_at)


def test_what_nobody_asked_for_is_not_issued(booking, now):
    with pytest.raises(NotAsked):
        issued(booking=booking, number="1", by=None, now=now)


def test_a_guest_takes_it_away_and_one_that_was_not_issued_is_erased_with_them(booking, now):
    ask(booking=booking, details=make_invoice(), now=now)
    assert json.loads(json.dumps(everything_about(booking)))["invoice"]["tax_code"] == "0100000000-001"
    erase(booking=booking, now=booking.slot.ends_at)
    assert invoice_of(booking) is None


def test_one_that_was_issued_stays_in_the_books_without_its_address_for_mails(booking, now):
    ask(booking=booking, details=make_invoice(buyer=Buyer.PERSON, name="Vũ Hà", tax_code=""), now=now)
    issued(booking=booking, number="15", by=None, now=now)
    erase(booking=booking, now=booking.slot.ends_at)
    kept = invoice_of(booking)
    assert (kept.name, kept.number, kept.email) == ("Vũ Hà", "15", "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0100000000", "0100000000"),
        ("0100000000001", "0100000000-001"),
        ("01 0000 0000 - 001", "0100000000-001"),
        ("010000000", None),
        ("0100000000-01", None),
        ("٠١٠٠٠٠٠٠٠٠", None),
        ("MST 0100000000", None),
    ],
)
def test_a_tax_code_is_read_by_its_form(typed, read):
    assert read_tax_code(typed) == read
