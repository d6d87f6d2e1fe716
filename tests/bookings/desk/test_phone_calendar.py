"""A member's visits in their phone's own calendar: what it reads, what it never reads, and how it ends."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from bookings.models import Slot
from common.http.logs import without_tokens
from tests.bookings.desk.desk_helpers import Desk
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user
from tests.pages.reading import soup
from villages.models import CalendarFeed, Member

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def made(desk: Desk, key: str = "") -> str:
    """The path of the address that the page shows."""
    page = soup(desk.post("phone_calendar_make", {"key": key or str(uuid.uuid4())}))
    address = page.select_one("#feed-address")["value"]
    assert page.select_one("a[href^='webcal://']")["href"].partition(":")[2] == address.partition(":")[2]
    return "/" + address.split("/", 3)[3]


def read(path: str, **headers):
    """As a phone asks, which signs in nowhere."""
    return Client(headers=headers).get(path)


def events(path: str) -> list:
    answer = read(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_each_booked_visit_is_an_event_at_its_time_with_counts_and_references(desk):
    slot = desk.slot(3 * DAY)
    first, second = desk.book(slot, adults=2, children=1), desk.book(slot, adults=4)
    desk.slot(4 * DAY)

    (event,) = events(made(desk))

    assert event["summary"] == f"{desk.experience.label} · 7 khách"
    assert event.decoded("dtstart") == slot.starts_at.replace(microsecond=0)
    assert event.decoded("dtend") == slot.ends_at.replace(microsecond=0)
    for told in ("2 đoàn", "7/20 chỗ", first.reference, second.reference, desk.url("slot", pk=slot.pk)):
        assert told in event["description"], told


def test_nobody_is_named(desk):
    desk.book(desk.slot(3 * DAY), name="Nguyễn Thị Hà", phone="+84912345678", email="ha@example.org", note="Dị ứng lạc")

    text = read(made(desk)).content.decode().replace("\r\n ", "")

    for told in ("Thị Hà", "912345678", "912 345 678", "912-345-678", "ha@", "Dị ứng"):
        assert told not in text, told


def test_what_changed_is_newer_under_the_same_name(desk, monkeypatch):
    slot = desk.slot(3 * DAY)
    desk.book(slot)
    path = made(desk)
    (before,) = events(path)
    later = timezone.now() + dt.timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at + DAY, ends_at=slot.ends_at + DAY)

    (after,) = events(path)

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("dtstart") - before.decoded("dtstart") == DAY


def test_a_cancelled_time_and_one_without_parties_are_gone(desk):
    cancelled, emptied = desk.slot(3 * DAY), desk.slot(4 * DAY)
    desk.book(cancelled)
    booking = desk.book(emptied)
    path = made(desk)
    assert len(events(path)) == 2

    desk.post("slot_cancel", {"reason": "rain"}, pk=cancelled.pk)
    desk.act("cancel", booking, usual="weather")

    assert events(path) == []


def test_a_week_back_and_no_further(desk):
    desk.book(desk.slot(-6 * DAY))
    desk.book(desk.slot(-8 * DAY))
    desk.book(status="ON_HOLD")

    assert len(events(made(desk))) == 1


def test_an_unchanged_calendar_is_not_sent_again(desk):
    booking = desk.book(desk.slot(3 * DAY))
    path = made(desk)
    answer = read(path)
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}

    again = read(path, if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    desk.act("cancel", booking, usual="weather")
    assert read(path, if_none_match=answer["ETag"]).status_code == 200


def test_all_desks_of_a_member_are_in_one_calendar_and_no_other(desk):
    desk.book(desk.slot(3 * DAY))
    mine, theirs = make_host(owner=desk.owner, name="Nhà tranh Đông Hồ"), make_host()
    for host in (mine, theirs):
        make_booking(make_slot(make_experience(host), timezone.now() + 2 * DAY, capacity=20), now=timezone.now())

    found = events(made(desk))

    assert len(found) == 2
    assert found[0]["summary"].endswith("· Nhà tranh Đông Hồ")


def test_an_ended_address_is_gone_at_once(desk):
    path = made(desk)
    desk.post("phone_calendar_end")

    assert read(path).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_a_new_address_ends_the_one_before(desk):
    before, after = made(desk), made(desk)

    assert read(before).status_code == 404
    assert read(after).status_code == 200


def test_a_second_tap_shows_the_same_address(desk):
    key = str(uuid.uuid4())

    assert made(desk, key) == made(desk, key)


def test_who_left_the_desk_or_whose_account_is_closed_reads_nothing_more(desk):
    path = made(desk)
    desk.owner.is_active = False
    desk.owner.save()
    assert read(path).status_code == 404
    desk.owner.is_active = True
    desk.owner.save()
    assert read(path).status_code == 200

    Member.objects.filter(user=desk.owner).delete()

    assert read(path).status_code == 404


def test_another_member_makes_their_own(desk):
    path = made(desk)
    helper = make_user()
    Member.objects.create(host=desk.host, user=helper)
    client = Client()
    client.force_login(helper)
    assert client.get(desk.url("phone_calendar")).context["feed"] is None
    client.post(desk.url("phone_calendar_end"))

    assert read(path).status_code == 200


def test_we_keep_no_more_than_the_hash_and_no_log_has_the_address(desk):
    path = made(desk)
    token = path.rpartition("/")[2].removesuffix(".ics")

    feed = CalendarFeed.objects.get()
    assert token not in (feed.key_hash, str(feed))
    page = desk.get("phone_calendar").content.decode()
    assert "lich-rieng" not in page
    logged = without_tokens(None, "info", {"request": f"GET {path}", "event": f"Not Found: {path}"})
    assert token not in str(logged)


def test_a_form_without_its_key_leads_back(desk):
    assert desk.post("phone_calendar_make", {"key": "1"}).redirect_chain[-1][0] == desk.url("phone_calendar")
    assert not CalendarFeed.objects.exists()


def test_the_calendar_costs_the_same_however_many_come(desk):
    desk.book(desk.slot(3 * DAY))
    path = made(desk)
    read(path)  # the site's name is kept from here on
    with CaptureQueriesContext(connection) as one:
        read(path)
    for days in (4, 5, 6):
        slot = desk.slot(days * DAY)
        desk.book(slot)
        desk.book(slot)
    with CaptureQueriesContext(connection) as many:
        assert len(events(path)) == 4
    # Whose it is, their desks; visits, parties.
    assert len(one) == len(many) == 4
