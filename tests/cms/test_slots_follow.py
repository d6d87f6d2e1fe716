"""What an editor changes of an experience holds for its coming slots at once, and moves nobody who has booked."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from bookings.cms import experiences as follow
from bookings.domain.calendar.addresses import slug_now
from bookings.domain.calendar.conflicts import open_conflicts
from bookings.domain.calendar.one_slot import edit_slot
from bookings.domain.calendar.slots import make_slots
from bookings.models import Booking, Schedule, Slot
from tests.cms.forms import errors, fields, submit
from tests.factories import make_booking, make_experience, make_schedule, make_user
from tests.pages.reading import soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@shared
def slots():
    """Those of one experience, eight seats each, every day."""
    schedule = make_schedule(make_experience(capacity=8), valid_from=timezone.localdate())
    make_slots(now=timezone.now(), experiences=[schedule.experience])
    return list(Slot.objects.order_by("starts_at"))


def all_the_same(client, url: str, **changes):
    """Send the form at `url`, and again once it has said who has no place any more."""
    response = submit(client, url, **changes)
    if response.status_code != 302 and "left_over" in response.context:
        return client.post(url, fields(response.content.decode()))
    return response


def change(manager, experience, **changes) -> dict[str, str]:
    """Save the experience's form; what the editor reads then, by level."""
    response = all_the_same(manager, reverse("experience:edit", args=[experience.pk]), **changes)
    assert response.status_code == 302, errors(response)
    return {said.level_tag: str(said) for said in get_messages(response.wsgi_request)}


def test_seats_duration_and_close_reach_the_slots_at_once(manager, slots):
    said = change(manager, slots[0].experience, capacity=12, duration_minutes=45, cutoff_minutes=90)
    assert set(said) == {"success"}
    for slot in Slot.objects.all():
        assert slot.capacity == 12
        assert (slot.ends_at - slot.starts_at, slot.starts_at - slot.closes_at) == (45 * MINUTE, 90 * MINUTE)


def test_fewer_seats_than_are_booked_move_nobody_and_the_editor_reads_whom_they_leave_over(manager, slots):
    for adults in (4, 4):
        make_booking(slots[3], adults=adults)
    make_booking(slots[4], adults=4)
    before = list(Booking.objects.order_by("pk").values())
    said = change(manager, slots[3].experience, capacity=5)
    assert said["warning"].startswith("1 ")
    assert [conflict.booking.slot_id for conflict in open_conflicts(slots[3].experience.host, now=timezone.now())] == [
        slots[3].pk
    ]
    assert list(Booking.objects.order_by("pk").values()) == before
    booked, fits, free = (Slot.objects.get(pk=slot.pk) for slot in slots[3:6])
    assert (booked.capacity, booked.taken) == (8, 8)
    assert (fits.capacity, free.capacity) == (5, 5)
    # What was said once is the host's to decide: the next change says only what it adds.
    assert "warning" not in change(manager, slots[3].experience, name="Nặn gốm chiều")


def test_a_slot_changed_by_hand_keeps_its_seats(manager, slots):
    edit_slot(slot_id=slots[2].pk, capacity=3, now=timezone.now())
    change(manager, slots[2].experience, capacity=12)
    assert Slot.objects.get(pk=slots[2].pk).capacity == 3


def test_another_experience_keeps_its_slots(manager, slots):
    other = make_schedule()
    change(manager, slots[0].experience, capacity=12)
    assert not Slot.objects.filter(experience=other.experience).exists()


def test_a_schedule_that_takes_away_a_booked_time_says_so(manager, slots):
    make_booking(slots[3], adults=2)
    day = timezone.localtime(slots[3].starts_at).weekday()
    url = reverse("schedule:edit", args=[slots[3].schedule_id])
    response = all_the_same(manager, url, weekdays=[str(number) for number in range(7) if number != day])
    assert response.status_code == 302, errors(response)
    assert [str(said)[:2] for said in get_messages(response.wsgi_request) if said.level_tag == "warning"] == ["1 "]


def test_an_experience_that_is_not_offered_gets_no_slots(manager):
    schedule = make_schedule(make_experience(active=False), valid_from=timezone.localdate())
    assert set(change(manager, schedule.experience, name="Nặn gốm chiều")) == {"success"}
    assert not Slot.objects.exists()


def on_sale(experience) -> int:
    return Slot.objects.on_sale(timezone.now()).filter(experience=experience).count()


def test_a_schedule_given_to_another_experience_leaves_the_first_one_nothing_to_sell(manager, slots):
    first, other = slots[0].experience, make_experience(capacity=8)
    booking = make_booking(slots[3], adults=2)
    # Today's is on sale or over, by the time of day.
    before = on_sale(first)
    response = all_the_same(manager, reverse("schedule:edit", args=[slots[0].schedule_id]), experience=other.pk)
    assert response.status_code == 302, errors(response)
    assert before >= len(slots) - 1
    assert (on_sale(first), on_sale(other)) == (0, before)
    said = {message.level_tag: str(message)[:2] for message in get_messages(response.wsgi_request)}
    assert said["warning"] == "1 "
    booking.refresh_from_db()
    assert booking.slot_id == slots[3].pk


def test_a_schedule_that_is_deleted_sells_nothing_more_and_cancels_nobody(signed_in, slots):
    booking = make_booking(slots[3], adults=2)
    client, url = signed_in("superuser"), reverse("schedule:delete", args=[slots[0].schedule_id])
    asked = soup(client.post(url))
    response = client.post(url, {"seen": asked.select_one("[name=seen]")["value"]})
    assert response.status_code == 302
    assert on_sale(slots[0].experience) == 0
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["warning", "success"]
    before = (booking.status, booking.slot_id)
    booking.refresh_from_db()
    assert (booking.status, booking.slot_id) == before


def test_a_schedule_that_is_added_twice_is_one_with_its_slots(manager):
    experience, friday = make_experience(), ["4"]
    said = {"experience": experience.pk, "kind": "weekly", "weekdays": friday, "times": "08:30"}
    for _ in range(2):
        response = submit(manager, reverse("schedule:add"), **said, valid_from=timezone.localdate().isoformat())
        assert response.status_code == 302, errors(response)
    assert Schedule.objects.count() == 1
    assert {timezone.localtime(slot.starts_at).weekday() for slot in Slot.objects.all()} == {4}


@pytest.mark.django_db(transaction=True)
def test_a_change_that_meets_a_crowd_is_tried_again(client, slots, monkeypatch):
    """A locked row while slots follow: all of it is done once more, and nothing twice."""
    failures = iter([OperationalError("database is locked")])
    real = follow.slots_follow

    def deadlock_once(*which, **how):
        real(*which, **how)
        for failure in failures:
            raise failure

    monkeypatch.setattr(follow, "slots_follow", deadlock_once)
    client.force_login(make_user(is_superuser=True))
    said = change(client, slots[0].experience, capacity=12)
    assert set(said) == {"success"}
    assert set(Slot.objects.values_list("capacity", flat=True)) == {12}


def test_a_name_in_addresses_that_is_changed_keeps_leading_on(manager, slots):
    before = slots[0].experience.slug
    change(manager, slots[0].experience, slug="xuong-moi")
    assert slug_now(before) == "xuong-moi"
