"""Is there room on mùng 6 Tết? The calendar by months, a week of times, and the way to any day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.calendar.closures import close, close_day
from bookings.domain.calendar.slots import horizon
from bookings.models import Slot
from common.words.lunar import to_lunar
from tests.bookings.desk.desk_helpers import local_day, make_desk
from tests.factories import make_festival, make_resource, make_use
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


def lunar_words(day: dt.date) -> str:
    lunar = to_lunar(day)
    return f"{lunar.day}/{lunar.month}{' nhuận' if lunar.leap else ''} âm"


def week(desk, asked: str):
    return desk.client.get(desk.url("week"), {"day": asked})


def test_a_lunar_day_leads_to_its_times_with_the_room_that_is_left(desk):
    slot = desk.slot(40 * DAYS, capacity=8)
    desk.book(slot, adults=3)

    response = week(desk, lunar_words(local_day(slot)))

    first = response.context["days"][0]
    assert (first["day"], len(response.context["days"])) == (local_day(slot), 7)
    (time,) = first["times"]
    assert (time.free, time.taken_text) == (5, "3/8")
    page = plain(soup(response))
    assert "còn 5 chỗ" in page
    assert desk.url("slot_guests", pk=slot.pk) in response.content.decode()


def test_room_is_counted_by_what_is_shared_and_a_hold_that_ran_out_takes_none(desk):
    slot = desk.slot(10 * DAYS, capacity=8)
    make_use(desk.experience, make_resource(desk.host, 5), quantity=1)
    lapsed = desk.book(slot, status="ON_HOLD", adults=2)
    type(lapsed).objects.filter(pk=lapsed.pk).update(hold_expires_at=timezone.now() - DAYS)

    (time,) = week(desk, local_day(slot).isoformat()).context["days"][0]["times"]

    assert (time.free, time.taken_text) == (5, "0/8")


def test_what_is_closed_or_called_off_offers_no_room(desk):
    closed, off = desk.slot(10 * DAYS), desk.slot(11 * DAYS, decision="called_off")
    close_day(host=desk.host, day=local_day(closed), by=None, now=timezone.now())

    response = week(desk, local_day(closed).isoformat())

    days = response.context["days"]
    assert [(day["closed"], [time.open for time in day["times"]]) for day in days[:2]] == [
        (True, [False]),
        (False, [False]),
    ]
    assert "còn" not in plain(soup(response).select_one(".desk-week"))
    assert desk.url("slot", pk=off.pk) in response.content.decode()


def test_what_cannot_be_read_is_asked_again_with_what_was_typed(desk):
    response = week(desk, "mùng 8 tháng 3")

    page = soup(response)
    assert "có thể là ngày dương hay ngày âm" in plain(page.select_one(".field__error"))
    assert page.select_one("#id_day")["value"] == "mùng 8 tháng 3"
    assert response.context["days"] == []


def test_a_day_beyond_what_is_open_is_told_to_be_that(desk):
    last = horizon(timezone.now())

    assert "chưa mở lịch tới" in plain(soup(week(desk, (last + DAYS).isoformat())))
    assert "chưa mở lịch" not in plain(soup(week(desk, (last - 8 * DAYS).isoformat())))
    assert week(desk, (last + DAYS).isoformat()).context["next_url"] == ""


def test_the_ends_of_the_calendar_are_pages_too(desk):
    for asked in ("1/1/2000", "31/12/2069", "\x00", "9" * 300, "âm " * 50):
        assert week(desk, asked).status_code == 200
    for month in ("2000-01", "2069-12"):
        assert desk.get("calendar_month", month=month).status_code == 200


def test_no_slot_of_a_neighbour_is_shown(desk):
    slot = make_desk().slot(5 * DAYS)

    assert week(desk, local_day(slot).isoformat()).context["days"][0]["times"] == []


def test_chips_lead_to_tet_and_the_festivals_of_the_village(desk):
    day = timezone.localdate() + 20 * DAYS
    # On the day of Tết itself one chip is enough.
    while to_lunar(day).leap or (to_lunar(day).month, to_lunar(day).day) == (1, 1):
        day += DAYS
    here, there = desk.host.village, make_desk().host.village
    lunar = {"lunar_month": to_lunar(day).month, "lunar_day": to_lunar(day).day}
    make_festival(name="Hội làng ta", village=here, **lunar)
    make_festival(name="Hội làng người", village=there, **lunar)

    chips = desk.get("today").context["jump"].chips

    assert [chip["text"] for chip in chips if "Hội" in chip["text"]] == ["Hội làng ta"]
    for chip in chips:
        found = desk.client.get(chip["url"]).context["days"][0]["day"]
        assert to_lunar(found).text in chip["lunar"]


def test_a_month_adds_up_guests_places_days_off_and_who_is_to_be_decided_on(desk):
    first = (timezone.localdate().replace(day=1) + 40 * DAYS).replace(day=1)
    start = timezone.make_aware(dt.datetime.combine(first, dt.time(9))) - timezone.now()
    desk.book(desk.slot(start, capacity=8), adults=3)
    closed = desk.slot(start + 3 * DAYS, capacity=9)
    desk.book(closed, adults=2)
    close(host=desk.host, days=(local_day(closed), local_day(closed)), by=None, now=timezone.now())

    response = desk.get("calendar_month", month=first)

    days = response.context["days"]
    assert (days[0]["day"], days[0]["guests"], days[0]["seats"]) == (first, 3, 8)
    assert (days[-1]["day"] + DAYS).day == 1
    assert (days[3]["closed"], days[3]["conflicts"]) == (True, 1)
    assert response.context["sums"] == {"guests": 5, "seats": 8, "closed": 1, "conflicts": 1}


def test_months_are_offered_up_to_the_last_day_that_is_open(desk):
    chips = desk.get("calendar").context["months"]

    assert chips[0]["selected"]
    assert chips[-1]["url"] == desk.url("calendar_month", month=horizon(timezone.now()).replace(day=1))


def test_days_that_are_over_show_who_came_and_no_switch(desk):
    last_month = (timezone.localdate().replace(day=1) - DAYS).replace(day=1)
    start = timezone.make_aware(dt.datetime.combine(last_month, dt.time(9))) - timezone.now()
    slot = desk.slot(start)
    desk.book(slot, adults=2)

    response = desk.get("calendar_month", month=last_month)

    assert response.context["days"][0]["guests"] == 2
    assert "/dong/" not in response.content.decode()


def test_closing_a_day_in_a_month_leads_back_to_that_month(desk):
    day = local_day(desk.slot(45 * DAYS))

    response = desk.client.post(desk.url("close_day", day=day), {"back": "month"})

    assert response["Location"] == f"{desk.url('calendar_month', month=day)}#ngay-{day}"


@pytest.mark.parametrize("name", ["calendar_month", "week", "today"])
def test_many_slots_cost_no_more_queries_than_one(desk, name):
    make_use(desk.experience, make_resource(desk.host, 50), quantity=1)
    slot = desk.slot(3 * DAYS)
    desk.book(slot)
    day = local_day(slot)
    url = {
        "calendar_month": desk.url("calendar_month", month=day),
        "week": f"{desk.url('week')}?day={day}",
        "today": desk.url("today"),
    }[name]
    desk.client.get(url)
    one = queries(desk, url)
    for number in range(30):
        more = desk.slot(dt.timedelta(days=3 + number % 4, minutes=1 + number))
        desk.book(more, adults=1)
    assert Slot.objects.count() > 30

    assert queries(desk, url) == one
    assert one <= 18


def queries(desk, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.client.get(url).status_code == 200
    return len(seen)
