"""The panel knows what is left and the largest party, and says where else to go."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from common.words.dates import short_day_text
from tests.factories import make_booking, make_experience, make_slot
from tests.pages.guest import panel_form, url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot():
    """Three places are left of eight; six may come at once."""
    slot = make_slot(make_experience(max_party=6), days=3, hour=8, capacity=8)
    make_booking(slot, adults=5)
    return slot


def panel_for(client, slot, language="vi", **quantities):
    form = panel_form(slot, **quantities)
    del form["key"]
    day = timezone.localtime(slot.starts_at).date()
    page = soup(client.get(url("choose", slot, language), form | {"day": day.isoformat()}))
    return page.select_one("[data-party-limits]")


def shown(box, selector: str):
    """The part, where neither it nor anything around it is hidden."""
    part = box.select_one(selector)
    hidden = part is None or part.has_attr("hidden") or part.find_parent(hidden=True)
    return None if hidden else part


def test_a_party_that_fits_is_told_nothing(client, slot):
    box = panel_for(client, slot, adults=3)
    assert shown(box, "[data-limit=seats]") is None
    assert shown(box, "[data-limit=people]") is None


def test_the_largest_party_reads_whom_more_should_call(client, slot):
    host = slot.experience.host
    make_slot(slot.experience, days=3, hour=14, capacity=20)
    box = panel_for(client, slot, adults=4, children=2)
    text = plain(shown(box, "[data-limit=people]"))
    assert "6" in text
    assert host.phone.as_national in text


def test_each_stepper_ends_where_the_party_is_at_its_largest(client, slot):
    form = panel_form(slot, adults=2, children=1)
    page = soup(client.get(url("choose", slot), form | {"day": f"{timezone.localtime(slot.starts_at):%Y-%m-%d}"}))
    ends = {box["name"]: box["max"] for box in page.select("input[data-seats]")}
    units = {unit.type: f"u{unit.pk}" for unit in slot.experience.units.all()}
    assert (ends[units["ADULT"]], ends[units["CHILD"]]) == ("5", "4")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_party_too_large_for_what_is_left_is_offered_a_time_with_room(client, slot, language):
    later = make_slot(slot.experience, days=3, hour=14, capacity=8)
    make_slot(slot.experience, days=3, hour=16, capacity=2)
    box = panel_for(client, slot, language, adults=4)
    part = shown(box, "[data-limit=seats]")
    assert "3" in plain(part.select_one("p"))
    links = [link for link in part.select("li a") if shown(box, f"a[href='{link['href']}']")]
    assert [f"slot={later.pk}" in link["href"] for link in links] == [True]
    assert "14:30" in plain(links[0])
    followed = soup(client.get(links[0]["href"]))
    assert followed.select_one("input[name=slot]")["value"] == str(later.pk)
    adult = slot.experience.units.get(type="ADULT")
    assert followed.select_one(f"input[name=u{adult.pk}]")["value"] == "4"
    assert shown(followed, "[data-limit=seats]") is None


def test_a_time_of_another_day_with_room_for_the_party_is_named_with_its_day(client, slot):
    make_slot(slot.experience, days=3, hour=14, capacity=4)
    next_day = timezone.localtime(slot.starts_at) + dt.timedelta(days=1)
    # The panel knows the month that it shows.
    same_month = next_day.month == timezone.localtime(slot.starts_at).month
    larger = make_slot(slot.experience, days=4 if same_month else 2, hour=8, capacity=8)
    box = panel_for(client, slot, adults=5)
    open_links = list(box.select("li:not([hidden]) a"))
    assert [f"slot={larger.pk}" in link["href"] for link in open_links] == [True]
    assert short_day_text(timezone.localtime(larger.starts_at).date()) in plain(open_links[0])


def test_such_a_party_reaches_the_waiting_list_with_what_it_chose(client, slot):
    box = panel_for(client, slot, adults=5)
    assert shown(box, "button[name=wait]") is not None
    response = client.post(url("hold", slot), panel_form(slot, adults=5, wait="1"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("bookings:wait", args=[slot.experience.slug]))
    assert client.get(response["Location"]).status_code == 200


def test_a_party_larger_than_the_time_ever_holds_is_not_sent_to_its_list(client):
    slot = make_slot(make_experience(max_party=10), days=3, capacity=4)
    make_booking(slot, adults=1)
    box = panel_for(client, slot, adults=5)
    assert shown(box, "[data-limit=seats]") is not None
    assert shown(box, "button[name=wait]") is None


def test_one_guest_is_proposed_where_one_place_is_left(client):
    slot = make_slot(make_experience(), days=3, capacity=3)
    make_booking(slot, adults=2)
    day = f"{timezone.localtime(slot.starts_at):%Y-%m-%d}"
    page = soup(client.get(url("choose", slot), {"day": day}))
    adult = slot.experience.units.get(type="ADULT")
    assert page.select_one(f"input[name=u{adult.pk}]")["value"] == "1"


def test_a_full_time_offers_other_times_the_list_and_the_hosts_number(client, slot):
    make_booking(slot, adults=3)
    later = make_slot(slot.experience, days=3, hour=14, capacity=8)
    form = panel_form(slot, adults=2) | {"day": f"{timezone.localtime(slot.starts_at):%Y-%m-%d}"}
    page = soup(client.get(url("choose", slot), form))
    assert page.select_one("form[data-party-form]")["action"] == reverse("bookings:wait", args=[slot.experience.slug])
    box = page.select_one("[data-party-limits]")
    links = [link["href"] for link in box.select("li:not([hidden]) a")]
    assert [f"slot={later.pk}" in link for link in links] == [True]
    assert shown(box, "[data-fitting-times]") is not None
    assert slot.experience.host.phone.as_national in plain(box)


@pytest.mark.parametrize("party", [5, 8])
def test_at_the_end_of_a_month_times_of_the_next_are_offered_too(client, party):
    now = timezone.localtime()
    last_of_next_month = (now.replace(day=1) + dt.timedelta(days=64)).replace(day=1) - dt.timedelta(days=1)
    start = last_of_next_month.replace(hour=9, minute=0, second=0, microsecond=0)
    experience = make_experience(max_party=8)
    slot = make_slot(experience, start, capacity=8)
    make_booking(slot, adults=5)
    next_month = make_slot(experience, start + dt.timedelta(days=2), capacity=8)
    form = panel_form(slot, adults=party)
    del form["key"]
    page = soup(client.get(url("choose", slot), form | {"day": start.date().isoformat()}))
    links = [link["href"] for link in page.select("[data-party-limits] li:not([hidden]) a")]
    assert [f"slot={next_month.pk}" in link for link in links] == [True]


def test_times_that_none_of_the_party_fits_are_not_announced(client, slot):
    make_slot(slot.experience, days=3, hour=14, capacity=4)
    box = panel_for(client, slot, adults=6)
    assert shown(box, "[data-limit=seats]") is not None
    assert shown(box, "[data-fitting-times]") is None
