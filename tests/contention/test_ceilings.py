"""Officers who pay out of one scheme at the same moment stay below its ceiling together."""

import pytest

from ocop.domain.programme.keeping import write
from ocop.domain.programme.support import AboveCeiling, within_ceiling
from ocop.models import Payout, Scheme
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_land
from tests.factories.programme import make_scheme

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 8


def test_payouts_at_one_moment_do_not_pass_the_ceiling_together(now):
    scheme = make_scheme(make_land().province, ceiling_vnd=300)
    facts = {"province": scheme.province, "scheme": scheme, "year": 2026, "amount_vnd": 100, "decision": "1/QĐ"}

    def pay() -> Payout:
        return write(row=Payout(**facts), by=None, now=now, check=within_ceiling)

    try:
        refused = errors(all_at_once([pay] * CROWD))
        assert [type(error) for error in refused] == [AboveCeiling] * (CROWD - 3)
        assert Payout.objects.filter(scheme=scheme).count() == 3
    finally:
        Payout.objects.all().delete()
        Scheme.objects.all().delete()
