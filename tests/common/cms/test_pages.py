"""What all pages share: found as people type, and an address that keeps its đ."""

import unicodedata

import pytest
from wagtail.models import Page

from common.words.text import fold
from pages.models import StandardPage
from tests.factories import make_story_page, make_village, make_village_page
from villages.models import VillageIndexPage, VillagePage


def test_a_page_is_folded_without_tags_and_marks(db):
    page = VillageIndexPage(title="Làng  nghề", intro="<p>Đêm <b>Phù Lãng</b></p>")
    assert page.folded == "lang nghe dem phu lang"
    assert page.folded_title == "lang nghe"


def test_a_village_page_is_found_by_its_former_address(page_tree):
    make_village_page(page_tree, make_village(former_address="Xã Phù Lãng, huyện Quế Võ"))
    assert "que vo" in VillagePage.objects.get().folded


@pytest.mark.parametrize("typed", ["dong ho", "Đông Hồ", "ĐÔNG HỒ", unicodedata.normalize("NFD", "Đông Hồ")])
def test_it_is_found_however_it_is_typed(page_tree, typed):
    story = make_story_page(page_tree, title="Tranh Đông Hồ ngày Tết")
    make_story_page(page_tree)
    assert [page.pk for page in Page.objects.live().search(fold(typed))] == [story.pk]


@pytest.mark.parametrize(("title", "slug"), [("Đông Hồ", "dong-ho"), ("Về Làng: gốm & tranh", "ve-lang-gom-tranh")])
def test_an_address_made_from_a_title_keeps_every_letter(page_tree, title, slug):
    page = page_tree.home.add_child(instance=StandardPage(title=title, locale=page_tree.vi))
    assert page.slug == slug


def test_a_second_page_of_one_title_gets_an_address_of_its_own(page_tree):
    pages = [StandardPage(title="Điều khoản", locale=page_tree.vi) for _ in range(2)]
    slugs = [page_tree.home.add_child(instance=page).slug for page in pages]
    assert slugs == ["dieu-khoan", "dieu-khoan-2"]
