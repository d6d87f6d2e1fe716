"""Compiled queries while many threads run them at once."""

from functools import partial

import pytest
from django.db import connection

from bookings.domain.seats.lock import lock_slot
from bookings.models import Slot
from common.data.db import atomic_with_retry
from tests.contention.crowd import all_at_once
from tests.factories import make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
READS = 40


def test_threads_get_what_each_of_them_asked_for(experience):
    """Each compiles for its own connection, and runs often enough for PostgreSQL to keep a plan of it."""
    slots = [make_slot(experience, days=days) for days in range(7, 13)]

    def read(slot: Slot) -> set:
        locked = [atomic_with_retry(lock_slot)(slot.pk) for _ in range(READS)]
        return {(found.pk, found.starts_at, found.experience.host.name) for found in locked}

    host = experience.host.name
    assert all_at_once([partial(read, slot) for slot in slots]) == [{(slot.pk, slot.starts_at, host)} for slot in slots]


@pytest.mark.parametrize(("threshold", "keeps"), [(5, True), (None, False)], ids=["usual", "behind a pooler"])
def test_postgresql_keeps_plans_unless_it_is_told_not_to(experience, threshold, keeps):
    slot = make_slot(experience)

    def kept_plans() -> int:
        connection.connection.prepare_threshold = threshold
        for _ in range(READS):
            atomic_with_retry(lock_slot)(slot.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%bookings_slot%'")
            return cursor.fetchone()[0]

    if connection.vendor == "postgresql":
        assert (all_at_once([kept_plans])[0] > 0) == keeps
