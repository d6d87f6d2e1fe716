"""Where the home page has nothing to book this weekend it says which of the reasons it is, and what comes next."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.factories import (
    NOW,
    local_time,
    make_agreed_pages,
    make_booking,
    make_experience,
    make_experience_page,
    make_resource,
    make_slot,
    make_use,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
SATURDAY = NOW.date() + dt.timedelta(days=5)
PATHS = {"vi": "/", "en": "/en/"}


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(dt.UTC))


@shared
def experience(page_tree):
    return told(page_tree)


def told(tree, host=None):
    experience = make_experience(host)
    page = make_experience_page(tree, experience)
    make_experience_page(tree, experience, language="en", translation_of=page)
    return experience


def full(experience, day: dt.date, hour: int = 9) -> None:
    make_booking(make_slot(experience, local_time(day, hour, 0), capacity=2), adults=2, now=NOW)


def said(client, language: str = "vi") -> tuple[str, list[str]]:
    """The title of the empty state, and the rows that stand with it."""
    found = soup(client.get(PATHS[language])).select_one("#cuoi-tuan")
    (title,) = found.select(".empty__title")
    return plain(title), [plain(row) for row in found.select(".slot-row")]


def words(msgid: str, language: str = "vi") -> str:
    with translation.override(language):
        return gettext(msgid)


@pytest.mark.parametrize("language", PATHS)
def test_a_site_without_experiences_has_none_yet(client, page_tree, language):
    assert said(client, language) == (words("There are no experiences yet", language), [])


def test_english_readers_are_told_where_there_are_some(client, page_tree):
    make_experience_page(page_tree)
    assert said(client, "en")[0] == "There are no experiences in English yet"
    link = soup(client.get("/en/")).select_one("#cuoi-tuan .empty a")
    assert link["href"] == "/"


@pytest.mark.parametrize("language", PATHS)
@pytest.mark.usefixtures("agreed_pages_asked")
def test_before_bookings_are_open_nothing_is_shown_as_free(client, page_tree, experience, language):
    make_slot(experience, local_time(SATURDAY, 9, 0))
    assert said(client, language) == (words("Bookings are not open here yet", language), [])
    make_agreed_pages(page_tree)
    assert len(soup(client.get(PATHS[language])).select("#cuoi-tuan .slot-row")) == 1


@pytest.mark.parametrize("language", PATHS)
def test_without_times(client, experience, language):
    assert said(client, language) == (words("No time can be booked now", language), [])


@pytest.mark.parametrize("language", PATHS)
def test_a_full_weekend_and_what_is_free_next(client, page_tree, experience, language):
    full(experience, SATURDAY)
    assert said(client, language) == (words("This weekend is fully booked", language), [])
    full(experience, SATURDAY + dt.timedelta(days=3))
    make_slot(experience, local_time(SATURDAY + dt.timedelta(days=7), 14, 0))
    make_slot(told(page_tree), local_time(SATURDAY + dt.timedelta(days=4), 9, 0))
    title, rows = said(client, language)
    assert title == words("This weekend is fully booked", language)
    (row,) = rows
    assert {"vi": "T4 2/12 · 09:00", "en": "Wed 2 Dec · 09:00"}[language] in row


@pytest.mark.parametrize("days", [2, 9, 40, 100])
def test_nothing_this_weekend_and_the_next_day_that_has_something_however_far(client, experience, days):
    slot = make_slot(experience, local_time(NOW.date() + dt.timedelta(days=days), 9, 0))
    title, (row,) = said(client)
    assert title == words("Nothing is offered this weekend")
    assert f"{timezone.localtime(slot.starts_at):%-d/%-m} · 09:00" in row
    target = soup(client.get("/")).select_one("#cuoi-tuan .slot-row a")["href"]
    assert soup(client.get(target)).select_one("[name=slot]")["value"] == str(slot.pk)


def test_nothing_this_weekend_and_all_else_full(client, experience):
    full(experience, SATURDAY + dt.timedelta(days=3))
    assert said(client) == (words("Nothing is offered this weekend"), [])


def test_what_is_free_next_counts_what_others_share(client, page_tree, experience):
    other = told(page_tree, host=experience.host)
    wheels = make_resource(experience.host, capacity=2)
    for item in (experience, other):
        make_use(item, wheels)
    day = SATURDAY + dt.timedelta(days=40)
    make_booking(make_slot(other, local_time(day, 9, 0), capacity=2), adults=2, now=NOW)
    make_slot(experience, local_time(day, 9, 0))
    make_slot(experience, local_time(day, 14, 0))
    assert "14:00" in said(client)[1][0]


def test_it_costs_the_same_however_many_experiences_there_are(client, page_tree, experience):
    def count() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    full(experience, SATURDAY)
    before = count()
    for _ in range(3):
        full(told(page_tree), SATURDAY)
    assert count() == before <= 12


def test_a_first_experience_shows_at_once_on_the_kept_page(client, page_tree):
    assert said(client)[0] == words("There are no experiences yet")
    told(page_tree)
    assert said(client)[0] == words("No time can be booked now")


def test_where_the_only_experience_is_not_on_offer_no_other_language_is_promised(client, experience):
    experience.active = False
    experience.save()
    for language in PATHS:
        assert said(client, language) == (words("There are no experiences yet", language), [])


def test_the_english_list_leads_to_the_vietnamese_one_where_only_that_has_any(client, page_tree):
    make_experience_page(page_tree, make_experience())
    page = soup(client.get("/en/experiences/"))
    assert plain(page.select_one(".empty__title")) == "There are no experiences in English yet"
    assert page.select_one(".empty a")["href"].endswith("/trai-nghiem/")
    assert soup(client.get("/trai-nghiem/")).select_one(".empty") is None


def test_an_experience_without_a_price_says_no_from(client, page_tree):
    experience = make_experience()
    page = make_experience_page(page_tree, experience)
    experience.units.all().delete()
    card = soup(client.get("/trai-nghiem/")).select_one(".card-experience__price")
    assert plain(card) == ""
    terms = [plain(term) for term in soup(client.get(page.url)).select(".facts dt")]
    assert "Giá" not in terms
    assert "Bao lâu" in terms
