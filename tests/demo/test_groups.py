"""The demo shows a group at each state, and all of it adds up."""

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.enums import GroupState
from bookings.models import GroupRequest

pytestmark = pytest.mark.django_db


def test_a_group_stands_at_each_state(demo_world):
    assert set(GroupRequest.objects.values_list("state", flat=True)) == set(GroupState.values)
    assert [finding for finding in audit(now=timezone.now()) if not finding.open_decision] == []
