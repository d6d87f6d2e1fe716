"""The home page answers in one screen: what this is, which villages, what can be booked this weekend."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from bookings.domain.calendar.closures import close_day
from pages.weekend import weekend
from tests.factories import (
    NOW,
    local_time,
    make_booking,
    make_craft,
    make_experience,
    make_experience_page,
    make_festival,
    make_host,
    make_slot,
    make_story_page,
    make_village,
    make_village_page,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MONDAY = NOW.date()
SATURDAY, SUNDAY = MONDAY + dt.timedelta(days=5), MONDAY + dt.timedelta(days=6)


@pytest.fixture
def at(monkeypatch):
    """Make it that moment."""

    def travel(moment: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    travel(NOW)
    return travel


@shared
def experience(page_tree):
    experience = make_experience(name="Nặn bình", name_en="Throw a pot", featured=True)
    page = make_experience_page(page_tree, experience, slug="nan-binh")
    make_experience_page(page_tree, experience, language="en", translation_of=page, slug="throw")
    return experience


def on(experience, day: dt.date, hour: int = 9, **fields):
    return make_slot(experience, starts_at=local_time(day, hour, 0), **fields)


def rows(client, path: str = "/") -> list[str]:
    return [plain(row) for row in soup(client.get(path)).select("#cuoi-tuan .slot-row")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, (5, 6)),
        (1, (5, 6)),
        (4, (5, 6)),
        (5, (5, 6)),
        (6, (6, 6)),
        (7, (12, 13)),
    ],
)
def test_which_days_this_weekend_is(day, expected):
    first, last = (MONDAY + dt.timedelta(days=offset) for offset in expected)
    assert weekend(MONDAY + dt.timedelta(days=day)) == (first, last)


def test_on_a_weekday_it_shows_the_coming_saturday_and_sunday(client, experience, at):
    for day in (4, 5, 6, 7):
        on(experience, MONDAY + dt.timedelta(days=day))
    found = rows(client)
    assert len(found) == 2
    assert "T7 28/11 · 09:00" in found[0]
    assert "CN 29/11 · 09:00" in found[1]
    assert "Nặn bình" in found[0]


def test_in_english_too(client, experience, at):
    on(experience, SATURDAY)
    (row,) = rows(client, "/en/")
    assert "Throw a pot" in row
    assert "Sat 28 Nov · 09:00" in row


def test_on_saturday_noon_the_morning_is_over_and_sunday_still_comes(client, experience, at):
    for day, hour in ((SATURDAY, 9), (SATURDAY, 15), (SUNDAY, 9), (SUNDAY + dt.timedelta(days=6), 9)):
        on(experience, day, hour)
    at(local_time(SATURDAY, 12, 0))
    assert [row.split(" · ")[1][:5] for row in rows(client)] == ["15:00", "09:00"]


def test_on_sunday_it_is_today_alone(client, experience, at):
    for day in (SATURDAY, SUNDAY, SUNDAY + dt.timedelta(days=6)):
        on(experience, day, 15)
    at(local_time(SUNDAY, 8, 0))
    (row,) = rows(client)
    assert "29/11" in row


def test_a_time_just_before_midnight_belongs_to_its_local_day(client, experience, at):
    on(experience, SATURDAY, 0)
    on(experience, SUNDAY, 23)
    on(experience, MONDAY + dt.timedelta(days=7), 0)
    assert len(rows(client)) == 2


def test_what_cannot_be_booked_is_not_shown(client, page_tree, experience, at):
    make_booking(on(experience, SATURDAY, 9, capacity=2), adults=2, now=NOW)
    on(experience, SATURDAY, 10, closes_at=NOW - dt.timedelta(minutes=1))
    for other in (make_experience(active=False), make_experience(make_host(verified=False))):
        make_experience_page(page_tree, other)
        on(other, SATURDAY)
    on(make_experience(), SATURDAY)
    closed = make_experience()
    make_experience_page(page_tree, closed)
    on(closed, SUNDAY)
    close_day(host=closed.host, day=SUNDAY, by=None, now=NOW)
    assert rows(client) == []
    on(experience, SUNDAY)
    assert len(rows(client)) == 1


def test_times_without_a_page_do_not_crowd_out_those_with_one(client, experience, at):
    unpublished = make_experience()
    for hour in range(6, 20):
        on(unpublished, SATURDAY, hour)
    on(experience, SUNDAY)
    assert len(rows(client)) == 1


def test_a_row_leads_to_the_panel_with_that_time_chosen(client, experience, at):
    slot = on(experience, SATURDAY, 9)
    on(experience, SATURDAY, 7)
    target = next(row.a["href"] for row in soup(client.get("/")).select(".slot-row") if "09:00" in plain(row))
    page = soup(client.get(target))
    assert page.select_one("[name=slot]")["value"] == str(slot.pk)
    assert page.select_one("[name=day]")["value"] == SATURDAY.isoformat()


def test_few_places_are_said(client, experience, at):
    make_booking(on(experience, SATURDAY, 9, capacity=5), adults=3, now=NOW)
    (row,) = rows(client)
    with translation.override("vi"):
        assert "còn 2 chỗ" in row


def test_it_shows_villages_experiences_festivals_and_stories(client, page_tree, experience, at):
    village = make_village("Diềm", craft=make_craft("quanho"))
    make_village_page(page_tree, village)
    make_festival(village, name="Hội Diềm", lunar_month=2, lunar_day=6, days=2)
    story = make_story_page(page_tree, village)
    draft = make_story_page(page_tree, title="Chưa đăng", live=False)
    text = plain(soup(client.get("/")).main)
    for word in (page_tree.home.headline, "Diềm", "Nặn bình", "Hội Diềm", "6–7/2", story.title, "350.000"):
        assert word in text
    assert draft.title not in text


def test_an_empty_installation_still_has_a_home(client, page_tree):
    for path in ("/", "/en/"):
        response = client.get(path)
        assert response.status_code == 200
        assert soup(response).h1
