"""In any order of what guests, banks and a house do with money no đồng is lost, doubled or unexplained."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bookings.money.purses import Purses
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_host, make_user

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = 12, 15


@pytest.mark.long
def test_no_dong_is_lost_doubled_or_unexplained():
    Purses.host = make_host(owner=make_user(), **ACCOUNT)
    run_state_machine_as_test(
        Purses,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
