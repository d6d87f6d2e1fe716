"""Artisans: their page in both languages, where it is named, and who may not have one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.search import find
from tests.factories import (
    make_artisan,
    make_artisan_page,
    make_experience,
    make_experience_page,
    make_host,
    make_resource,
    make_slot,
    make_use,
    make_village,
    make_village_page,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.models import ArtisanPage

pytestmark = pytest.mark.django_db


class Workshop:
    """A village with a host, an experience guided by a rota, all told in both languages."""

    def __init__(self, tree) -> None:
        self.tree = tree
        self.village = make_village()
        self.host = make_host(self.village)
        self.village_page = make_village_page(tree, self.village)
        self.village_page_en = make_village_page(tree, self.village, language="en", translation_of=self.village_page)
        self.experience = make_experience(self.host)
        self.experience_page = make_experience_page(tree, self.experience)
        make_experience_page(tree, self.experience, language="en", translation_of=self.experience_page)
        self.rota = make_resource(self.host, 1, name="Thợ hướng dẫn")
        make_use(self.experience, self.rota, per="slot")

    def artisan(self, **fields) -> ArtisanPage:
        """Somebody in the rota, with a page in each language; gives the Vietnamese one."""
        artisan = make_artisan(self.host, **fields)
        self.rota.artisans.add(artisan)
        page = make_artisan_page(self.village_page, artisan)
        make_artisan_page(self.village_page_en, artisan, translation_of=page)
        return page


@shared
def workshop(page_tree) -> Workshop:
    return Workshop(page_tree)


def read(client, page) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return plain(soup(response).main)


def links(client, page) -> set[str]:
    return {link["href"] for link in soup(client.get(page.get_url())).main.select("a[href]")}


def test_the_page_tells_who_it_is_and_leads_to_village_and_experience(client, workshop):
    make_slot(workshop.experience)
    page = workshop.artisan(name="Bà Thoa", work="Vuốt gốm", work_en="Throws pots", is_example=True)

    text = read(client, page)
    for words in ("Bà Thoa", "Vuốt gốm", workshop.host.name, "Ví dụ", "Một ngày làm thợ gốm"):
        assert words in text
    assert {workshop.village_page.get_url(), workshop.experience_page.get_url()} <= links(client, page)


def test_the_page_in_english(client, workshop):
    page = workshop.artisan(name="Bà Thoa", work="Vuốt gốm", work_en="Throws pots")
    english = page.get_translation(workshop.tree.en)

    text = read(client, english)

    assert "Throws pots" in text
    assert "A day as a potter" in text
    assert "Vuốt gốm" not in text
    assert "Một ngày làm thợ gốm" not in text


def test_a_real_person_has_no_mark(client, workshop):
    page = workshop.artisan()

    assert not soup(client.get(page.get_url())).select("header .example-mark")


def test_village_and_experience_name_their_artisans(client, workshop):
    page = workshop.artisan(name="Bà Thoa")

    for place in (workshop.village_page, workshop.experience_page):
        assert "Bà Thoa" in read(client, place)
        assert page.get_url() in links(client, place)
    english = page.get_translation(workshop.tree.en)
    assert english.get_url() in links(client, workshop.village_page_en)
    assert page.get_url() not in links(client, workshop.village_page_en)


def test_whoever_has_no_page_is_named_without_a_link(client, workshop):
    workshop.rota.artisans.add(make_artisan(workshop.host, name="Anh Khởi"))

    assert "Anh Khởi" in read(client, workshop.experience_page)


def test_whoever_has_left_is_not_promised(client, workshop):
    page = workshop.artisan(name="Bà Thoa", active=False)

    for place in (workshop.village_page, workshop.experience_page):
        assert "Bà Thoa" not in read(client, place)
    assert workshop.experience_page.get_url() not in links(client, page)


def test_an_unpublished_page_is_linked_from_nowhere(client, workshop):
    page = workshop.artisan(name="Bà Thoa")
    page.unpublish()

    assert "Bà Thoa" not in read(client, workshop.village_page)
    assert page.get_url() not in links(client, workshop.experience_page)


def test_it_is_found_without_marks_in_the_readers_language(workshop):
    page = workshop.artisan(name="Bà Vũ Thị Thoa", work="Chuốt gốm")

    assert [hit.pk for hit in find("vu thi thoa chuot gom", "vi")] == [page.pk]


@pytest.mark.parametrize("place", ["village_page", "experience_page", "artisan"])
def test_three_cost_the_queries_of_one(client, workshop, place):
    page = workshop.artisan()
    page = page if place == "artisan" else getattr(workshop, place)

    def cost() -> int:
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.get_url()).status_code == 200
        return len(queries)

    one = cost()
    for _ in range(2):
        workshop.artisan()
        other = make_experience(workshop.host)
        make_experience_page(workshop.tree, other)
        make_use(other, workshop.rota, per="slot")
    assert cost() == one


def form(page: ArtisanPage, parent, artisan):
    data = {"title": "Trùng", "slug": "trung", "artisan": artisan.pk, "intro": "x", "art": "x", "body-count": "0"}
    form_class = ArtisanPage.get_edit_handler().get_form_class()
    return form_class(data, instance=page, parent_page=parent)


def test_a_second_page_for_the_same_artisan_is_refused_with_its_name(workshop):
    first = workshop.artisan()
    twin = ArtisanPage(locale=first.locale)

    refused = form(twin, workshop.village_page, first.artisan)

    assert not refused.is_valid()
    assert first.title in str(refused.errors["artisan"])


def test_a_page_below_another_village_is_refused(workshop):
    stranger = make_artisan(make_host(make_village("Diềm")))

    refused = form(ArtisanPage(locale=workshop.tree.vi), workshop.village_page, stranger)

    assert not refused.is_valid()
    assert "Diềm" in str(refused.errors["artisan"])
