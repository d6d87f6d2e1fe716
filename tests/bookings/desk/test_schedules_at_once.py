"""Two people save one schedule in the same moment: both forms were compared before either of them has written."""

from unittest import mock

import pytest
from django.utils import timezone

from bookings.desk.calendar import schedules as desk_schedules
from bookings.domain.calendar.schedules import ChangedMeanwhile, said_by, save_schedule
from bookings.models import Schedule
from tests.bookings.desk.test_schedules import asked
from tests.factories import make_schedule
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(desk) -> Schedule:
    return make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"], weekdays=[5], capacity=8)


def send(desk, schedule, *, somebody_else_saves: dict | None, **fields):
    """Send the form; between what is compared and what is written `somebody_else_saves` these values, or removes it."""
    page = soup(desk.get("schedule", pk=schedule.pk))
    form = page.select_one("input[name=opened]").find_parent("form")
    sent = asked(desk, "weekly", weekdays=["5"], times="10:00", capacity="8")
    sent = {name: value for name, value in sent.items() if name != "experience"} | fields_of(page, form)
    save, before = desk_schedules.save_schedule, [somebody_else_saves]

    def slow(**told):
        if before:
            rows, changes = Schedule.objects.filter(pk=schedule.pk), before.pop()
            rows.update(**changes) if changes else rows.delete()
        return save(**told)

    with mock.patch.object(desk_schedules, "save_schedule", side_effect=slow):
        return desk.post("schedule", sent | {"weekdays": ["5"]} | fields, pk=schedule.pk)


def test_what_both_changed_is_shown_with_both(desk, schedule):
    answer = send(desk, schedule, somebody_else_saves={"capacity": 6}, capacity="4")
    assert "“6”" in plain(soup(answer).main)
    assert Schedule.objects.get().capacity == 6


def test_what_each_changed_by_themselves_stands(desk, schedule):
    send(desk, schedule, somebody_else_saves={"times": ["09:00"]}, capacity="4")
    assert (Schedule.objects.get().times, Schedule.objects.get().capacity) == (["09:00"], 4)


def test_what_somebody_removed_in_that_moment_stays_removed_and_what_was_typed_is_kept(desk, schedule):
    answer = send(desk, schedule, somebody_else_saves=None, capacity="4")
    page = soup(answer)
    assert answer.status_code == 200
    assert "đã bị bỏ trong lúc bạn đang ghi" in plain(page)
    assert not Schedule.objects.exists()
    form = page.select_one("form#rule")
    assert (form["action"], form.select_one("[name=capacity]")["value"]) == (desk.url("schedule_new"), "4")
    assert [day["value"] for day in form.select("[name=weekdays][checked]")] == ["5"]
    desk.client.post(form["action"], fields_of(page, form) | {"weekdays": ["5"], "every_weeks": "1"})
    assert Schedule.objects.get().capacity == 4


def test_the_rule_holds_whoever_saves(schedule, now):
    stood = said_by(schedule)
    Schedule.objects.filter(pk=schedule.pk).update(capacity=6)
    schedule.capacity = 4
    with pytest.raises(ChangedMeanwhile):
        save_schedule(schedule=schedule, now=now, stood=stood)
    # The same that the other has saved is no conflict.
    schedule.capacity = 6
    save_schedule(schedule=schedule, now=now, stood=stood)
    assert Schedule.objects.get().capacity == 6
