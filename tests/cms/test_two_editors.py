"""Two editors at one fact: only what was changed is written, and what both changed is shown with both."""

import pytest
from django.urls import reverse

from tests.cms.forms import errors, fields, submit
from tests.cms.walk import addresses
from tests.factories import make_experience
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in):
    return signed_in("superuser")


def opened(client, url: str) -> dict[str, list[str]]:
    return fields(client.get(url).content.decode())


def texts(client, url: str) -> list[str]:
    """Names of lines that take any words, of the fact itself and not of its rows."""
    page = soup(client.get(url))
    found = page.select("[data-edit-form] input[type=text][name]:not([name*='-'])")
    return [item["name"] for item in found if "name" in item["name"] or item["name"] in ("reason", "address")]


def edits() -> list[str]:
    return [address.url for address in addresses() if address.view == "edit"]


def test_every_form_of_a_fact_carries_what_it_was_opened_with(office):
    walked = edits()
    assert len(walked) == 13
    for url in walked:
        assert opened(office, url).get("opened", [""])[0].startswith("{"), url


def test_a_form_that_nobody_touched_is_read_as_it_stands_now(office):
    for url in edits():
        for name in texts(office, url)[:1]:
            before = opened(office, url)
            response = submit(office, url, **{name: ["Bến Lở"]})
            assert response.status_code == 302, (url, errors(response))
            assert office.post(url, before).status_code == 302, url
            assert opened(office, url)[name] == ["Bến Lở"], url


def test_what_both_changed_is_shown_with_both_until_it_is_chosen(office):
    walked = 0
    for url in edits():
        for name in texts(office, url)[:1]:
            before = opened(office, url)
            submit(office, url, **{name: ["Bến Lở"]})
            answer = office.post(url, before | {name: ["Đồi Vôi"]})
            assert answer.status_code == 200, url
            assert "có người đổi thành “Bến Lở”" in plain(soup(answer)), url
            kept = fields(answer.content.decode())
            assert kept[name] == ["Đồi Vôi"]
            assert opened(office, url)[name] == ["Bến Lở"]
            assert office.post(url, kept).status_code == 302, url
            assert opened(office, url)[name] == ["Đồi Vôi"]
            walked += 1
    assert walked >= 7


def test_prices_that_somebody_else_changed_stay_where_one_changed_the_name(office):
    experience = make_experience(units={"ADULT": 100_000}, extras=())
    url = reverse("experience:edit", args=[experience.pk])
    before = opened(office, url)
    assert submit(office, url, **{"units-0-price_vnd": ["120.000"]}).status_code == 302
    assert office.post(url, before | {"name": ["Nặn gốm chiều"]}).status_code == 302
    experience.refresh_from_db()
    assert (experience.name, experience.units.get().price_vnd) == ("Nặn gốm chiều", 120_000)


def test_prices_that_both_changed_are_asked(office):
    experience = make_experience(units={"ADULT": 100_000}, extras=())
    url = reverse("experience:edit", args=[experience.pk])
    before = opened(office, url)
    submit(office, url, **{"units-0-price_vnd": ["120.000"]})
    answer = office.post(url, before | {"units-0-price_vnd": ["130.000"]})
    assert answer.status_code == 200
    assert "120.000" in plain(soup(answer))
    assert experience.units.get().price_vnd == 120_000
    kept = fields(answer.content.decode())
    assert kept["units-0-price_vnd"] == ["130.000"]
    assert office.post(url, kept).status_code == 302
    assert experience.units.get().price_vnd == 130_000
