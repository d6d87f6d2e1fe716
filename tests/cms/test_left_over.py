"""An editor sees whom a change leaves without a place before it is saved, and not who they are."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.calendar.slots import make_slots
from bookings.models import Schedule, Slot
from experiences.models import Experience
from tests.cms.forms import fields, submit
from tests.factories import make_booking, make_contact, make_experience, make_schedule
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots():
    schedule = make_schedule(make_experience(capacity=8), valid_from=timezone.localdate())
    make_slots(now=timezone.now(), experiences=[schedule.experience])
    return list(Slot.objects.order_by("starts_at"))


def party(slot, adults: int = 4):
    contact = make_contact(name="Đặng Thu Hà", phone="+84912345678", email="ha@example.com")
    return make_booking(slot, adults=adults, contact=contact)


def without_day_of(slot) -> dict:
    day = timezone.localtime(slot.starts_at).weekday()
    return {"weekdays": [str(number) for number in range(7) if number != day]}


def url_of(kind: str, slot) -> str:
    return reverse(f"{kind}:edit", args=[slot.schedule_id if kind == "schedule" else slot.experience_id])


def change_of(kind: str, slot) -> dict:
    return without_day_of(slot) if kind == "schedule" else {"capacity": 5}


@pytest.mark.parametrize("kind", ["schedule", "experience"])
def test_nothing_is_saved_before_the_editor_has_seen_whom_it_touches(signed_in, slots, kind):
    for _ in range(2):
        party(slots[3])
    client, url = signed_in("manager"), url_of(kind, slots[3])
    before = (Schedule.objects.values().get(), Experience.objects.values_list("capacity").get())
    asked = submit(client, url, **change_of(kind, slots[3]))
    assert asked.status_code == 200
    page = plain(soup(asked))
    day = timezone.localtime(slots[3].starts_at)
    assert f"{day.day}/{day.month}" in page
    assert "4 người lớn" in page
    assert "Chưa lưu gì" in page
    for known in ("Đặng Thu Hà", "345 678", "ha@example.com"):
        assert known not in page
    assert (Schedule.objects.values().get(), Experience.objects.values_list("capacity").get()) == before
    assert "Vẫn lưu" in page
    assert client.post(url, fields(asked.content.decode())).status_code == 302
    assert (Schedule.objects.values().get(), Experience.objects.values_list("capacity").get()) != before


def test_who_booked_since_the_editor_looked_is_shown_first(signed_in, slots):
    party(slots[3], adults=2)
    client, url = signed_in("manager"), url_of("schedule", slots[3])
    asked = submit(client, url, **without_day_of(slots[3]))
    party(slots[3], adults=3)
    again = client.post(url, fields(asked.content.decode()))
    assert again.status_code == 200
    assert "3 người lớn" in plain(soup(again))


@pytest.mark.parametrize("kind", ["schedule", "experience"])
def test_a_change_that_touches_nobody_is_not_asked_about(signed_in, slots, kind):
    party(slots[3])
    response = submit(signed_in("manager"), url_of(kind, slots[4]), **change_of(kind, slots[4]))
    assert response.status_code == 302


def test_a_schedule_is_deleted_once_its_parties_were_seen(signed_in, slots):
    party(slots[3])
    client, url = signed_in("superuser"), reverse("schedule:delete", args=[slots[3].schedule_id])
    asked = client.post(url)
    assert asked.status_code == 200
    assert "4 người lớn" in plain(soup(asked))
    assert Schedule.objects.exists()
