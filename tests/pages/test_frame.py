"""The frame of every page: where someone who is signed in finds their work, and what is private stays out of it."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from tests.factories import (
    make_experience,
    make_experience_page,
    make_host,
    make_slot,
    make_standard_page,
    make_story_page,
    make_user,
    make_village_page,
)
from tests.pages.reading import Reader, plain, soup

pytestmark = pytest.mark.django_db


def links_to_work(page) -> list[str]:
    """Of the wide header and of the phone's menu."""
    return [link["href"] for link in page.select(".site-header__account, .site-menu__sheet li:last-child a")]


@pytest.mark.parametrize(("language", "home"), [("vi", "/"), ("en", "/en/")])
def test_everyone_who_signed_in_finds_their_own_work(client, page_tree, language, home):
    with translation.override(language):
        desk, work, sign_in = reverse("desk:home"), reverse("after_login"), reverse("account_login")
    assert links_to_work(soup(client.get(home))) == [sign_in, sign_in]
    owner, editor = make_user(), make_user(is_superuser=True)
    make_host(owner=owner)
    for user, place in ((owner, desk), (editor, reverse("wagtailadmin_home"))):
        client.force_login(user)
        assert links_to_work(soup(client.get(home))) == [work, work]
        assert client.get(work)["Location"] == place


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_what_is_private_is_listed_nowhere(client, page_tree):
    slot = make_slot(make_experience(featured=True))
    village = make_village_page(page_tree, slot.experience.village, title="Làng riêng")
    experience = make_experience_page(page_tree, slot.experience, title="Buổi riêng")
    story = make_story_page(page_tree, title="Chuyện riêng")
    about = make_standard_page(page_tree, "about", title="Trang riêng")
    beside = make_story_page(page_tree, title="Chuyện chung")
    # About is in the footer of each.
    places = {"/": [village, experience, story], "/lang-nghe/": [village], "/trai-nghiem/": [experience]}
    places |= {"/chuyen-lang/": [story], beside.url: [story]}
    for address, pages in places.items():
        text = plain(soup(client.get(address)))
        assert [page.title for page in [*pages, about] if page.title not in text] == [], address
    for page in (village, experience, story, about):
        restrict(page)
    for address in places:
        text = plain(soup(client.get(address)))
        assert "riêng" not in text, address


def test_a_private_section_is_not_in_the_menu(client, page_tree):
    stories = page_tree.stories
    assert stories.url in [link["href"] for link in soup(client.get("/")).select(".site-header__nav a")]
    restrict(stories)
    assert stories.url not in [link["href"] for link in soup(client.get("/")).select(".site-header__nav a")]


def test_a_private_translation_counts_as_none(client, page_tree):
    story = make_story_page(page_tree)
    restrict(make_story_page(page_tree, language="en", translation_of=story))
    reader = Reader(client)
    reader.open(story.url)
    assert reader.page.select_one(".language-switch a[hreflang=en]")["href"] == "/en/"
