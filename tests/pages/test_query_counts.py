"""A list of three asks the database as often as a list of one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from experiences.models import Experience, Extra, Unit
from page_cache.store import forget
from tests.factories import (
    make_booking,
    make_certificate,
    make_experience,
    make_experience_page,
    make_festival,
    make_host,
    make_product,
    make_slot,
    make_standard_page,
    make_story_page,
    make_village,
    make_village_page,
)
from villages.models import Place

pytestmark = pytest.mark.django_db


def one_more(tree) -> Experience:
    """A village with a place, a host, an experience of its own with two slots, a certificate, a story, a festival."""
    village = make_village()
    page = make_village_page(tree, village)
    make_village_page(tree, village, language="en", translation_of=page)
    Place.objects.create(village=village, name="Lò Bến", kind="kiln", latitude=21.15, longitude=106.25)
    make_festival(village)
    host = make_host(village)
    product = make_product(host)
    make_certificate(product)
    experience = make_experience(host, featured=True, ocop_product=product)
    page = make_experience_page(tree, experience)
    make_experience_page(tree, experience, language="en", translation_of=page)
    make_slot(experience, starts_at=timezone.now() + dt.timedelta(hours=3))
    make_booking(make_slot(experience))
    make_story_page(tree, village)
    make_story_page(tree, village, language="en")
    make_standard_page(tree, "about")
    return experience


def queries(client, address: str) -> tuple[tuple[int, int], list[str]]:
    """How many queries an address takes: what is rendered anew, and what is fresh on a page that was kept."""
    assert client.get(address).status_code == 200
    counts, sqls = [], []
    for first in (True, False):
        if first:
            forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
        sqls += [query["sql"] for query in captured] + [""]
    return (counts[0], counts[1]), sqls


def same(client, address: str, add) -> None:
    before, _sqls = queries(client, address)
    add()
    add()
    after, sqls = queries(client, address)
    assert after == before, "\n".join(sqls)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", ["/", "/lang-nghe/", "/trai-nghiem/", "/chuyen-lang/", "/tim/?q=phu+lang", "/ban-do/"])
def test_lists(client, page_tree, path, prefix):
    one_more(page_tree)
    english = {"/lang-nghe/": "/villages/", "/trai-nghiem/": "/experiences/", "/chuyen-lang/": "/stories/"}
    address = prefix + (english.get(path, path) if prefix else path)
    same(client, address, lambda: one_more(page_tree))


def test_the_results_of_a_search_of_one_kind(client, page_tree):
    make_story_page(page_tree, title="Đất sét")
    same(client, "/tim/?q=dat+set", lambda: make_story_page(page_tree, title="Đất sét"))


def test_a_village_with_more_to_do_more_places_and_hosts(client, page_tree):
    village = make_village()
    page = make_village_page(page_tree, village)

    def add():
        host = make_host(village)
        experience = make_experience(host)
        make_experience_page(page_tree, experience)
        make_slot(experience)
        Place.objects.create(village=village, name="Lò", kind="kiln", latitude=21.15, longitude=106.25)

    add()
    same(client, page.url, add)


def test_an_experience_with_more_times_prices_and_bookings(client, page_tree):
    experience = make_experience(extras=[])
    page = make_experience_page(page_tree, experience)
    make_booking(make_slot(experience, hour=6))
    kinds = iter(["STUDENT", "SENIOR"])
    hours = iter([9, 12])

    def add():
        make_booking(make_slot(Experience.objects.get(), hour=next(hours)))
        Unit.objects.create(experience=experience, type=next(kinds), price_vnd=100_000)
        Extra.objects.create(experience=experience, name="Cơm", price_vnd=1)
        make_festival(experience.village)

    Extra.objects.create(experience=experience, name="Cơm", price_vnd=1)
    make_festival(experience.village)
    same(client, page.url, add)


def test_a_story_with_more_beside_it(client, page_tree):
    page = make_story_page(page_tree)
    make_story_page(page_tree, make_village())
    same(client, page.url, lambda: make_story_page(page_tree, make_village()))


@pytest.mark.parametrize("path", ["/", "/trai-nghiem/", "/tim/?q=phu+lang"])
def test_no_page_asks_for_very_much(client, page_tree, path):
    for _ in range(3):
        one_more(page_tree)
    (anew, kept), sqls = queries(client, path)
    assert anew <= 50, "\n".join(sqls)
    assert kept <= 12, "\n".join(sqls)
