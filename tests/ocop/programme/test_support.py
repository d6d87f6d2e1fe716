"""Payouts: never above the ceiling of their scheme (Resolution 14/2023: 100, 600, 500 million a year)."""

import pytest

from ocop.domain.programme.keeping import correct, put_away, write
from ocop.domain.programme.support import AboveCeiling, NeedsHost, SchemeGone, ceiling_holds, within_ceiling
from ocop.models import Payout
from tests.factories import make_host, make_land
from tests.factories.programme import make_scheme

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


@pytest.fixture
def scheme():
    return make_scheme(make_land().province, ceiling_vnd=100 * MILLION)


def pay(scheme, millions: int, now, *, year: int = 2026, host=None) -> Payout:
    facts = {"amount_vnd": millions * MILLION, "year": year, "host": host, "decision": "1/QĐ"}
    row = Payout(province=scheme.province, scheme=scheme, **facts)
    return write(row=row, by=None, now=now, check=within_ceiling)


def test_up_to_the_ceiling_of_a_year_and_not_a_dong_more(scheme, now):
    pay(scheme, 60, now)
    pay(scheme, 40, now)
    with pytest.raises(AboveCeiling, match="còn lại 0"):
        pay(scheme, 1, now)
    pay(scheme, 100, now, year=2027)
    assert Payout.objects.count() == 3


def test_a_correction_keeps_to_the_ceiling_too(scheme, now):
    pay(scheme, 60, now)
    row = pay(scheme, 10, now)
    with pytest.raises(AboveCeiling):
        correct(row=row, version=1, values={"amount_vnd": 41 * MILLION}, by=None, check=within_ceiling)
    correct(row=row, version=1, values={"amount_vnd": 40 * MILLION}, by=None, check=within_ceiling)


def test_what_is_put_away_leaves_room(scheme, now):
    row = pay(scheme, 100, now)
    put_away(row=row, by=None, now=now)
    assert pay(scheme, 100, now)


def test_a_ceiling_for_one_host_is_for_each(now):
    scheme = make_scheme(make_land().province, ceiling_vnd=100 * MILLION, ceiling_of="host_year")
    one, other = make_host(), make_host()
    pay(scheme, 100, now, host=one)
    pay(scheme, 100, now, host=other)
    with pytest.raises(AboveCeiling):
        pay(scheme, 1, now, host=one)
    with pytest.raises(NeedsHost):
        pay(scheme, 1, now)


def test_a_ceiling_is_not_lowered_below_what_was_paid(scheme, now):
    pay(scheme, 60, now)
    with pytest.raises(AboveCeiling):
        correct(row=scheme, version=1, values={"ceiling_vnd": 59 * MILLION}, by=None, check=ceiling_holds)
    scheme.refresh_from_db()
    values = {"ceiling_vnd": 60 * MILLION}
    correct(row=scheme, version=scheme.version, values=values, by=None, check=ceiling_holds)


def test_nothing_is_paid_of_a_scheme_that_was_put_away(scheme, now):
    put_away(row=scheme, by=None, now=now)
    with pytest.raises(SchemeGone):
        pay(scheme, 1, now)
