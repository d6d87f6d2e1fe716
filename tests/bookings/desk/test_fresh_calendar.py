"""The page of one time, the week and the calendar hear of what they show while they are open, as a day does."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.models import Slot, SlotMessageParty
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import Desk, local_day, make_desk
from tests.bookings.desk.test_fresh import NEWS, paid
from tests.factories import make_experience, make_host, make_slot
from tests.factories.waiting import wait
from tests.pages.reading import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]
HOUR = dt.timedelta(hours=1)
# The page and what it asks, by the names of their addresses.
PAGES = {"slot": "slot_fresh", "week": "week_fresh", "calendar": "calendar_fresh"}
PAGES |= {"calendar_month": "calendar_month_fresh"}


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def where(desk: Desk, name: str) -> dict:
    """What the address `name` takes, to show the time that comes soon."""
    day = local_day(desk.soon)
    if name.startswith("slot"):
        return {"pk": desk.soon.pk}
    if name.startswith("calendar_month"):
        return {"month": day.replace(day=1)}
    # A week is opened on today's, and the time that comes soon may be after midnight.
    return {"day": timezone.localdate()} if name == "week_fresh" else {}


def part_of(response):
    return soup(response).select_one("[data-fresh]")


def opened(desk: Desk, page: str) -> str:
    """The version that `page` shows when it is opened."""
    return part_of(desk.get(page, **where(desk, page)))["data-version"]


def asked(desk: Desk, page: str, version: str):
    return desk.get(PAGES[page], f"?v={version}", **where(desk, PAGES[page]))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_stands_is_answered_without_a_word_and_asks_at_its_own_address(desk, page):
    desk.book()
    part = part_of(desk.get(page, **where(desk, page)))

    answer = asked(desk, page, part["data-version"])

    today = timezone.localdate()
    asks = desk.url("week_fresh", day=today) if page == "week" else desk.url(PAGES[page], **where(desk, PAGES[page]))
    assert part["data-fresh"] == asks
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-Fresh-At"] == f"{timezone.localtime():%H:%M}"


@pytest.mark.parametrize("page", PAGES)
def test_what_comes_is_the_part_alone_with_forms_that_work_and_says_since_when_it_is_so(desk, page):
    version = opened(desk, page)
    desk.book()

    answer = asked(desk, page, version)

    assert answer.status_code == 200
    assert not soup(answer).select("head, nav")
    part = part_of(answer)
    assert part.select_one("[data-fresh-at]").get_text() == f"{timezone.localtime():%H:%M}"
    assert all(form.select_one("[name=csrfmiddlewaretoken]") for form in part.select("form[method=post]"))
    assert asked(desk, page, part["data-version"]).status_code == 204


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_yesterday_is_loaded_anew(desk, page):
    assert asked(desk, page, "20200101-0123456789abcdef0123").status_code == 205


def waited_for(desk: Desk) -> None:
    desk.soon.refresh_from_db()
    desk.book(name="Hà Thị Cầu", adults=desk.soon.capacity - desk.soon.taken, email="cau@example.org")
    wait(desk.soon, now=timezone.now())


def written_to(desk: Desk) -> None:
    desk.post("slot_write", {"key": str(uuid.uuid4()), "usual": "raincoat"}, pk=desk.soon.pk)


def mail_sent(desk: Desk) -> None:
    assert SlotMessageParty.objects.exists()
    OutboxMessage.objects.update(state="sent", sent_at=timezone.now())


def cancelled(desk: Desk) -> None:
    desk.post("slot_cancel", {"reason": "rain"}, pk=desk.soon.pk)


def called(desk: Desk) -> None:
    desk.post("slot_called", pk=desk.soon.pk, reference=desk.soon.bookings.filter(contact_email="").get().reference)


# A time is cancelled with all that its page says of it.
HAPPENS = NEWS | {"time cancelled": lambda desk, booking: cancelled(desk)}
# What of it these do not show.
UNSEEN = {
    "slot": {"day closed", "a new time"},
    "week": {"checked in", "some came", "did not come", "paid", "a name mended", "waits for a word", "a note"},
    "calendar": {"a hold", "checked in", "some came", "paid", "a name mended", "a note", "waited for", "another name"},
}
UNSEEN["calendar"] |= {"called off"}
UNSEEN["calendar_month"] = UNSEEN["calendar"]


@pytest.mark.parametrize("news", HAPPENS)
@pytest.mark.parametrize("page", PAGES)
def test_all_that_the_page_shows_is_noticed_and_nothing_else(desk, page, news):
    booking = desk.book(adults=2)
    version = opened(desk, page)
    assert asked(desk, page, version).status_code == 204

    HAPPENS[news](desk, booking)

    assert asked(desk, page, version).status_code == (204 if news in UNSEEN[page] else 200)


def test_the_page_of_a_time_hears_of_who_waits_is_written_to_and_is_called(desk):
    desk.book(email="ha@example.org")
    desk.book(name="Trần Văn Long", email="")
    for happens in (waited_for, written_to, mail_sent, cancelled, called):
        version = opened(desk, "slot")
        assert asked(desk, "slot", version).status_code == 204, happens
        happens(desk)
        assert asked(desk, "slot", version).status_code == 200, happens


@pytest.mark.parametrize("page", PAGES)
def test_other_hosts_are_no_news(desk, page):
    version = opened(desk, page)
    elsewhere = make_slot(make_experience(make_host()), desk.soon.starts_at, closes_at=desk.soon.starts_at)
    desk.book(elsewhere)

    assert asked(desk, page, version).status_code == 204


def test_the_clock_alone_tells_that_a_time_began(desk):
    version = opened(desk, "slot")
    now = timezone.now()
    Slot.objects.filter(pk=desk.soon.pk).update(starts_at=now, closes_at=now)

    assert asked(desk, "slot", version).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [("slot", {"capacity": "0"}), ("slot_cancel", {"reason": ""}), ("slot_write", {"usual": ""})],
)
def test_what_was_filled_in_and_not_taken_stays_and_asks_for_nothing_newer(desk, name, data):
    desk.book(email="ha@example.org")
    page = desk.post(name, data, pk=desk.soon.pk)

    assert soup(page).select(".field--error, #form-errors")
    assert not soup(page).select("[data-fresh], [data-fresh-at]")


@pytest.mark.parametrize(("page", "most"), [("slot", 12), ("week", 7), ("calendar", 10), ("calendar_month", 10)])
def test_asking_costs_the_same_however_many_come(desk, page, most):
    desk.book()
    version = opened(desk, page)
    with CaptureQueriesContext(connection) as few:
        assert asked(desk, page, version).status_code == 204
    for number in range(8):
        paid(desk, desk.book(name=f"Khách {number}", adults=1))
    desk.book(desk.slot(HOUR * 1.5))
    waited_for(desk)
    version = opened(desk, page)
    with CaptureQueriesContext(connection) as many:
        assert asked(desk, page, version).status_code == 204
    assert len(few) == len(many) == most


def test_the_week_of_another_day_asks_for_that_week(desk):
    day = local_day(desk.soon) + dt.timedelta(days=9)
    part = part_of(desk.get("week", f"?day={day.isoformat()}"))

    assert part["data-fresh"] == desk.url("week_fresh", day=day)
    assert desk.client.get(part["data-fresh"], {"v": part["data-version"]}).status_code == 204


def test_a_day_that_no_calendar_has_asks_for_nothing(desk):
    page = desk.get("week", "?day=hôm nào đó")

    assert "Còn chỗ" in plain(soup(page))
    assert not part_of(page)
