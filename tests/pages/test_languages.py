"""One switcher that lands on the same page, in both directions; what is not translated leads home."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    make_booking,
    make_experience,
    make_experience_page,
    make_slot,
    make_standard_page,
    make_story_page,
    make_user,
    make_village_page,
)
from tests.pages.guest import url
from tests.pages.reading import Reader, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def pairs(page_tree) -> list[tuple[str, str]]:
    """Addresses of the same page in Vietnamese and in English, with slugs of their own."""
    tree = page_tree
    slot = make_slot()
    makers = [
        (make_village_page, (slot.experience.village,), {"slug": "phu-lang"}, {"slug": "phu-lang-pottery"}),
        (make_experience_page, (slot.experience,), {"slug": "lam-gom"}, {"slug": "clay-day"}),
        (make_story_page, (), {"slug": "lua-lo"}, {"slug": "kiln-fire"}),
        (make_standard_page, ("about",), {"slug": "gioi-thieu"}, {"slug": "about"}),
    ]
    found = [("/", "/en/"), (tree.villages.url, tree.villages_en.url), (tree.stories.url, tree.stories_en.url)]
    for make, subjects, vi, en in makers:
        page = make(tree, *subjects, **vi)
        other = make(tree, *subjects, language="en", translation_of=page, **en)
        found.append((page.url, other.url))
    booking = make_booking(slot)
    found += [(path, f"/en{path}") for path in ("/tim/", "/ban-do/", "/tai-khoan/login/", url("choose", slot))]
    found.append((url("booking", booking), url("booking", booking, "en")))
    return found


def switch(client: Client, address: str, language: str) -> Reader:
    reader = Reader(client)
    reader.open(address)
    assert reader.response.status_code == 200, address
    reader.follow(f".site-header .language-switch a[hreflang={language}]")
    return reader


def test_every_page_has_its_twin_one_click_away(client, pairs):
    for vi, en in pairs:
        there = switch(client, vi, "en")
        assert (there.url, there.response.status_code, there.page.html["lang"]) == (en, 200, "en")
        back = switch(client, en, "vi")
        assert (back.url, back.response.status_code, back.page.html["lang"]) == (vi, 200, "vi")


def test_the_switcher_says_which_language_is_on(client, pairs):
    for vi, en in pairs:
        for address, code in ((vi, "vi"), (en, "en")):
            current = soup(client.get(address)).select_one(".language-switch a[aria-current]")
            assert current["hreflang"] == code


@pytest.mark.parametrize("query", ["gốm Phù Lãng", "a&b=c", "1+1 %", "“"])
def test_the_question_of_a_search_goes_along(client, page_tree, query):
    reader = switch(client, f"/tim/?{urlencode({'q': query, 'page': 1})}", "en")
    assert reader.path == "/en/tim/"
    assert reader.page.select_one("#q")["value"] == query


def test_the_choice_in_the_panel_goes_along(client, page_tree):
    slot = make_slot()
    page = make_experience_page(page_tree, slot.experience, slug="lam-gom")
    make_experience_page(page_tree, slot.experience, language="en", translation_of=page, slug="clay-day")
    adult = slot.experience.units.get(type="ADULT")
    reader = switch(client, f"/trai-nghiem/lam-gom/?slot={slot.pk}&u{adult.pk}=5", "en")
    assert reader.path == "/en/experiences/clay-day/"
    assert reader.values[f"u{adult.pk}"] == "5"


def test_what_is_not_translated_leads_to_the_other_home(client, page_tree):
    story = make_story_page(page_tree, slug="chi-tieng-viet")
    reader = switch(client, f"{story.url}?page=2", "en")
    assert (reader.url, reader.response.status_code) == ("/en/", 200)
    english = make_story_page(page_tree, language="en", slug="english-only")
    assert switch(client, english.url, "vi").url == "/"


def test_a_translation_that_is_a_draft_counts_as_none(client, page_tree):
    story = make_story_page(page_tree)
    make_story_page(page_tree, language="en", translation_of=story, live=False)
    assert switch(client, story.url, "en").url == "/en/"


@pytest.mark.parametrize("path", ["/khong-co/", "/en/nothing-here/"])
def test_from_a_page_that_is_not_there_the_switcher_still_changes_the_language(client, page_tree, path):
    other = "vi" if path.startswith("/en") else "en"
    page = soup(client.get(path))
    target = page.select_one(f".language-switch a[hreflang={other}]")["href"]
    assert soup(client.get(target)).html["lang"] == other


def test_search_engines_are_told_of_translations_and_of_nothing_else(client, page_tree):
    translated = make_story_page(page_tree, slug="lua-lo")
    twin = make_story_page(page_tree, language="en", translation_of=translated, slug="kiln-fire")
    alone = make_story_page(page_tree, slug="chi-tieng-viet")
    links = {item["hreflang"]: item["href"] for item in soup(client.get(translated.url)).select("link[hreflang]")}
    assert links == {"vi": f"http://testserver{translated.url}", "en": f"http://testserver{twin.url}"}
    links = {item["hreflang"]: item["href"] for item in soup(client.get(alone.url)).select("link[hreflang]")}
    assert "en" not in links


def test_a_booking_s_address_is_told_to_nobody(client):
    booking = make_booking()
    assert not soup(client.get(url("booking", booking))).select("link[hreflang]")


def test_an_english_browser_gets_vietnamese_at_the_root_and_english_below_en(client, page_tree):
    headers = {"Accept-Language": "en-GB,en;q=0.9"}
    assert soup(client.get("/", headers=headers)).html["lang"] == "vi"
    assert soup(client.get("/en/", headers={"Accept-Language": "vi"})).html["lang"] == "en"


def test_menus_and_footer_stay_in_the_language(client, pairs, page_tree):
    for _vi, en in pairs:
        page = soup(client.get(en))
        links = page.select(".site-header__nav a, .site-footer__links a, .site-header__brand")
        assert links
        assert all(link["href"].startswith("/en/") for link in links)


def test_an_experience_without_a_page_in_english_is_booked_in_english_all_the_same(client, page_tree):
    slot = make_slot(make_experience())
    make_experience_page(page_tree, slot.experience)
    response = client.get(url("choose", slot, "en"))
    assert soup(response).html["lang"] == "en"
    assert slot.experience.name_en in response.content.decode()


@pytest.mark.parametrize(("language", "home"), [("vi", "/"), ("en", "/en/")])
def test_signing_in_and_out_leads_home_in_the_language_of_the_address(client, language, home):
    client.force_login(make_user())
    with translation.override(language):
        addresses = [reverse("after_login"), reverse("front")]
    assert [client.get(address)["Location"] for address in addresses] == [home, home]
    client.logout()
    assert client.get(addresses[1])["Location"] == home
