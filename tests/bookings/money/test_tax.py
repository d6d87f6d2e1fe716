"""A household's takings of the year beside the law's threshold."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.money import ledger, tax
from bookings.enums import PaidBy
from tests.factories import NOW, local_time, make_booking, make_experience, make_host, make_slot, make_user
from villages.enums import HostKind

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def taking(host, amount, now):
    slot = make_slot(make_experience(host, cutoff_minutes=0), starts_at=NOW + HOUR, closes_at=NOW + HOUR)
    booking = make_booking(slot, adults=2, now=NOW - HOUR)
    ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=amount,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )


def test_a_year_is_a_calendar_year_in_viet_nam():
    host = make_host(kind=HostKind.HOUSEHOLD)
    taking(host, 100_000, local_time(dt.date(2026, 1, 1), 0, 1))
    taking(host, 200_000, local_time(dt.date(2026, 12, 31), 23, 59))
    taking(host, 400_000, local_time(dt.date(2027, 1, 1), 0, 1))
    assert tax.year_so_far(host, NOW.date()).taken_vnd == 300_000
    assert tax.year_so_far(host, dt.date(2027, 5, 1)).taken_vnd == 400_000


def test_the_share_of_the_threshold_is_rounded_down():
    threshold = tax.Threshold(dt.date(2026, 1, 1), 1_000_000_000, "")
    assert tax.YearSoFar(2026, 999_999_999, threshold).percent == 99
    assert tax.YearSoFar(2026, -5, threshold).percent == 0


@pytest.mark.parametrize("kind", [kind for kind in HostKind if kind != HostKind.HOUSEHOLD])
def test_other_kinds_of_hosts_are_told_nothing(kind):
    assert tax.year_so_far(make_host(kind=kind), NOW.date()) is None


def test_a_year_before_the_first_threshold_we_know_is_told_nothing():
    assert tax.year_so_far(make_host(kind=HostKind.HOUSEHOLD), dt.date(2025, 12, 31)) is None
