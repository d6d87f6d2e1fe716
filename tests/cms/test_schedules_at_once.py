"""Two editors save one schedule in the same moment: the later one is compared with what stands by then."""

from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.cms import schedules as cms_schedules
from bookings.models import Schedule
from tests.cms.forms import fields
from tests.factories import make_experience, make_schedule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("theirs", "capacity", "times"),
    [({"capacity": 6}, 6, ["10:00"]), ({"times": ["09:00"]}, 4, ["09:00"])],
    ids=["the same field", "another field"],
)
def test_nothing_that_one_of_them_wrote_is_lost(admin_client, theirs, capacity, times):
    schedule = make_schedule(make_experience(), valid_from=timezone.localdate(), times=["10:00"], capacity=8)
    url = reverse("schedule:edit", args=[schedule.pk])
    sent = fields(admin_client.get(url).content.decode()) | {"capacity": "4"}
    look, before = cms_schedules.left_without_time, [theirs]

    def slow(**told):
        """After the form was compared, before it is written."""
        if before:
            Schedule.objects.filter(pk=schedule.pk).update(**before.pop())
        return look(**told)

    with mock.patch.object(cms_schedules, "left_without_time", side_effect=slow):
        answer = admin_client.post(url, sent)
    kept = Schedule.objects.get()
    assert (kept.capacity, kept.times) == (capacity, times)
    assert answer.status_code == (302 if capacity == 4 else 200)
