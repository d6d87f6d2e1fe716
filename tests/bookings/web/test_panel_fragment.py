"""Choosing a day or a time, htmx gets the panel alone; everyone else, and whoever goes back, the whole page."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from bookings.models import Slot
from tests.factories import make_booking, make_experience, make_experience_page, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "dat"}
TOLD_APART = {"HX-Request", "HX-Target", "HX-History-Restore-Request"}


@shared
def slot() -> Slot:
    return make_slot(make_experience(), days=3)


@pytest.fixture(params=["story", "plain"])
def address(request, slot, page_tree) -> str:
    """Of the panel on the experience's page, and of the panel on its own."""
    if request.param == "story":
        return make_experience_page(page_tree, slot.experience).url
    return url("choose", slot)


def query(slot: Slot) -> str:
    adult = slot.experience.units.get(type="ADULT")
    return f"?day={timezone.localtime(slot.starts_at):%Y-%m-%d}&slot={slot.pk}&u{adult.pk}=3"


def without_key(panel) -> str:
    for field in panel.select("[name=key], [name=csrfmiddlewaretoken]"):
        field.decompose()
    return str(panel)


def test_htmx_gets_what_stands_in_the_page_and_nothing_else(client, address, slot):
    whole = soup(client.get(address + query(slot)))
    answer = client.get(address + query(slot), headers=HTMX)
    part = soup(answer)
    assert [element["id"] for element in part.find_all(recursive=False)] == ["dat"]
    assert not part.select("html, head, header, footer, main")
    assert part.select_one("[name=key]")["value"]
    assert part.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert without_key(part.select_one("#dat")) == without_key(whole.select_one("#dat"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "true", "HX-Target": "main"},
        {"HX-Request": "true"},
        {"HX-Target": "dat"},
        HTMX | {"HX-History-Restore-Request": "true"},
    ],
    ids=["no htmx", "another target", "no target", "target alone", "back"],
)
def test_everyone_else_gets_the_whole_page(client, address, slot, headers):
    page = soup(client.get(address + query(slot), headers=headers))
    assert page.select_one("html > head > title")
    assert page.select_one("header.site-header")
    assert len(page.select("#dat")) == 1


def test_no_cache_gives_out_one_for_the_other(client, address, slot):
    whole, part = client.get(address + query(slot)), client.get(address + query(slot), headers=HTMX)
    for answer in (whole, part):
        assert {name.strip() for name in answer["Vary"].split(",")} >= TOLD_APART
    assert "no-store" in part["Cache-Control"]
    assert "no-store" not in whole.get("Cache-Control", "")


def test_the_panel_alone_shows_the_seats_and_prices_of_this_moment(client, address, slot):
    def panel():
        return soup(client.get(address + query(slot), headers=HTMX)).select_one("#dat")

    seats = plain(panel().select_one(".time-choice__seats"))
    total = plain(panel().select_one("[data-total]"))
    make_booking(slot, adults=4)
    adult = slot.experience.units.get(type="ADULT")
    adult.price_vnd += 10_000
    adult.save()
    assert plain(panel().select_one(".time-choice__seats")) != seats
    assert plain(panel().select_one("[data-total]")) != total


def test_a_story_that_is_private_gives_no_panel_either(client, page_tree, slot):
    page = make_experience_page(page_tree, slot.experience)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url + query(slot), headers=HTMX).status_code == 302


def test_the_panel_alone_asks_the_database_for_less(client, page_tree, slot):
    address = make_experience_page(page_tree, slot.experience).url + query(slot)
    counts = []
    for headers in ({}, HTMX):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(address, headers=headers)
        counts.append(len(captured))
    assert counts[1] <= counts[0] - 4


def shown_day(page) -> str:
    return page.select_one("[name=day]")["value"]


@pytest.mark.parametrize("days", [1, 29])
def test_nothing_said_opens_on_the_first_day_with_places_in_this_month_or_the_next(client, slot, days):
    experience = make_experience()
    make_booking(make_slot(experience, days=0, hour=23, capacity=2), adults=2)
    later = make_slot(experience, days=days + 1)
    first = make_slot(experience, days=days)
    assert later.starts_at > first.starts_at
    page = soup(client.get(url("choose", first)))
    assert shown_day(page) == f"{timezone.localtime(first.starts_at):%Y-%m-%d}"
    assert page.select_one("[name=slot]")["value"] == str(first.pk)


def test_a_day_without_places_names_the_next_free_time(client):
    experience = make_experience()
    full = make_slot(experience, days=2, capacity=2)
    make_booking(full, adults=2)
    free = make_slot(experience, days=4)
    day = timezone.localtime(full.starts_at).date() + dt.timedelta(days=1)
    panel = soup(client.get(f"{url('choose', free)}?day={day}")).select_one("#dat")
    assert f"{timezone.localtime(free.starts_at):%d/%m/%Y}" in plain(panel)
    month = (day.replace(day=1) + dt.timedelta(days=70)).replace(day=1)
    panel = soup(client.get(f"{url('choose', free)}?month={month:%Y-%m}")).select_one("#dat")
    assert f"{timezone.localtime(free.starts_at):%d/%m/%Y}" in plain(panel)
