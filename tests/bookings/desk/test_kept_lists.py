"""Today's and tomorrow's lists, as a phone keeps them."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.models import Slot
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def desk():
    """Its `soon` is at noon of today, so that no test falls between two days."""
    desk = make_desk()
    desk.soon = noon(desk, 0)
    return desk


def noon(desk, days):
    at = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY
    found = Slot.objects.filter(experience=desk.experience, starts_at=at).first()
    return found or make_slot(desk.experience, at, capacity=20, closes_at=at)


def read(desk, **headers):
    return desk.client.get(desk.url("lists"), headers=headers)


def parties(answer) -> dict[str, dict]:
    days = answer.json()["days"]
    return {party["name"]: party for day in days for slot in day["slots"] for party in slot["parties"]}


def test_today_and_tomorrow_are_there_and_no_other_day(desk):
    for days, name in ((-1, "Hôm qua"), (0, "Hôm nay"), (1, "Ngày mai"), (2, "Ngày kia")):
        desk.book(noon(desk, days), name=name)
    answer = read(desk)
    today = timezone.localdate()
    assert [day["day"] for day in answer.json()["days"]] == [today.isoformat(), (today + DAY).isoformat()]
    assert parties(answer).keys() == {"Hôm nay", "Ngày mai"}


def test_a_party_has_what_a_host_needs_at_the_gate(desk):
    booking = desk.book(adults=2, children=1, phone="+84912345678", note="Đến trễ")
    type(booking).objects.filter(pk=booking.pk).update(dietary="vegetarian", spoken_language="en")
    (party,) = parties(read(desk)).values()
    assert (party["reference"], party["people"], party["party"]) == (booking.reference, 3, "2 người lớn, 1 trẻ em")
    assert (party["phone"], party["needs"], party["note"]) == ("0912 345 678", "ăn chay · Tiếng Anh", "Đến trễ")
    assert (party["status"], party["due"], party["due_text"]) == ("CONFIRMED", 900_000, "900.000\xa0₫")
    assert [unit["number"] for unit in party["units"]] == [2, 1]
    assert party["checked_in_at"] is None


def test_a_time_says_from_when_its_parties_can_be_checked_in_and_count_as_todays(desk):
    slot = noon(desk, 1)
    desk.book(slot)
    (told,) = read(desk).json()["days"][1]["slots"]
    day = timezone.localtime(slot.starts_at).replace(hour=0, minute=0)
    moments = {name: dt.datetime.fromisoformat(told[name]) for name in ("opens", "first", "last")}
    assert moments == {"opens": slot.starts_at - dt.timedelta(hours=12), "first": day, "last": day + DAY}


def test_it_shows_who_is_here_and_what_was_paid(desk):
    booking = desk.book(adults=4)
    desk.act("came", booking, **{f"u{booking.units.get().pk}": 3})
    desk.act("pay", booking, key=str(uuid.uuid4()), due=1_050_000, method="cash")
    (party,) = parties(read(desk)).values()
    assert (party["status"], party["came"], party["people"], party["due"]) == ("REDEEMED", 3, 4, 0)
    assert party["payments"][0]["text"] == "Đã thu 1.050.000\xa0₫, tiền mặt"
    assert party["checked_in_at"]


def test_nobody_who_only_holds_places_or_has_cancelled_is_in_it(desk):
    desk.book(status="ON_HOLD")
    desk.book(status="CANCELLED", name="Đã hủy")
    assert parties(read(desk)) == {}


def test_no_cache_keeps_it_and_who_has_it_gets_no_second_one(desk):
    answer = read(desk)
    assert "no-store" in answer["Cache-Control"]
    again = read(desk, if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    desk.book()
    assert read(desk, if_none_match=answer["ETag"]).status_code == 200


def test_a_full_day_asks_the_database_as_often_as_an_empty_one(desk):
    read(desk)
    counts = []
    for _ in range(2):
        for _ in range(3):
            desk.book(adults=1, children=1)
            desk.book(noon(desk, 1), adults=2)
        with CaptureQueriesContext(connection) as queries:
            read(desk)
        counts.append(len(queries))
    assert counts[0] == counts[1]
