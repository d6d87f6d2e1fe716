"""A panel with nothing to book says why: not open, not sold, no times, full; and what is free next, however far."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.models import Booking
from experiences.models import Experience
from tests.factories import make_agreed_pages, make_booking, make_experience, make_experience_page, make_host, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.verification import withdraw

pytestmark = pytest.mark.django_db


@shared
def experience():
    return make_experience()


@pytest.fixture(params=["vi", "en"])
def address(request, experience, page_tree) -> str:
    """Of the experience's page, in each language."""
    request.getfixturevalue("translated")
    return make_experience_page(page_tree, experience, language=request.param).url


@pytest.fixture
def translated(request):
    """What a message says in the language of the page."""
    language = request.node.callspec.params["address"]

    def words(msgid: str) -> str:
        with translation.override(language):
            return gettext(msgid)

    return words


def panel(client, address: str):
    return soup(client.get(address)).select_one("#dat")


def test_without_times(client, address, experience, translated):
    found = panel(client, address)
    assert plain(found.select_one(".empty__title")) == translated("No times are open yet")
    assert experience.host.phone.as_national in plain(found)


def test_all_times_full(client, address, experience, translated):
    make_booking(make_slot(experience, capacity=2, closes_at=timezone.now() + dt.timedelta(hours=1)), adults=2)
    assert plain(panel(client, address).select_one(".empty__title")) == translated("All times are full")


def test_not_offered(client, address, experience, translated):
    make_slot(experience)
    Experience.objects.update(active=False)
    assert plain(panel(client, address).select_one(".empty__title")) == translated("It cannot be booked at the moment")


def test_a_host_who_is_not_verified_any_more(client, address, experience, translated):
    make_slot(experience)
    withdraw(host=experience.host)
    assert plain(panel(client, address).select_one(".empty__title")) == translated("It cannot be booked at the moment")


@pytest.mark.parametrize("days", [20, 50, 150])
def test_the_next_free_time_is_chosen_however_far_ahead(client, address, experience, days):
    slot = make_slot(experience, days=days)
    assert panel(client, address).select_one("[name=slot]")["value"] == str(slot.pk)
    busy = panel(client, f"{address}?day={timezone.localdate() + dt.timedelta(days=1)}")
    assert f"{timezone.localtime(slot.starts_at):%H:%M}" in plain(busy)
    assert not busy.select(".empty")


@pytest.mark.usefixtures("agreed_pages_asked")
def test_before_bookings_are_open_it_says_so_with_the_hosts_number(client, page_tree, address, experience):
    make_slot(experience)
    found = panel(client, address)
    assert experience.host.phone.as_national in plain(found)
    assert not found.select("form, .calendar")
    make_agreed_pages(page_tree)
    assert panel(client, address).select("form")


@pytest.mark.usefixtures("agreed_pages_asked")
def test_what_was_chosen_before_the_terms_went_stands_beside_the_sentence(client, page_tree, experience):
    slot = make_slot(experience)
    adult = experience.units.get(type="ADULT")
    form = {
        "slot": slot.pk,
        "key": uuid.uuid4(),
        f"u{adult.pk}": 3,
        "day": f"{timezone.localtime(slot.starts_at):%Y-%m-%d}",
    }
    response = client.post(url("hold", slot), form)
    assert response.status_code == 422
    found = soup(response)
    assert experience.host.phone.as_national in plain(found.select_one(".notice--error"))
    assert found.select_one(f"[name=u{adult.pk}]")["value"] == "3"
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("agreed_pages_asked")
def test_no_card_says_when_it_is_free_before_bookings_are_open(client, page_tree):
    make_slot(make_experience_page(page_tree, make_experience(make_host())).experience)
    assert soup(client.get("/trai-nghiem/")).select(".card__next") == []
    make_agreed_pages(page_tree)
    assert len(soup(client.get("/trai-nghiem/")).select(".card__next")) == 1
